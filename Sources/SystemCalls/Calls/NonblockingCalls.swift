internal import CLinux
internal import Glibc

/// Calls that make a descriptor non-blocking.
extension SocketCalls {
  /// fcntl(2) with F_GETFL: the file status flags, O_RDWR and O_NONBLOCK among them.
  public func statusFlags(of fd: Int32) throws(Errno) -> Int32 {
    let call = Call("fcntl", [Argument("fd", .descriptor(fd)), command(F_GETFL)])
    return Int32(try perform(call) { Int(Glibc.fcntl(fd, F_GETFL)) })
  }

  /// fcntl(2) with F_SETFL.
  public func setStatusFlags(of fd: Int32, _ flags: Int32) throws(Errno) {
    let call = Call(
      "fcntl",
      [
        Argument("fd", .descriptor(fd)), command(F_SETFL),
        Argument("arg", .constant(Int(flags), table: .fileFlags)),
      ])
    try perform(call) { Int(Glibc.fcntl(fd, F_SETFL, flags)) }
  }

  /// accept4(2): as `accept`, and the new descriptor has SOCK_NONBLOCK and SOCK_CLOEXEC if asked for.
  @discardableResult
  public func accept4(_ fd: Int32, flags: Int32) throws(Errno) -> (Int32, SocketAddress?) {
    let flagsArgument = Argument("flags", .constant(Int(flags), table: .acceptFlags))
    let call = Call("accept4", [.fd(fd)] + room.emptied("addr", "addrlen") + [flagsArgument])
    let fill = { (call: inout Call, _: Int) in
      call.arguments.replaceSubrange(1...2, with: room.filled("addr", "addrlen"))
    }
    let result = try perform(call, filling: fill) {
      Int(linux_accept4(fd, room.sockaddr, room.length, flags))
    }
    return (Int32(result), room.address)
  }

  private func command(_ number: Int32) -> Argument {
    Argument("op", .constant(Int(number), table: .fcntlCommand))
  }
}
