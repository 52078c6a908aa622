/// A system call as it was entered: the library's name and its arguments, in C's order.
///
/// What strace prints, what a learner reads and what the log keeps are pure functions of this and
/// of the `Outcome`.
public struct Call: Hashable, Sendable {
  /// The library function's name: `send`, where the kernel's own name is `sendto`.
  public var name: String
  public var arguments: [Argument]

  public init(_ name: String, _ arguments: [Argument]) {
    self.name = name
    self.arguments = arguments
  }

  public subscript(name: String) -> Value? {
    for index in arguments.indices where arguments[index].name == name {
      return arguments[index].value
    }
    return nil
  }

  /// The descriptor that the call is made on, its first argument; nil for `socket`.
  public var descriptor: Int32? {
    if case .descriptor(let fd)? = arguments.first?.value { fd } else { nil }
  }

  /// Whether it is a copy of the other: the same, at the price of comparing two addresses. False says
  /// nothing.
  public func isCopy(of other: Call) -> Bool {
    arguments.withUnsafeBufferPointer { mine in
      other.arguments.withUnsafeBufferPointer { mine.baseAddress == $0.baseAddress }
    } && name == other.name && arguments.count == other.arguments.count
  }
}

/// One argument, with the name that the man page gives it.
public struct Argument: Hashable, Sendable {
  public var name: String
  public var value: Value

  public init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }
}

/// An argument's value. A call that has returned has the same arguments with what the kernel wrote
/// filled in.
public enum Value: Hashable, Sendable {
  case descriptor(Int32)
  case integer(Int)
  /// A constant or a set of flags, by number; `table` says whose names it has.
  case constant(Int, table: ConstantTable)
  /// An address handed to the kernel.
  case address(SocketAddress)
  /// The length of an address, or of an option's value, handed to the kernel; strace shows it, the
  /// short trace does not.
  case addressLength(Int)
  /// Data handed to the kernel.
  case bytes(Bytes)
  /// Room for data: the buffer's own address in the process, and what the kernel wrote there, nil
  /// before it returned or if it failed.
  case buffer(pointer: UInt, filled: Bytes?)
  /// Room for an address.
  case addressRoom(pointer: UInt, filled: SocketAddress?)
  /// Room for a length: what went in and, once returned, what came out.
  case lengthRoom(given: Int, returned: Int?)
  /// A socket option by name.
  case option(String)
  /// The value of an option, handed to the kernel.
  case optionValue(OptionValue)
  /// Room for the value of an option.
  case optionRoom(pointer: UInt, filled: OptionValue?)
  /// A null pointer, shown by strace alone.
  case null
  /// A signal's disposition before or after, as rt_sigaction shows it.
  indirect case disposition(SignalDisposition)
  /// Something only strace shows, spelled its way.
  case raw(String)
  /// A file's path, handed to the kernel.
  case path([UInt8])
  /// Room for a pair of descriptors.
  case descriptorRoom(pointer: UInt, filled: [Int32]?)
  /// A struct msghdr handed to the kernel.
  indirect case message(MessageHeader)
  /// A struct msghdr with room, and what the kernel wrote into it.
  indirect case messageRoom(MessageRoom, filled: MessageHeader?)
  /// poll(2)'s array, and what the kernel found.
  case pollSet(PollSet)
  /// One of select(2)'s sets; nil is a null pointer.
  case descriptorSet(DescriptorSet?)
  /// How long to wait, and what was left; nil is a null pointer: for ever.
  case time(TimeLimit?)
  /// What epoll(7) is to watch for.
  case epollEvent(EpollEvent)
  /// Room for events: the first of those that the kernel wrote, nil before it returned or if it
  /// failed.
  case epollRoom(pointer: UInt, filled: [EpollEvent]?)
  /// An array of struct iovec handed to the kernel.
  case vector([MessageBuffer])
  /// An array of struct iovec with room, one buffer behind the other in the process from `pointer`
  /// on, and what the kernel wrote there.
  case vectorRoom(pointer: UInt, lengths: [Int], filled: [MessageBuffer]?)
  /// An array of struct mmsghdr handed to the kernel.
  case messages([CountedMessage])
  /// An array of struct mmsghdr with room, and those that the kernel filled.
  indirect case messageRooms(MessageRooms, filled: [CountedMessage]?)
  /// A set of signals by number, which are blocked during the call, and where it stands in the
  /// process.
  case signalMask([Int32], pointer: UInt)
  /// An int handed over by its address.
  case pointedNumber(Int32)
  /// Room for an int.
  case numberRoom(pointer: UInt, filled: Int32?)
}

/// What rt_sigaction(2) was given or gave back.
public struct SignalDisposition: Hashable, Sendable {
  public var handler: String
  public var mask: [String]
  public var flags: [String]
  public var restorer: UInt?

  public init(handler: String, mask: [String], flags: [String], restorer: UInt?) {
    self.handler = handler
    self.mask = mask
    self.flags = flags
    self.restorer = restorer
  }
}

/// The families of names a constant argument can have.
public enum ConstantTable: UInt8, Hashable, Sendable, CaseIterable {
  case addressFamily, socketType, protocolNumber, messageFlags, shutdownHow, signal, optionLevel
  case acceptFlags, fcntlCommand, fileFlags, pollEvents, epollFlags, epollOperation, epollEvents
  case ioctlRequest, lookUpFlags, nameFlags
}

/// What a call answered.
public struct Outcome: Hashable, Sendable {
  /// The return value: -1 where it failed.
  public var result: Int
  /// Why it failed, or nil.
  public var errno: Errno?
  /// Wall time between entering and returning, in nanoseconds of the monotonic clock.
  public var nanoseconds: UInt64

  public init(result: Int, errno: Errno?, nanoseconds: UInt64) {
    self.result = result
    self.errno = errno
    self.nanoseconds = nanoseconds
  }
}
