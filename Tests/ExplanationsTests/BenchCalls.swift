import Glibc
import SystemCalls

@testable import Explanations

/// The calls themselves, as the product would describe them and as the kernel gets them.
extension Bench {
  func tryBind(
    _ fd: Int32, _ address: SocketAddress, length: Int? = nil, mentions: [String] = []
  ) -> Attempt {
    addressed("bind", fd, address, length, mentions, Glibc.bind)
  }

  func tryConnect(
    _ fd: Int32, _ address: SocketAddress, length: Int? = nil, mentions: [String] = []
  ) -> Attempt {
    addressed("connect", fd, address, length, mentions, Glibc.connect)
  }

  private func addressed(
    _ name: String, _ fd: Int32, _ address: SocketAddress, _ length: Int?, _ mentions: [String],
    _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Attempt {
    let length = length ?? sockaddrBytes(address).count
    let call = Call(
      name,
      [
        Argument("sockfd", .descriptor(fd)), Argument("addr", .address(address)),
        Argument("addrlen", .addressLength(length)),
      ])
    return attempt(call, mentions: mentions) {
      Int(withSockaddr(address) { pointer, _ in body(fd, pointer, socklen_t(length)) })
    }
  }

  func tryListen(_ fd: Int32, mentions: [String] = []) -> Attempt {
    let call = Call(
      "listen", [Argument("sockfd", .descriptor(fd)), Argument("backlog", .integer(5))])
    return attempt(call, role: "server", mentions: mentions) { Int(listen(fd, 5)) }
  }

  func tryAccept(_ fd: Int32, mentions: [String] = []) -> Attempt {
    let call = Call(
      "accept",
      [
        Argument("sockfd", .descriptor(fd)),
        Argument("addr", .addressRoom(pointer: 0, filled: nil)),
        Argument("addrlen", .lengthRoom(given: 128, returned: nil)),
      ])
    return attempt(call, role: "server", mentions: mentions) { Int(accept(fd, nil, nil)) }
  }

  private func data(_ fd: Int32, _ length: Int, _ flags: Int32) -> [Argument] {
    [
      Argument("sockfd", .descriptor(fd)),
      Argument("buf", .bytes(Bytes([UInt8](repeating: 0, count: min(length, 16))))),
      Argument("len", .integer(length)),
      Argument("flags", .constant(Int(flags), table: .messageFlags)),
    ]
  }

  func trySend(
    _ fd: Int32, length: Int = 1, flags: Int32 = 0, mentions: [String] = []
  ) -> Attempt {
    trySend("send", fd, length: length, flags: flags, mentions: mentions)
  }

  func tryReceive(_ fd: Int32, mentions: [String] = []) -> Attempt {
    tryReceive("recv", fd, mentions: mentions)
  }

  func trySend(
    _ name: String, _ fd: Int32, length: Int = 1, flags: Int32 = 0,
    to address: SocketAddress? = nil, mentions: [String] = []
  ) -> Attempt {
    let destination = address.map {
      [
        Argument("dest_addr", .address($0)),
        Argument("addrlen", .addressLength(sockaddrBytes($0).count)),
      ]
    }
    let call = Call(name, data(fd, length, flags) + (destination ?? []))
    let bytes = [UInt8](repeating: 0, count: length)
    let quiet = flags | Int32(MSG_NOSIGNAL)
    return attempt(call, mentions: mentions) {
      guard let address else { return send(fd, bytes, length, quiet) }
      return withSockaddr(address) { sendto(fd, bytes, length, quiet, $0, $1) }
    }
  }

  func tryReceive(
    _ name: String, _ fd: Int32, length: Int = 16, flags: Int32 = 0,
    mentions: [String] = []
  ) -> Attempt {
    var room = [UInt8](repeating: 0, count: length)
    return attempt(Call(name, data(fd, length, flags)), mentions: mentions) {
      recv(fd, &room, length, flags)
    }
  }

  func tryPlain(
    _ name: String, _ fd: Int32, how: Int32? = nil, mentions: [String] = []
  ) -> Attempt {
    let arguments =
      [Argument(name == "close" ? "fd" : "sockfd", .descriptor(fd))]
      + (how.map { [Argument("how", .constant(Int($0), table: .shutdownHow))] } ?? [])
    var room = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return attempt(Call(name, arguments), mentions: mentions) {
      withUnsafeMutableBytes(of: &room) { bytes in
        bytes.withMemoryRebound(to: sockaddr.self) { pointers in
          guard let pointer = pointers.baseAddress else { return 0 }
          switch name {
          case "close": return Int(Glibc.close(fd))
          case "shutdown": return Int(shutdown(fd, how ?? 0))
          case "getpeername": return Int(getpeername(fd, pointer, &length))
          default: return Int(getsockname(fd, pointer, &length))
          }
        }
      }
    }
  }

  func trySocket(
    _ domain: Int32, _ type: Int32, _ number: Int32 = 0, mentions: [String] = []
  ) -> Attempt {
    let call = Call(
      "socket",
      [
        Argument("domain", .constant(Int(domain), table: .addressFamily)),
        Argument("type", .constant(Int(type), table: .socketType)),
        Argument("protocol", .constant(Int(number), table: .protocolNumber)),
      ])
    return attempt(call, mentions: mentions) { Int(Glibc.socket(domain, type, number)) }
  }
}
