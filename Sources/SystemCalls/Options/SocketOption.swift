/// A socket option, as setsockopt(2) and getsockopt(2) know it: one row of the table.
public struct SocketOption: Hashable, Sendable {
  /// `SO_REUSEADDR`
  public let name: String
  /// SOL_SOCKET or a protocol, by number.
  public let level: Int32
  /// The option's number within its level.
  public let number: Int32
  public let type: OptionType
  /// What it does, in one line without a full stop.
  public let summary: String
  /// True where the kernel lets nobody set it.
  public let isReadOnly: Bool
  /// strace's name, where it has another.
  let straceName: String

  init(
    _ name: String, _ number: Int32, of level: Int32, _ type: OptionType, _ summary: String,
    isReadOnly: Bool = false, straceName: String? = nil
  ) {
    self.name = name
    self.number = number
    self.level = level
    self.type = type
    self.summary = summary
    self.isReadOnly = isReadOnly
    self.straceName = straceName ?? name
  }

  /// The option of that name, or nil.
  public static func named(_ name: some StringProtocol) -> SocketOption? {
    byName[String(name)].map { all[$0] }
  }

  private static let byName = Dictionary(
    all.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
}

/// What an option's value is in C, and how it is read.
public enum OptionType: Hashable, Sendable, CaseIterable {
  /// An int that is 0 or not.
  case flag
  /// An int.
  case integer
  /// An int that is an errno, or 0.
  case error
  /// An int such as SOCK_STREAM.
  case socketType
  /// struct linger
  case linger
  /// struct timeval; all zero means no limit.
  case time

  /// In bytes.
  public var size: Int {
    switch self {
    case .flag, .integer, .error, .socketType: 4
    case .linger: 8
    case .time: 16
    }
  }
}
