internal import CLinux
internal import Glibc
internal import Log
internal import SystemCalls

/// One connection, or one datagram, with an input, and what comes of it.
final class FuzzTry {
  private let calls = SocketCalls(observer: NoObserver())
  private let fd: Int32
  private let isDatagram: Bool
  /// How long a connect may take, in nanoseconds.
  static let patience: UInt64 = 1_000_000_000

  /// Connects, which for a stream may take a second: then ETIMEDOUT is thrown.
  init(_ address: SocketAddress, isDatagram: Bool) throws(Errno) {
    self.isDatagram = isDatagram
    let type = isDatagram ? SOCK_DGRAM.rawValue : SOCK_STREAM.rawValue
    fd = try calls.socket(
      family: address.family,
      type: Int32(type | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), protocolNumber: 0)
    do throws(Errno) {
      try connect(to: address)
      try refuseSelf()
    } catch {
      close(fd)
      throw error
    }
  }

  /// Where nobody listens, the kernel may choose that very port for this end: then it is connected to
  /// itself, and there is still nobody.
  private func refuseSelf() throws(Errno) {
    guard !isDatagram, try calls.getsockname(fd) == calls.getpeername(fd) else { return }
    throw Errno(ECONNREFUSED)
  }

  deinit { close(fd) }

  private func connect(to address: SocketAddress) throws(Errno) {
    do throws(Errno) {
      try calls.connect(fd, address)
    } catch {
      guard error.rawValue == EINPROGRESS else { throw error }
      guard wait(POLLOUT, FuzzTry.patience) else { throw Errno(ETIMEDOUT) }
      guard let option = SocketOption.named("SO_ERROR") else { return }
      if case .error(let number) = try calls.getsockopt(fd, option), number != 0 {
        throw Errno(number)
      }
    }
  }

  /// Lets a service say what it says first: up to a pause.
  func takeGreeting(_ patience: UInt64) {
    guard wait(POLLIN, patience) else { return }
    var pieces = 0
    while pieces < 64, wait(POLLIN, 20_000_000), read() == .answered { pieces += 1 }
  }

  /// Sends the input, shuts down writing, and waits for whatever comes.
  func reaction(to input: [UInt8], within patience: UInt64) -> Reaction {
    let deadline = monotonicNanoseconds() + patience
    var rest = input[...]
    repeat {
      do throws(Errno) {
        let sent = try rest.span.bytes.withUnsafeBytes { bytes throws(Errno) in
          try calls.send(fd, bytes, flags: 0)
        }
        rest = rest.dropFirst(sent)
      } catch {
        if error.rawValue == EMSGSIZE { return .answered }
        if error.rawValue == ECONNREFUSED { return .refused }
        // What was answered before the end is still there to be read.
        if error.rawValue != EAGAIN { return read() == .answered ? .answered : .reset }
        guard wait(POLLIN | POLLOUT, remaining(deadline)) else { return .silent }
        if wait(POLLIN, 0) { return read() }
      }
    } while !rest.isEmpty
    if !isDatagram { do { try calls.shutdown(fd, how: Int32(SHUT_WR)) } catch { return .reset } }
    return reaction(within: remaining(deadline))
  }

  /// Whatever comes now.
  func reaction(within patience: UInt64) -> Reaction {
    wait(POLLIN, patience) ? read() : .silent
  }

  /// Takes what still comes; true if the connection ended within that time.
  @discardableResult
  func takeRest(within patience: UInt64) -> Bool {
    let deadline = monotonicNanoseconds() + patience
    while wait(POLLIN, remaining(deadline)) {
      if read() != .answered { return true }
      if monotonicNanoseconds() >= deadline { return false }
    }
    return false
  }

  private func read() -> Reaction {
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { room in
      do throws(Errno) {
        let count = try calls.recv(fd, into: room, flags: 0)
        return count > 0 || isDatagram ? .answered : .closed
      } catch {
        switch error.rawValue {
        case EAGAIN: return .silent
        case ECONNREFUSED: return .refused
        default: return .reset
        }
      }
    }
  }

  private func remaining(_ deadline: UInt64) -> UInt64 {
    let now = monotonicNanoseconds()
    return deadline > now ? deadline - now : 0
  }

  private func wait(_ events: Int32, _ nanoseconds: UInt64) -> Bool {
    var entry = [pollfd(fd: fd, events: Int16(events), revents: 0)]
    return linux_poll(&entry, 1, Int(clamping: nanoseconds)) > 0
  }
}

extension SocketAddress {
  fileprivate var family: Int32 {
    switch self {
    case .ipv4: AF_INET
    case .ipv6: AF_INET6
    case .unixPath, .unixAbstract, .unixUnnamed: AF_UNIX
    case .other(let family, _): Int32(family)
    }
  }
}
