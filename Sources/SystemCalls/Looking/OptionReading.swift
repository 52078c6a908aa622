internal import Glibc

/// An option of a socket, and what it is.
public struct OptionReading: Hashable, Sendable {
  public var option: SocketOption
  public var value: OptionValue
}

extension ProcessView {
  /// The options that one of its sockets has, in the table's order, asked of a duplicate. Left out is
  /// what asking would change. EBADF: the descriptor is not open; ENOTSOCK: it is no socket.
  public func options(of fd: Int32) throws(Errno) -> [OptionReading] {
    try withDuplicate(of: fd) { duplicate throws(Errno) in
      var kind: Int32 = 0
      var length = socklen_t(MemoryLayout<Int32>.size)
      guard getsockopt(duplicate, SOL_SOCKET, SO_TYPE, &kind, &length) == 0 else {
        throw Errno(Glibc.errno)
      }
      return readOptions(of: duplicate)
    }
  }
}

/// The options of a socket of that kind that was just made in this process; throws what socket(2)
/// does.
public func optionsOfFreshSocket(
  family: Int32, type: Int32, protocolNumber: Int32
) throws(Errno) -> [OptionReading] {
  let socket = try HighDescriptor(
    Glibc.socket(family, type | Int32(SOCK_CLOEXEC.rawValue), protocolNumber))
  return readOptions(of: socket.number)
}

/// All that can be asked for quietly.
private func readOptions(of descriptor: Int32) -> [OptionReading] {
  SocketOption.all.compactMap { option in
    guard option.isListed else { return nil }
    return value(of: option, descriptor).map { OptionReading(option: option, value: $0) }
  }
}

/// One option; nil where the socket does not have it.
private func value(of option: SocketOption, _ descriptor: Int32) -> OptionValue? {
  withUnsafeTemporaryAllocation(byteCount: option.type.size, alignment: 8) { room in
    var length = socklen_t(room.count)
    guard getsockopt(descriptor, option.level, option.number, room.baseAddress, &length) == 0
    else { return nil }
    return OptionValue(Array(room.prefix(Int(length))), as: option.type)
  }
}

extension SocketOption {
  fileprivate var isListed: Bool {
    if case .structure = type { false } else { isQuiet }
  }
}
