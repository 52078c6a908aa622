public import Language
public import Log
internal import SystemCalls

/// An action with its references closed, as it travels to a role.
struct ClosedAction: Hashable, Sendable {
  var action: Action
  var transfer = TransferKind()
}

/// What a transfer of many calls must know of its socket.
struct TransferKind: Hashable, Sendable {
  /// Of `send all`, in bytes.
  var pieceSize = PayloadSource.pieceSize
  /// Whether a receive of 0 bytes is the end, and not an empty message.
  var emptyIsEnd = true
}

extension ClosedAction: Coded {
  func encode(to writer: inout ByteWriter) {
    switch action {
    case .socket(let family, let type, let protocolNumber):
      writer.put(tag: 0, family, type, protocolNumber)
    case .bind(let socket, let address):
      writer.put(tag: 1, socket.number)
      writer.put(address.closed)
    case .listen(let socket, let backlog): writer.put(tag: 2, socket.number, backlog)
    case .accept(let socket): writer.put(tag: 3, socket.number)
    case .connect(let socket, let address):
      writer.put(tag: 4, socket.number)
      writer.put(address.closed)
    case .send(let socket, let payload, let flags, let all, let address):
      writer.put(tag: 5, socket.number, flags, Int32(clamping: transfer.pieceSize))
      writer.put(all)
      writer.put(address) { $0.put($1.closed) }
      writer.put(payload)
    case .receive(let socket, let extent, let flags, let discard, let sender):
      writer.put(tag: 6, socket.number, flags)
      writer.put(discard)
      writer.put(sender)
      writer.put(transfer.emptyIsEnd)
      writer.put(extent)
    case .shutdown(let socket, let how): writer.put(tag: 7, socket.number, how)
    case .close(let socket): writer.put(tag: 8, socket.number)
    case .getsockname(let socket): writer.put(tag: 9, socket.number)
    case .getpeername(let socket): writer.put(tag: 10, socket.number)
    case .setsockopt(let socket, let setting):
      writer.put(tag: 12, socket.number)
      writer.put(setting.option.name)
      writer.put(setting.value)
    case .getsockopt(let socket, let option, _):
      writer.put(tag: 13, socket.number)
      writer.put(option.name)
    case .signal(let signal, let ignored):
      writer.put(tag: 11, signal)
      writer.put(ignored)
    case .socketpair(let family, let type, let protocolNumber):
      writer.put(tag: 14, family, type, protocolNumber)
    case .sendmsg(let socket, let envelope, let flags):
      writer.put(tag: 15, socket.number, flags)
      writer.put(envelope)
    case .recvmsg(let socket, let buffers, let control, let flags):
      writer.put(tag: 16, socket.number, flags)
      writer.put(buffers) { $0.put($1) }
      writer.put(control)
    case .unlink(let path):
      writer.put(tag: 17)
      writer.put(path)
    case .sendmmsg(let socket, let envelopes, let flags):
      writer.put(tag: 18, socket.number, flags)
      writer.put(envelopes) { $0.put($1) }
    case .recvmmsg(let socket, let count, let buffers, let control, let flags, let time):
      writer.put(tag: 19, socket.number, flags)
      writer.put(count)
      writer.put(buffers) { $0.put($1) }
      writer.put(control)
      writer.put(time) { $0.put($1) }
    case .descriptor(let call):
      writer.put(tag: 20)
      writer.put(call)
    case .multiplex(let multiplexing):
      writer.put(tag: 40)
      writer.put(multiplexing)
    }
  }

  init(from reader: inout ByteReader) throws(Malformed) {
    action = try ClosedAction.action(from: &reader, &transfer)
  }

  private static func action(
    from reader: inout ByteReader, _ transfer: inout TransferKind
  ) throws(Malformed) -> Action {
    switch try reader.byte() {
    case 0:
      .socket(
        family: try reader.int32(), type: try reader.int32(), protocolNumber: try reader.int32())
    case 1: .bind(try reader.socket(), .literal(try reader.value()))
    case 2: .listen(try reader.socket(), backlog: try reader.int32())
    case 3: .accept(try reader.socket())
    case 4: .connect(try reader.socket(), .literal(try reader.value()))
    case 5: try send(from: &reader, &transfer)
    case 6: try receive(from: &reader, &transfer)
    case 7: .shutdown(try reader.socket(), how: try reader.int32())
    case 8: .close(try reader.socket())
    case 9: .getsockname(try reader.socket())
    case 10: .getpeername(try reader.socket())
    case 11: .signal(try reader.int32(), ignored: try reader.bool())
    case 12:
      .setsockopt(
        try reader.socket(),
        OptionSetting(option: try reader.option(), value: try reader.value()))
    case 13: .getsockopt(try reader.socket(), try reader.option())
    case 14:
      .socketpair(
        family: try reader.int32(), type: try reader.int32(), protocolNumber: try reader.int32())
    case 15:
      try message(from: &reader) { reader, socket, flags throws(Malformed) in
        .sendmsg(socket, try reader.value(), flags: flags)
      }
    case 16:
      try message(from: &reader) { reader, socket, flags throws(Malformed) in
        let buffers = try reader.list { reader throws(Malformed) in try reader.int() }
        return .recvmsg(socket, into: buffers, control: try reader.int(), flags: flags)
      }
    case 17: .unlink(try reader.block())
    case 18:
      try message(from: &reader) { reader, socket, flags throws(Malformed) in
        let envelopes = try reader.list { reader throws(Malformed) in
          try Envelope(from: &reader)
        }
        return .sendmmsg(socket, envelopes, flags: flags)
      }
    case 19:
      try message(from: &reader) { reader, socket, flags throws(Malformed) in
        let count = try reader.int()
        let buffers = try reader.list { reader throws(Malformed) in try reader.int() }
        return .recvmmsg(
          socket, count: count, into: buffers, control: try reader.int(), flags: flags,
          milliseconds: try reader.optionalInt())
      }
    case 20: .descriptor(try reader.value())
    case 40: .multiplex(try reader.value())
    default: throw Malformed()
    }
  }

  private static func send(
    from reader: inout ByteReader, _ transfer: inout TransferKind
  ) throws(Malformed) -> Action {
    let socket = try reader.socket()
    let flags = try reader.int32()
    transfer.pieceSize = Int(try reader.int32())
    let all = try reader.bool()
    let address = try reader.optional { reader throws(Malformed) in
      AddressReference.literal(try reader.value())
    }
    return .send(socket, try reader.value(), flags: flags, all: all, to: address)
  }

  private static func message(
    from reader: inout ByteReader,
    _ rest: (inout ByteReader, SocketReference, Int32) throws(Malformed) -> Action
  ) throws(Malformed) -> Action {
    let socket = try reader.socket()
    let flags = try reader.int32()
    return try rest(&reader, socket, flags)
  }

  private static func receive(
    from reader: inout ByteReader, _ transfer: inout TransferKind
  ) throws(Malformed) -> Action {
    let socket = try reader.socket()
    let flags = try reader.int32()
    let discard = try reader.bool()
    let sender = try reader.bool()
    transfer.emptyIsEnd = try reader.bool()
    return .receive(
      socket, try reader.value(), flags: flags, discard: discard, sender: sender)
  }
}

extension Payload: Coded {
  public func encode(to writer: inout ByteWriter) {
    switch self {
    case .bytes(let bytes):
      writer.put(UInt8(0))
      writer.put(bytes)
    case .zeros(let count):
      writer.put(UInt8(1))
      writer.put(count)
    case .random(let count, let seed):
      writer.put(UInt8(2))
      writer.put(count)
      writer.put(seed)
    case .repeated(let bytes, let times):
      writer.put(UInt8(3))
      writer.put(bytes)
      writer.put(times)
    case .file(let path):
      writer.put(UInt8(4))
      writer.put(path)
    }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    switch try reader.byte() {
    case 0: self = .bytes(try reader.block())
    case 1: self = .zeros(try reader.int())
    case 2: self = .random(try reader.int(), seed: try reader.uint64())
    case 3: self = .repeated(try reader.block(), times: try reader.int())
    case 4: self = .file(try reader.string())
    default: throw Malformed()
    }
  }
}

extension Extent: Coded {
  public func encode(to writer: inout ByteWriter) {
    switch self {
    case .once(let size):
      writer.put(UInt8(0))
      writer.put(size)
    case .exactly(let count):
      writer.put(UInt8(1))
      writer.put(count)
    case .until(let mark):
      writer.put(UInt8(2))
      writer.put(mark)
    case .all: writer.put(UInt8(3))
    }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    switch try reader.byte() {
    case 0: self = .once(try reader.int())
    case 1: self = .exactly(try reader.int())
    case 2: self = .until(try reader.block())
    case 3: self = .all
    default: throw Malformed()
    }
  }
}

extension ByteWriter {
  mutating func put(tag: UInt8, _ numbers: Int32...) {
    put(tag)
    for number in numbers { put(Int(number)) }
  }
}

extension ByteReader {
  mutating func socket() throws(Malformed) -> SocketReference {
    .descriptor(try int32())
  }

  fileprivate mutating func option() throws(Malformed) -> SocketOption {
    guard let option = SocketOption.named(try string()) else { throw Malformed() }
    return option
  }
}

extension SocketReference {
  /// The stage closes every reference before it writes; -1 is what the kernel refuses with EBADF.
  var number: Int32 {
    switch self {
    case .descriptor(let fd): fd
    case .unnamed: -1
    }
  }
}

extension AddressReference {
  var closed: SocketAddress {
    if case .literal(let address) = self { address } else { .other(family: 0, bytes: []) }
  }
}
