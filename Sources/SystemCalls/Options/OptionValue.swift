/// The value of a socket option.
public enum OptionValue: Hashable, Sendable {
  case integer(Int32)
  /// A pending error by number, 0 for none; only getsockopt gives it.
  case error(Int32)
  /// SOCK_STREAM and the like, by number; only getsockopt gives it.
  case socketType(Int32)
  /// struct linger; `onOff` is 0 or not.
  case linger(onOff: Int32, seconds: Int32)
  /// struct timeval
  case time(seconds: Int64, microseconds: Int64)
  /// What the kernel gave where it was of another length than the option's type.
  case bytes([UInt8])

  /// As C has it in memory.
  public var bytes: [UInt8] {
    switch self {
    case .integer(let number), .error(let number), .socketType(let number): native(number)
    case .linger(let onOff, let seconds): native(onOff) + native(seconds)
    case .time(let seconds, let microseconds): native(seconds) + native(microseconds)
    case .bytes(let bytes): bytes
    }
  }

  /// From what getsockopt(2) wrote.
  public init(_ bytes: [UInt8], as type: OptionType) {
    guard bytes.count == type.size else {
      self = .bytes(bytes)
      return
    }
    switch type {
    case .flag, .integer: self = .integer(number(bytes, at: 0))
    case .error: self = .error(number(bytes, at: 0))
    case .socketType: self = .socketType(number(bytes, at: 0))
    case .linger: self = .linger(onOff: number(bytes, at: 0), seconds: number(bytes, at: 4))
    case .time: self = .time(seconds: number(bytes, at: 0), microseconds: number(bytes, at: 8))
    }
  }
}

private func native(_ number: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: number) { Array($0) }
}

private func number<Number: FixedWidthInteger & BitwiseCopyable>(
  _ bytes: [UInt8], at offset: Int
) -> Number {
  bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Number.self) }
}

extension OptionValue: CustomStringConvertible {
  /// `1`, `ECONNREFUSED (Connection refused)`, `SOCK_STREAM`, `{l_onoff=1, l_linger=5}`.
  public var description: String {
    switch self {
    case .integer(let number): "\(number)"
    case .error(let number): number == 0 ? "0" : Errno(number).description
    case .socketType(let number): ConstantTable.socketType.text(Int(number))
    case .time(let seconds, let microseconds): "{tv_sec=\(seconds), tv_usec=\(microseconds)}"
    case .linger, .bytes: straceText
    }
  }

  /// strace knows no time here, and shows its bytes.
  var straceText: String {
    switch self {
    case .integer(let number), .socketType(let number): "[\(number)]"
    case .error(let number): "[\(number == 0 ? "0" : Errno(number).name)]"
    case .linger(let onOff, let seconds): "{l_onoff=\(onOff), l_linger=\(seconds)}"
    case .time, .bytes: straceQuoted(bytes, count: bytes.count)
    }
  }
}
