public import Language
public import Log
internal import SystemCalls

extension Multiplexing: Coded {
  public func encode(to writer: inout ByteWriter) {
    switch self {
    case .nonblocking(let socket, let isOn):
      writer.put(tag: 0, socket.number)
      writer.put(isOn) { $0.put($1) }
    case .accept4(let socket, let flags): writer.put(tag: 1, socket.number, flags)
    case .poll(let call, let watched, let time, let mask):
      writer.put(tag: 2)
      writer.put(call.rawValue)
      writer.put(watched) { $0.put($1) }
      writer.put(time) { $0.put($1) }
      writer.put(mask: mask)
    case .epollCreate(let flags): writer.put(tag: 3, flags)
    case .epollControl(let set, let operation, let socket, let events):
      writer.put(tag: 4, set.number, operation, socket.number)
      writer.put(events) { $0.put($1) }
    case .epollWait(let set, let most, let time, let mask):
      writer.put(tag: 5, set.number, most)
      writer.put(time) { $0.put($1) }
      writer.put(mask: mask)
    }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    switch try reader.byte() {
    case 0:
      let socket = try reader.socket()
      self = .nonblocking(
        socket, try reader.optional { reader throws(Malformed) in try reader.bool() })
    case 1: self = .accept4(try reader.socket(), flags: try reader.int32())
    case 2: self = try Multiplexing.poll(from: &reader)
    case 3: self = .epollCreate(flags: try reader.int32())
    case 4:
      let set = try reader.epoll()
      let operation = try reader.int32()
      let socket = try reader.socket()
      self = .epollControl(set, operation: operation, socket, events: try reader.optionalInt())
    case 5:
      let set = try reader.epoll()
      self = .epollWait(
        set, most: try reader.int32(), milliseconds: try reader.optionalInt(),
        mask: try reader.mask())
    default: throw Malformed()
    }
  }

  private static func poll(from reader: inout ByteReader) throws(Malformed) -> Multiplexing {
    guard let call = PollCall(rawValue: try reader.byte()) else { throw Malformed() }
    let watched = try reader.list { reader throws(Malformed) in try Watched(from: &reader) }
    let time = try reader.optionalInt()
    return .poll(call, watched, nanoseconds: time, mask: try reader.mask())
  }
}

extension Watched: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(Int(fd))
    writer.put(events)
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    let fd = try reader.int32()
    self.init(.one(.descriptor(fd)), events: try reader.int())
  }

  /// Once the stage has closed the references, one descriptor.
  var fd: Int32 { if case .one(let socket) = descriptor { socket.number } else { -1 } }
}

extension EpollReference {
  var number: Int32 { if case .descriptor(let fd) = self { fd } else { -1 } }
}

extension ByteWriter {
  fileprivate mutating func put(mask: [Int32]?) {
    put(mask) { writer, signals in writer.put(signals) { $0.put(Int($1)) } }
  }
}

extension ByteReader {
  fileprivate mutating func mask() throws(Malformed) -> [Int32]? {
    try optional { reader throws(Malformed) in
      try reader.list { reader throws(Malformed) in try reader.int32() }
    }
  }

  fileprivate mutating func epoll() throws(Malformed) -> EpollReference {
    .descriptor(try int32())
  }

  mutating func optionalInt() throws(Malformed) -> Int? {
    try optional { reader throws(Malformed) in try reader.int() }
  }
}
