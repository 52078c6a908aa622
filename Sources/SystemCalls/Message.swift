/// A struct msghdr as a call hands it over, or as the kernel filled it in (recv(2)).
public struct MessageHeader: Hashable, Sendable {
  /// `msg_name`: the destination, or where a message came from; nil for none.
  public var name: SocketAddress?
  public var nameLength: Int
  /// `msg_iov`
  public var buffers: [MessageBuffer]
  /// `msg_control`
  public var control: [ControlMessage]
  /// `msg_controllen`, in bytes.
  public var controlLength: Int
  /// `msg_flags`, which only the kernel writes.
  public var flags: Int

  public init(
    name: SocketAddress?, nameLength: Int, buffers: [MessageBuffer], control: [ControlMessage],
    controlLength: Int, flags: Int
  ) {
    self.name = name
    self.nameLength = nameLength
    self.buffers = buffers
    self.control = control
    self.controlLength = controlLength
    self.flags = flags
  }

  /// The bytes that all the buffers have room for.
  public var length: Int { buffers.reduce(0) { $0 + $1.length } }
}

/// One struct iovec: what is in it, and how long it is.
public struct MessageBuffer: Hashable, Sendable {
  /// Of a received message, the part that the kernel wrote.
  public var data: Bytes
  public var length: Int

  public init(data: Bytes, length: Int) {
    self.data = data
    self.length = length
  }
}

/// The room that recvmsg(2) is given.
public struct MessageRoom: Hashable, Sendable {
  /// Where the address goes, in the process.
  public var namePointer: UInt
  /// In bytes.
  public var nameLength: Int
  public var buffers: [Int]
  public var controlLength: Int

  public init(namePointer: UInt, nameLength: Int, buffers: [Int], controlLength: Int) {
    self.namePointer = namePointer
    self.nameLength = nameLength
    self.buffers = buffers
    self.controlLength = controlLength
  }
}

/// A struct mmsghdr: one of several messages of sendmmsg(2) or recvmmsg(2).
public struct CountedMessage: Hashable, Sendable {
  public var header: MessageHeader
  /// `msg_len`: the bytes of it that went or came; nil where it was not sent.
  public var length: Int?

  public init(header: MessageHeader, length: Int?) {
    self.header = header
    self.length = length
  }
}

/// The room that recvmmsg(2) is given: so many messages, each as `room` has it.
public struct MessageRooms: Hashable, Sendable {
  /// Where the array stands, in the process.
  public var pointer: UInt
  public var room: MessageRoom
  public var count: Int

  public init(pointer: UInt, room: MessageRoom, count: Int) {
    self.pointer = pointer
    self.room = room
    self.count = count
  }
}

extension Call {
  /// What sendmmsg sends, or what recvmmsg received; empty for other calls, and before it returned.
  public var manyMessages: [CountedMessage] {
    switch self["msgvec"] {
    case .messages(let messages)?, .messageRooms(_, let messages?)?: messages
    default: []
    }
  }

  /// What sendmsg sends, or what recvmsg received; nil for other calls, and before it returned.
  public var message: MessageHeader? {
    for argument in arguments {
      switch argument.value {
      case .message(let header), .messageRoom(_, let header?): return header
      default: continue
      }
    }
    return nil
  }

  /// The address that the call hands to the kernel, if it does.
  public var destination: SocketAddress? {
    for argument in arguments {
      switch argument.value {
      case .address(let address): return address
      case .message(let header): return header.name
      case .messages(let messages): return messages.first?.header.name
      default: continue
      }
    }
    return nil
  }

  /// The descriptors that recvmsg or socketpair made in the process that called it.
  public var newDescriptors: [Int32] {
    if case .descriptorRoom(_, let pair?)? = self["sv"] { return pair }
    var headers: [MessageHeader] = []
    if case .messageRoom(_, let header?)? = self["msg"] { headers = [header] }
    if case .messageRooms(_, let messages?)? = self["msgvec"] { headers = messages.map(\.header) }
    return headers.flatMap(\.control).flatMap { message -> [Int32] in
      if case .rights(let descriptors) = message.content { descriptors } else { [] }
    }
  }
}
