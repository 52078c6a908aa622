internal import CLinux
internal import Glibc

/// Sending and receiving.
extension SocketCalls {
  /// send(2): the bytes that the kernel took. No flag is added: without MSG_NOSIGNAL, a SIGPIPE that
  /// is not ignored kills.
  ///
  /// `described` is `Bytes(data)` where the caller knows it already.
  public func send(
    _ fd: Int32, _ data: UnsafeRawBufferPointer, described: Bytes? = nil, flags: Int32
  ) throws(Errno) -> Int {
    let call = lastSend.call(fd, data, flags) {
      let bytes = described ?? Bytes(data)
      return (bytes, Call("send", outgoing(fd, data, bytes, flags)))
    }
    return try perform(call) {
      Glibc.send(fd, linux_nonnull(data.baseAddress), data.count, flags)
    }
  }

  /// sendto(2): the bytes that the kernel took.
  public func sendto(
    _ fd: Int32, _ data: UnsafeRawBufferPointer, described: Bytes? = nil, flags: Int32,
    to address: SocketAddress
  ) throws(Errno) -> Int {
    let raw = RawAddress(address)
    let destination = [Argument("dest_addr", .address(address)), raw.lengthArgument("addrlen")]
    return try perform(Call("sendto", outgoing(fd, data, described, flags) + destination)) {
      raw.withSockaddr {
        Glibc.sendto(fd, linux_nonnull(data.baseAddress), data.count, flags, $0, $1)
      }
    }
  }

  /// recv(2): the number of bytes, which MSG_TRUNC makes larger than the buffer for a cut datagram;
  /// 0 at the end of the stream. Where it `discards`, what arrives is not looked at.
  public func recv(
    _ fd: Int32, into buffer: UnsafeMutableRawBufferPointer, discards: Bool = false, flags: Int32
  ) throws(Errno) -> Int {
    let base = UnsafeMutableRawPointer(mutating: linux_nonnull(buffer.baseAddress))
    let call = lastReceive.call(LastReceive.Request(fd, base, buffer.count, flags)) {
      Call("recv", incoming(fd, base, buffer.count, flags))
    }
    let fill = { (call: inout Call, result: Int) in
      let written = written(in: buffer, result)
      call = lastReceive.filled(by: written, looksAtAll: !discards) {
        var call = call
        call.arguments[1] = filled(by: written, at: base, discards)
        return call
      }
    }
    return try perform(call, filling: fill) { Glibc.recv(fd, base, buffer.count, flags) }
  }

  /// recvfrom(2): as `recv`, and the sender's address, nil where the kernel gave none.
  public func recvfrom(
    _ fd: Int32, into buffer: UnsafeMutableRawBufferPointer, discards: Bool = false, flags: Int32
  ) throws(Errno) -> (Int, SocketAddress?) {
    let base = UnsafeMutableRawPointer(mutating: linux_nonnull(buffer.baseAddress))
    let sender = room.emptied("src_addr", "addrlen")
    let call = Call("recvfrom", incoming(fd, base, buffer.count, flags) + sender)
    let fill = { (call: inout Call, result: Int) in
      call.arguments[1] = filled(by: written(in: buffer, result), at: base, discards)
      call.arguments.replaceSubrange(4..., with: room.filled("src_addr", "addrlen"))
    }
    let count = try perform(call, filling: fill) {
      Glibc.recvfrom(fd, base, buffer.count, flags, room.sockaddr, room.length)
    }
    return (count, room.address)
  }

  private func outgoing(
    _ fd: Int32, _ data: UnsafeRawBufferPointer, _ described: Bytes?, _ flags: Int32
  ) -> [Argument] {
    [
      .fd(fd), Argument("buf", .bytes(described ?? Bytes(data))),
      Argument("len", .integer(data.count)),
      Argument("flags", .constant(Int(flags), table: .messageFlags)),
    ]
  }

  private func incoming(
    _ fd: Int32, _ base: UnsafeMutableRawPointer?, _ count: Int, _ flags: Int32
  ) -> [Argument] {
    [
      .fd(fd), Argument("buf", .buffer(pointer: UInt(bitPattern: base), filled: nil)),
      Argument("len", .integer(count)),
      Argument("flags", .constant(Int(flags), table: .messageFlags)),
    ]
  }

  /// A result can be larger than the buffer: MSG_TRUNC.
  private func written(
    in buffer: UnsafeMutableRawBufferPointer, _ result: Int
  ) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: buffer[..<min(result, buffer.count)])
  }

  private func filled(
    by written: UnsafeRawBufferPointer, at base: UnsafeMutableRawPointer?, _ discards: Bool
  ) -> Argument {
    let bytes = discards ? Bytes(discarded: written) : Bytes(written)
    return Argument("buf", .buffer(pointer: UInt(bitPattern: base), filled: bytes))
  }
}
