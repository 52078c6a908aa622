internal import CLinux
internal import Glibc

/// Several messages in one call.
extension SocketCalls {
  /// One of the messages that `sendmmsg` sends.
  public struct Outgoing {
    public var buffers: [[UInt8]]
    public var address: SocketAddress?
    public var control: [ControlMessage]

    public init(_ buffers: [[UInt8]], to address: SocketAddress?, control: [ControlMessage]) {
      self.buffers = buffers
      self.address = address
      self.control = control
    }
  }

  /// sendmmsg(2): how many of the messages went, which are the first. It fails only where not even
  /// one did: what stopped it at a later one, the next call says.
  @discardableResult
  public func sendmmsg(_ fd: Int32, _ messages: [Outgoing], flags: Int32) throws(Errno) -> Int {
    let array = MessageArray(
      messages.map { message in
        MessageMemory(
          message.buffers, to: message.address.map { RawAddress($0).bytes } ?? [],
          control: message.control.flatMap(\.bytes))
      })
    let call = Call(
      "sendmmsg",
      [
        .fd(fd), Argument("msgvec", .messages(array.values(sent: 0))),
        Argument("vlen", .integer(messages.count)), .messageFlags(flags),
      ])
    let fill = { (call: inout Call, result: Int) in
      call.arguments[1].value = .messages(array.values(sent: result))
    }
    return try perform(call, filling: fill) {
      Int(linux_sendmmsg(fd, array.base, UInt32(messages.count), flags))
    }
  }

  /// recvmmsg(2) with so many rooms as `recvmsg` has one: how many messages came. Linux looks at the
  /// time, in nanoseconds, only when a message has come; nil is for ever.
  @discardableResult
  public func recvmmsg(
    _ fd: Int32, count: Int, into buffers: [Int], controlLength: Int, flags: Int32,
    nanoseconds: Int?
  ) throws(Errno) -> Int {
    let room = MessageRoom(
      namePointer: 0, nameLength: AddressRoom.size, buffers: buffers, controlLength: controlLength)
    let array = MessageArray((0..<count).map { _ in MessageMemory(room: room) })
    let rooms = MessageRooms(pointer: UInt(bitPattern: array.base), room: room, count: count)
    var time = linux_limit(total: nanoseconds ?? 0)
    return try withUnsafeMutablePointer(to: &time) { (time) throws(Errno) -> Int in
      let call = Call(
        "recvmmsg",
        [
          .fd(fd), Argument("msgvec", .messageRooms(rooms, filled: nil)),
          Argument("vlen", .integer(count)), .messageFlags(flags),
          Argument("timeout", .time(nanoseconds.map { TimeLimit(given: $0) })),
        ])
      let fill = { (call: inout Call, result: Int) in
        call.arguments[1].value = .messageRooms(rooms, filled: array.values(received: result))
        call.noteTimeLeft(time.pointee)
      }
      return try perform(call, filling: fill) {
        Int(
          linux_recvmmsg(fd, array.base, UInt32(count), flags, nanoseconds == nil ? nil : time))
      }
    }
  }
}

/// An array of struct mmsghdr.
private final class MessageArray {
  private let memories: [MessageMemory]
  let base: UnsafeMutableRawPointer
  private static let stride = Int(linux_counted_message_size)

  init(_ memories: [MessageMemory]) {
    self.memories = memories
    let size = max(1, memories.count) * MessageArray.stride
    base = .allocate(byteCount: size, alignment: 16)
    base.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    for (index, memory) in memories.enumerated() {
      base.storeBytes(
        of: memory.header.pointee, toByteOffset: index * MessageArray.stride, as: msghdr.self)
    }
  }

  deinit { base.deallocate() }

  private func length(_ index: Int) -> Int { Int(linux_counted_length(base, Int32(index))) }

  /// All of them, of which the first `sent` went.
  func values(sent: Int) -> [CountedMessage] {
    var budget = Bytes.keptAtMost
    return memories.enumerated().map { index, memory in
      CountedMessage(
        header: memory.value(filled: .max, keeping: &budget),
        length: index < sent ? length(index) : nil)
    }
  }

  /// The first `count`, as the kernel wrote them.
  func values(received count: Int) -> [CountedMessage] {
    var budget = Bytes.keptAtMost
    return memories.prefix(count).enumerated().map { index, memory in
      memory.header.pointee = base.load(
        fromByteOffset: index * MessageArray.stride, as: msghdr.self)
      return CountedMessage(
        header: memory.value(filled: length(index), keeping: &budget), length: length(index))
    }
  }
}
