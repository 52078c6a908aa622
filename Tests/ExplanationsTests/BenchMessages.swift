import Glibc
import SystemCalls

@testable import Explanations

/// Messages with ancillary data, and pairs.
extension Bench {
  /// Two ends of a pair: the client's and the server's.
  func pair(_ type: Int32 = Number.stream) throws -> (client: Int32, server: Int32) {
    var ends: [Int32] = [0, 0]
    try prepare(socketpair(AF_UNIX, type, 0, &ends) == 0, "socketpair")
    adopt(ends[0], "client")
    adopt(ends[1], "server")
    return (ends[0], ends[1])
  }

  func trySocketpair(
    _ domain: Int32, _ type: Int32, _ number: Int32 = 0, mentions: [String] = []
  ) -> Attempt {
    let call = Call(
      "socketpair",
      [
        Argument("domain", .constant(Int(domain), table: .addressFamily)),
        Argument("type", .constant(Int(type), table: .socketType)),
        Argument("protocol", .constant(Int(number), table: .protocolNumber)),
        Argument("sv", .descriptorRoom(pointer: 0, filled: nil)),
      ])
    var ends: [Int32] = [-1, -1]
    return attempt(call, mentions: mentions) { Int(socketpair(domain, type, number, &ends)) }
  }

  func tryUnlink(_ path: String, mentions: [String] = []) -> Attempt {
    let call = Call("unlink", [Argument("pathname", .path(Array(path.utf8)))])
    return attempt(call, mentions: mentions) { Int(unlink(path)) }
  }

  /// sendmsg(2) as a C program makes it.
  func trySendMessage(
    _ fd: Int32, length: Int = 1, to address: SocketAddress? = nil,
    control: [ControlMessage] = [], flags: Int32 = 0, mentions: [String] = []
  ) -> Attempt {
    let data = [UInt8](repeating: 0x78, count: length)
    let header = MessageHeader(
      name: address, nameLength: address.map { sockaddrBytes($0).count } ?? 0,
      buffers: [MessageBuffer(data: Bytes(data), length: length)], control: control,
      controlLength: 0, flags: 0)
    let call = Call(
      "sendmsg",
      [
        Argument("sockfd", .descriptor(fd)), Argument("msg", .message(header)),
        Argument("flags", .constant(Int(flags), table: .messageFlags)),
      ])
    var name = address.map(sockaddrBytes) ?? []
    var ancillary = control.flatMap(controlBytes)
    return attempt(call, mentions: mentions) {
      withMessage(&name, data, &ancillary) { sendmsg(fd, $0, flags | Int32(MSG_NOSIGNAL)) }
    }
  }

  func tryReceiveMessage(_ fd: Int32, flags: Int32 = 0, mentions: [String] = []) -> Attempt {
    let room = MessageRoom(namePointer: 0, nameLength: 0, buffers: [16], controlLength: 0)
    let call = Call(
      "recvmsg",
      [
        Argument("sockfd", .descriptor(fd)), Argument("msg", .messageRoom(room, filled: nil)),
        Argument("flags", .constant(Int(flags), table: .messageFlags)),
      ])
    var (name, ancillary): ([UInt8], [UInt8]) = ([], [])
    return attempt(call, mentions: mentions) {
      withMessage(&name, [UInt8](repeating: 0, count: 16), &ancillary) { recvmsg(fd, $0, flags) }
    }
  }
}

private func controlBytes(_ message: ControlMessage) -> [UInt8] {
  var header = cmsghdr()
  header.cmsg_len = 16 + message.data.count
  header.cmsg_level = message.level
  header.cmsg_type = message.type
  let padding = [UInt8](repeating: 0, count: -message.data.count & 7)
  return withUnsafeBytes(of: header) { Array($0) } + message.data + padding
}

private func withMessage(
  _ name: inout [UInt8], _ data: [UInt8], _ control: inout [UInt8],
  _ body: (UnsafeMutablePointer<msghdr>) -> Int
) -> Int {
  var data = data
  return name.withUnsafeMutableBytes { name in
    data.withUnsafeMutableBytes { data in
      control.withUnsafeMutableBytes { control in
        var vector = iovec(iov_base: data.baseAddress, iov_len: data.count)
        return withUnsafeMutablePointer(to: &vector) { vector in
          var header = msghdr(
            msg_name: name.isEmpty ? nil : name.baseAddress, msg_namelen: socklen_t(name.count),
            msg_iov: vector, msg_iovlen: 1,
            msg_control: control.isEmpty ? nil : control.baseAddress,
            msg_controllen: control.count, msg_flags: 0)
          return body(&header)
        }
      }
    }
  }
}
