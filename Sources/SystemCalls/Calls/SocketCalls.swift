internal import CLinux
internal import Glibc

/// Told of every system call, before and after. The call that returned has what the kernel wrote
/// filled in.
public protocol CallObserver: AnyObject {
  func entered(_ call: Call)
  func returned(_ call: Call, _ outcome: Outcome)
}

/// The socket calls: one method makes exactly one system call, with nothing retried, hidden, merged
/// or added. Each throws the errno that the kernel answered.
public struct SocketCalls {
  private let observer: any CallObserver
  let room = AddressRoom()
  let lastSend = LastSend()
  let lastReceive = LastReceive()

  public init(observer: any CallObserver) { self.observer = observer }

  /// socket(2): a new descriptor. `type` carries SOCK_NONBLOCK and SOCK_CLOEXEC as in C.
  public func socket(family: Int32, type: Int32, protocolNumber: Int32) throws(Errno) -> Int32 {
    let isInternet = family == AF_INET || family == AF_INET6
    let number = Int(protocolNumber)
    let call = Call(
      "socket",
      kind(family, type) + [
        Argument(
          "protocol",
          isInternet ? .constant(number, table: .protocolNumber) : .integer(number))
      ])
    return Int32(try perform(call) { Int(Glibc.socket(family, type, protocolNumber)) })
  }

  /// The first two arguments of socket(2) and socketpair(2).
  func kind(_ family: Int32, _ type: Int32) -> [Argument] {
    [
      Argument("domain", .constant(Int(family), table: .addressFamily)),
      Argument("type", .constant(Int(type), table: .socketType)),
    ]
  }

  /// bind(2)
  public func bind(_ fd: Int32, _ address: SocketAddress) throws(Errno) {
    try perform("bind", fd, address) { Int(Glibc.bind(fd, $0, $1)) }
  }

  /// connect(2)
  public func connect(_ fd: Int32, _ address: SocketAddress) throws(Errno) {
    try perform("connect", fd, address) { Int(Glibc.connect(fd, $0, $1)) }
  }

  /// listen(2)
  public func listen(_ fd: Int32, backlog: Int32) throws(Errno) {
    let backlogArgument = Argument("backlog", .integer(Int(backlog)))
    try perform(Call("listen", [.fd(fd), backlogArgument])) { Int(Glibc.listen(fd, backlog)) }
  }

  /// accept(2): the new descriptor and the peer's address.
  public func accept(_ fd: Int32) throws(Errno) -> (Int32, SocketAddress?) {
    let result = try perform("accept", fd) { Int(Glibc.accept(fd, $0, $1)) }
    return (Int32(result), room.address)
  }

  /// shutdown(2); `how` is SHUT_RD, SHUT_WR or SHUT_RDWR.
  public func shutdown(_ fd: Int32, how: Int32) throws(Errno) {
    let howArgument = Argument("how", .constant(Int(how), table: .shutdownHow))
    try perform(Call("shutdown", [.fd(fd), howArgument])) { Int(Glibc.shutdown(fd, how)) }
  }

  /// close(2)
  public func close(_ fd: Int32) throws(Errno) {
    try perform(Call("close", [.fd(fd)])) { Int(Glibc.close(fd)) }
  }

  /// getsockname(2): the address that the socket is bound to.
  public func getsockname(_ fd: Int32) throws(Errno) -> SocketAddress {
    try perform("getsockname", fd) { Int(Glibc.getsockname(fd, $0, $1)) }
    return room.address ?? .other(family: 0, bytes: [])
  }

  /// getpeername(2): the address that the socket is connected to.
  public func getpeername(_ fd: Int32) throws(Errno) -> SocketAddress {
    try perform("getpeername", fd) { Int(Glibc.getpeername(fd, $0, $1)) }
    return room.address ?? .other(family: 0, bytes: [])
  }

  /// Makes one system call: entered, clock, call, errno, clock, what the kernel wrote, returned.
  @discardableResult
  func perform(
    _ entered: Call, filling fill: ((inout Call, Int) -> Void)? = nil, _ body: () -> Int
  ) throws(Errno) -> Int {
    observer.entered(entered)
    let start = monotonicNanoseconds()
    let result = body()
    let number = Glibc.errno
    let end = monotonicNanoseconds()
    let failure = result < 0 ? Errno(number) : nil
    var call = entered
    if failure == nil { fill?(&call, result) }
    observer.returned(call, Outcome(result: result, errno: failure, nanoseconds: end - start))
    if let failure { throw failure }
    return result
  }

  /// A call that hands the kernel an address.
  private func perform(
    _ name: String, _ fd: Int32, _ address: SocketAddress,
    _ body: (UnsafePointer<sockaddr>?, socklen_t) -> Int
  ) throws(Errno) {
    let raw = RawAddress(address)
    let call = Call(
      name, [.fd(fd), Argument("addr", .address(address)), raw.lengthArgument("addrlen")])
    try perform(call) { raw.withSockaddr(body) }
  }

  /// A call that gives the kernel room for an address.
  @discardableResult
  private func perform(
    _ name: String, _ fd: Int32,
    _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int
  ) throws(Errno) -> Int {
    let arguments = room.emptied("addr", "addrlen")
    let fill = { (call: inout Call, _: Int) in
      call.arguments.replaceSubrange(1..., with: room.filled("addr", "addrlen"))
    }
    return try perform(Call(name, [.fd(fd)] + arguments), filling: fill) {
      body(room.sockaddr, room.length)
    }
  }
}

extension Argument {
  static func fd(_ fd: Int32) -> Argument { Argument("sockfd", .descriptor(fd)) }
}

/// Nanoseconds of the monotonic clock.
public func monotonicNanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
}
