internal import Glibc

/// Several buffers, and ancillary data.
extension SocketCalls {
  /// sendmsg(2): the bytes that the kernel took of all the buffers together. Without an address it
  /// goes to the peer.
  public func sendmsg(
    _ fd: Int32, _ buffers: [[UInt8]], to address: SocketAddress?, control: [ControlMessage],
    flags: Int32
  ) throws(Errno) -> Int {
    let memory = MessageMemory(
      buffers, to: address.map { RawAddress($0).bytes } ?? [], control: control.flatMap(\.bytes))
    let call = Call(
      "sendmsg",
      [.fd(fd), Argument("msg", .message(memory.value(filled: .max))), .messageFlags(flags)])
    return try perform(call) { Glibc.sendmsg(fd, memory.header, flags) }
  }

  /// recvmsg(2) with room for an address, for buffers of these sizes and for so many bytes of
  /// ancillary data: the number of bytes, as `recv` gives it.
  @discardableResult
  public func recvmsg(
    _ fd: Int32, into buffers: [Int], controlLength: Int, flags: Int32
  ) throws(Errno) -> Int {
    var room = MessageRoom(
      namePointer: 0, nameLength: AddressRoom.size, buffers: buffers, controlLength: controlLength)
    let memory = MessageMemory(room: room)
    room.namePointer = memory.namePointer
    let call = Call(
      "recvmsg",
      [.fd(fd), Argument("msg", .messageRoom(room, filled: nil)), .messageFlags(flags)])
    let fill = { (call: inout Call, result: Int) in
      call.arguments[1].value = .messageRoom(room, filled: memory.value(filled: result))
    }
    return try perform(call, filling: fill) { Glibc.recvmsg(fd, memory.header, flags) }
  }

  /// socketpair(2): two sockets that are connected to each other.
  @discardableResult
  public func socketpair(
    family: Int32, type: Int32, protocolNumber: Int32
  ) throws(Errno) -> [Int32] {
    let pair = UnsafeMutablePointer<Int32>.allocate(capacity: 2)
    pair.initialize(repeating: -1, count: 2)
    defer { pair.deallocate() }
    let room = { (filled: [Int32]?) in
      Argument("sv", .descriptorRoom(pointer: UInt(bitPattern: pair), filled: filled))
    }
    let number = Argument("protocol", .integer(Int(protocolNumber)))
    let call = Call("socketpair", kind(family, type) + [number, room(nil)])
    let fill = { (call: inout Call, _: Int) in call.arguments[3] = room([pair[0], pair[1]]) }
    try perform(call, filling: fill) {
      Int(Glibc.socketpair(family, type, protocolNumber, pair))
    }
    return [pair[0], pair[1]]
  }

  /// unlink(2): the name goes; whoever has the file open keeps it.
  public func unlink(_ path: [UInt8]) throws(Errno) {
    let text = path.map { CChar(bitPattern: $0) } + [0]
    try perform(Call("unlink", [Argument("pathname", .path(path))])) { Int(Glibc.unlink(text)) }
  }
}

extension Argument {
  static func messageFlags(_ flags: Int32) -> Argument {
    Argument("flags", .constant(Int(flags), table: .messageFlags))
  }
}
