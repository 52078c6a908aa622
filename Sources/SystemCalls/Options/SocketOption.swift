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
  public let access: Access
  /// The values that the kernel takes, where it has limits.
  public let range: ClosedRange<Int32>?
  /// True for those that few programs need: a short list leaves them out.
  public private(set) var isRare = false
  /// strace's name, where it has another.
  let straceName: String

  /// What the kernel lets one do with it.
  public enum Access: Hashable, Sendable {
    case full
    /// The kernel lets nobody set it.
    case readOnly
    /// It can be set and not asked for.
    case writeOnly
    /// It can be asked for only, and asking changes something: SO_ERROR is cleared by it.
    case consumed
  }

  init(
    _ name: String, _ number: Int32, of level: Int32, _ type: OptionType, _ summary: String,
    _ access: Access = .full, in range: ClosedRange<Int32>? = nil, straceName: String? = nil
  ) {
    self.name = name
    self.number = number
    self.level = level
    self.type = type
    self.summary = summary
    self.access = access
    self.range = range
    self.straceName = straceName ?? name
  }

  /// True where the kernel lets nobody set it.
  public var isReadOnly: Bool { access == .readOnly || access == .consumed }

  /// Whether it can be asked for at any time without anybody noticing.
  public var isQuiet: Bool { access == .full || access == .readOnly }

  /// The same option, left out of short lists.
  var asRare: SocketOption {
    var option = self
    option.isRare = true
    return option
  }

  /// `reuseaddr`: the name without its level, in small letters.
  public var shortName: String {
    name[name.index(after: name.firstIndex(of: "_") ?? name.startIndex)...].lowercased()
  }

  /// The option of that name, or nil. Upper and lower case are the same.
  public static func named(_ name: some StringProtocol) -> SocketOption? {
    byName[name.uppercased()].map { all[$0] }
  }

  /// The options with that short name: `recverr` is one of IP and one of IPv6.
  public static func named(short name: some StringProtocol) -> [SocketOption] {
    (byShortName[name.lowercased()] ?? []).map { all[$0] }
  }

  private static let byName = Dictionary(
    all.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })

  private static let byShortName = Dictionary(grouping: all.indices) { all[$0].shortName }
}
