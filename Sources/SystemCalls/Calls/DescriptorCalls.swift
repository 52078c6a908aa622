internal import CLinux
internal import Glibc

/// What a socket shares with every other descriptor: read, write, several buffers, a second number.
extension SocketCalls {
  /// read(2): as `recv` without flags.
  @discardableResult
  public func read(
    _ fd: Int32, into buffer: UnsafeMutableRawBufferPointer
  ) throws(Errno) -> Int {
    let base = UnsafeMutableRawPointer(mutating: linux_nonnull(buffer.baseAddress))
    let room = { (filled: Bytes?) in
      Argument("buf", .buffer(pointer: UInt(bitPattern: base), filled: filled))
    }
    let call = Call("read", [.plain(fd), room(nil), Argument("count", .integer(buffer.count))])
    let fill = { (call: inout Call, result: Int) in
      call.arguments[1] = room(Bytes(UnsafeRawBufferPointer(rebasing: buffer[..<result])))
    }
    return try perform(call, filling: fill) { Glibc.read(fd, base, buffer.count) }
  }

  /// write(2): as `send` without flags.
  @discardableResult
  public func write(_ fd: Int32, _ data: UnsafeRawBufferPointer) throws(Errno) -> Int {
    let call = Call(
      "write",
      [
        .plain(fd), Argument("buf", .bytes(Bytes(data))), Argument("count", .integer(data.count)),
      ])
    return try perform(call) { Glibc.write(fd, linux_nonnull(data.baseAddress), data.count) }
  }

  /// readv(2): the bytes that came, which fill one buffer after the other.
  @discardableResult
  public func readv(_ fd: Int32, into lengths: [Int]) throws(Errno) -> Int {
    let memory = MessageMemory(
      room: MessageRoom(namePointer: 0, nameLength: 0, buffers: lengths, controlLength: 0))
    let vectors = memory.header.pointee.msg_iov
    let room = { (filled: [MessageBuffer]?) in
      let pointer = UInt(bitPattern: vectors?.pointee.iov_base)
      return Argument("iov", .vectorRoom(pointer: pointer, lengths: lengths, filled: filled))
    }
    let call = Call("readv", [.plain(fd), room(nil), Argument("iovcnt", .integer(lengths.count))])
    let fill = { (call: inout Call, result: Int) in
      var budget = Bytes.keptAtMost
      call.arguments[1] = room(memory.buffers(filled: result, keeping: &budget))
    }
    return try perform(call, filling: fill) { Glibc.readv(fd, vectors, Int32(lengths.count)) }
  }

  /// writev(2): the bytes that the kernel took of all the buffers together.
  @discardableResult
  public func writev(_ fd: Int32, _ buffers: [[UInt8]]) throws(Errno) -> Int {
    let memory = MessageMemory(buffers, to: [], control: [])
    var budget = Bytes.keptAtMost
    let call = Call(
      "writev",
      [
        .plain(fd), Argument("iov", .vector(memory.buffers(filled: .max, keeping: &budget))),
        Argument("iovcnt", .integer(buffers.count)),
      ])
    return try perform(call) {
      Glibc.writev(fd, memory.header.pointee.msg_iov, Int32(buffers.count))
    }
  }

  /// dup(2): the lowest free number, for the same socket.
  @discardableResult
  public func dup(_ fd: Int32) throws(Errno) -> Int32 {
    Int32(try perform(Call("dup", [.old(fd)])) { Int(Glibc.dup(fd)) })
  }

  /// dup2(2): that number, whose own descriptor is closed first, for the same socket.
  @discardableResult
  public func dup2(_ fd: Int32, _ new: Int32) throws(Errno) -> Int32 {
    let call = Call("dup2", [.old(fd), Argument("newfd", .descriptor(new))])
    return Int32(try perform(call) { Int(Glibc.dup2(fd, new)) })
  }

  /// ioctl(2) that asks for a number, as FIONREAD does: the number.
  @discardableResult
  public func ioctl(_ fd: Int32, asking request: Int32) throws(Errno) -> Int32 {
    try ask("ioctl", fd, request) { linux_ioctl(fd, UInt(request), $0) }
  }

  /// ioctl(2) that is handed a number, as FIONBIO is.
  public func ioctl(_ fd: Int32, _ request: Int32, setting number: Int32) throws(Errno) {
    let call = Call(
      "ioctl", [.plain(fd), .request(request), Argument("argp", .pointedNumber(number))])
    var number = number
    try perform(call) { Int(linux_ioctl(fd, UInt(request), &number)) }
  }

  /// sockatmark(3): whether the next byte is the one that urgent data was sent before. The C library
  /// asks with ioctl(2) and SIOCATMARK.
  @discardableResult
  public func sockatmark(_ fd: Int32) throws(Errno) -> Bool {
    try ask("sockatmark", fd, 0x8905) { number in
      let result = linux_ioctl(fd, 0x8905, number)
      return result < 0 ? result : number.pointee
    } != 0
  }

  private func ask(
    _ name: String, _ fd: Int32, _ request: Int32, _ body: (UnsafeMutablePointer<Int32>) -> Int32
  ) throws(Errno) -> Int32 {
    let number = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
    number.initialize(to: 0)
    defer { number.deallocate() }
    let room = { (filled: Int32?) in
      Argument("argp", .numberRoom(pointer: UInt(bitPattern: number), filled: filled))
    }
    let fill = { (call: inout Call, _: Int) in call.arguments[2] = room(number.pointee) }
    try perform(Call(name, [.plain(fd), .request(request), room(nil)]), filling: fill) {
      Int(body(number))
    }
    return number.pointee
  }
}

extension Argument {
  /// As read(2) and its like name it.
  fileprivate static func plain(_ fd: Int32) -> Argument { Argument("fd", .descriptor(fd)) }
  fileprivate static func old(_ fd: Int32) -> Argument { Argument("oldfd", .descriptor(fd)) }
  fileprivate static func request(_ request: Int32) -> Argument {
    Argument("request", .constant(Int(request), table: .ioctlRequest))
  }
}
