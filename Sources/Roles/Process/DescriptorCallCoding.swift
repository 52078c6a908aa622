public import Language
public import Log
internal import SystemCalls

extension DescriptorCall: Coded {
  public func encode(to writer: inout ByteWriter) {
    switch self {
    case .read(let socket, let size):
      writer.put(tag: 0, socket.number)
      writer.put(size)
    case .write(let socket, let payload):
      writer.put(tag: 1, socket.number)
      writer.put(payload)
    case .readv(let socket, let sizes):
      writer.put(tag: 2, socket.number)
      writer.put(sizes) { $0.put($1) }
    case .writev(let socket, let buffers):
      writer.put(tag: 3, socket.number)
      writer.put(buffers) { $0.put($1) }
    case .dup(let socket): writer.put(tag: 4, socket.number)
    case .dup2(let socket, let new): writer.put(tag: 5, socket.number, new)
    case .ioctl(let socket, let request, let number):
      writer.put(tag: 6, socket.number, request)
      writer.put(number) { $0.put(Int($1)) }
    case .sockatmark(let socket): writer.put(tag: 7, socket.number)
    }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    let tag = try reader.byte()
    let socket = try reader.socket()
    switch tag {
    case 0: self = .read(socket, try reader.int())
    case 1: self = .write(socket, try reader.value())
    case 2: self = .readv(socket, try reader.list { r throws(Malformed) in try r.int() })
    case 3: self = .writev(socket, try reader.list { r throws(Malformed) in try r.value() })
    case 4: self = .dup(socket)
    case 5: self = .dup2(socket, try reader.int32())
    case 6:
      self = .ioctl(
        socket, request: try reader.int32(),
        try reader.optional { r throws(Malformed) in try r.int32() })
    case 7: self = .sockatmark(socket)
    default: throw Malformed()
    }
  }
}
