internal import Glibc

/// Options of sockets.
extension SocketCalls {
  /// setsockopt(2)
  public func setsockopt(
    _ fd: Int32, _ option: SocketOption, _ value: OptionValue
  ) throws(Errno) {
    let bytes = value.bytes
    let what = [
      Argument("optval", .optionValue(value)), Argument("optlen", .addressLength(bytes.count)),
    ]
    try perform(Call("setsockopt", naming(fd, option) + what)) {
      Int(Glibc.setsockopt(fd, option.level, option.number, bytes, socklen_t(bytes.count)))
    }
  }

  /// getsockopt(2), with room for a value of the option's type.
  public func getsockopt(_ fd: Int32, _ option: SocketOption) throws(Errno) -> OptionValue {
    let size = option.type.size
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 8)
    defer { room.deallocate() }
    room.initializeMemory(as: UInt8.self, repeating: 0)
    var length = socklen_t(size)
    var value: OptionValue?
    let fill = { (call: inout Call, _: Int) in
      value = OptionValue(Array(room.prefix(Int(length))), as: option.type)
      call.arguments.replaceSubrange(3..., with: answer(room, value, Int(length)))
    }
    let entered = Call("getsockopt", naming(fd, option) + answer(room, nil, nil))
    try perform(entered, filling: fill) {
      Int(Glibc.getsockopt(fd, option.level, option.number, room.baseAddress, &length))
    }
    return value ?? .bytes([])
  }

  private func naming(_ fd: Int32, _ option: SocketOption) -> [Argument] {
    [
      .fd(fd), Argument("level", .constant(Int(option.level), table: .optionLevel)),
      Argument("optname", .option(option.name)),
    ]
  }

  private func answer(
    _ room: UnsafeMutableRawBufferPointer, _ value: OptionValue?, _ length: Int?
  ) -> [Argument] {
    [
      Argument("optval", .optionRoom(pointer: UInt(bitPattern: room.baseAddress), filled: value)),
      Argument("optlen", .lengthRoom(given: room.count, returned: length)),
    ]
  }
}
