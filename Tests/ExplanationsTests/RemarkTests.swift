import SystemCalls
import Testing

@testable import Explanations

private let port9000 = SocketAddress.loopback(port: 9000)
private let port50312 = SocketAddress.loopback(port: 50312)

private func tcp(
  _ role: String, _ fd: Int32, _ state: String, local: SocketAddress? = nil,
  remote: SocketAddress? = nil, receiveQueue: Int = 0
) -> SocketView {
  SocketView(
    role: role, fd: fd, family: 2, type: 1, protocolNumber: 6, local: local, remote: remote,
    state: state, receiveQueue: receiveQueue)
}

private let server = tcp("server", 3, "LISTEN", local: port9000)
private let client = tcp("client", 3, "ESTABLISHED", local: port50312, remote: port9000)
private let accepted = tcp("server", 4, "ESTABLISHED", local: port9000, remote: port50312)
private let datagrams = SocketView(
  role: "client", fd: 5, family: 2, type: 2, protocolNumber: 17, local: port50312, remote: port9000,
  state: "CONNECTED")

private func situation(
  _ socket: SocketView, waiting: [String: String] = [:]
) -> Situation {
  Situation(
    role: socket.role, socket: socket, others: [server, client, accepted], isPrivileged: false,
    firstUnprivilegedPort: 1024, otherDescriptors: [], waiting: waiting)
}

private func said(
  _ name: String, _ socket: SocketView, _ result: Int, errno: Errno? = nil,
  length: Int? = nil, flags: Int = 0, address: SocketAddress? = nil, waiting: [String: String] = [:]
) -> Remark? {
  let arguments =
    [Argument("sockfd", .descriptor(socket.fd))]
    + (length.map { [Argument("len", .integer($0))] } ?? [])
    + (address.map { [Argument("addr", .address($0))] } ?? [])
    + [Argument("flags", .constant(flags, table: .messageFlags))]
  let remark = remark(
    on: Call(name, arguments), Outcome(result: result, errno: errno, nanoseconds: 0),
    in: situation(socket, waiting: waiting))
  if let remark { expectQuiet(remark.text) }
  return remark
}

@Suite struct RemarkTests {
  @Test func `a recv of 0 bytes is the peer's end of file, each time`() {
    let remark = said("recv", client, 0, length: 4096)
    #expect(remark?.id == "recv.end-of-file")
    #expect(remark?.text.contains("server @4 has closed its sending side") == true)
    #expect(remark?.once == false)
    #expect(said("recv", client, 5, length: 4096) == nil)
    #expect(said("recv", client, 0, length: 0) == nil)
  }

  @Test func `what MSG_TRUNC takes from a stream is gone, and says so`() {
    #expect(said("recv", client, 5, length: 5, flags: 0x20)?.id == "recv.thrown-away")
    #expect(said("recv", client, 0, length: 5, flags: 0x20)?.id == "recv.end-of-file")
  }

  @Test func `a datagram that was cut says what is lost, and an empty one is no end`() {
    #expect(said("recv", datagrams, 80, length: 64, flags: 0x20)?.id == "recv.datagram-cut")
    #expect(said("recvfrom", datagrams, 64, length: 64)?.id == "recv.datagram-fills-buffer")
    #expect(said("recvfrom", datagrams, 0, length: 64)?.id == "recv.empty-datagram")
    #expect(said("recvfrom", datagrams, 63, length: 64) == nil)
  }

  @Test func `a datagram whose length is known is not doubted`() {
    var waiting = datagrams
    waiting.receiveQueue = 64
    #expect(said("recv", waiting, 64, length: 64) == nil)
    waiting.receiveQueue = 80
    #expect(said("recv", waiting, 64, length: 64)?.id == "recv.datagram-cut")
    #expect(said("recv", waiting, 64, length: 64)?.text.contains("had 80 bytes") == true)
  }

  @Test func `connect says that the kernel was alone with the handshake, unless accept waited`() {
    let fresh = tcp("client", 3, "CLOSED")
    let remark = said("connect", fresh, 0, address: port9000)
    #expect(remark?.id == "connect.before-accept")
    #expect(remark?.text.contains("server @3 until `server> accept`") == true)
    #expect(said("connect", fresh, 0, address: port9000, waiting: ["server": "accept"]) == nil)
    #expect(said("connect", fresh, 0, address: .loopback(port: 1)) == nil)
  }

  @Test func `a socket that connects to itself is told so`() {
    let alone = tcp("client", 7, "CLOSED", local: port50312)
    #expect(said("connect", alone, 0, address: port50312)?.id == "connect.self")
  }

  @Test func `a UDP connect and a UDP send say how little they know`() {
    #expect(
      said("connect", datagrams, 0, address: port9000)?.text.contains("127.0.0.1:9000") == true)
    #expect(said("send", datagrams, 5, length: 5)?.text.contains("127.0.0.1:9000") == true)
  }

  @Test func `send tells a part from the whole, and the buffer from the peer`() {
    let partial = said("send", client, 12, length: 50)
    #expect(partial?.text.contains("12 of 50 bytes") == true)
    #expect(partial?.once == false)
    let whole = said("send", client, 50, length: 50)
    #expect(whole?.id == "send.buffered")
    #expect(whole?.once == true)
  }

  @Test func `accept names the new descriptor and the one that goes on listening`() {
    let text = said("accept", server, 4)?.text
    #expect(text?.contains("@4 is a new socket") == true)
    #expect(text?.contains("@3 goes on listening") == true)
  }

  @Test func `close with unread bytes is a reset, and without them none`() {
    let unread = tcp(
      "client", 3, "ESTABLISHED", local: port50312, remote: port9000, receiveQueue: 5)
    #expect(said("close", unread, 0)?.text.contains("5 unread bytes") == true)
    let ended = tcp("client", 3, "CLOSE_WAIT", local: port50312, remote: port9000)
    #expect(said("close", ended, 0) == nil)
    #expect(said("close", client, 0) == nil)
  }

  @Test func `the kernel's choice of a port is mentioned`() {
    let fresh = tcp("client", 3, "CLOSED")
    #expect(said("bind", fresh, 0, address: .loopback(port: 0))?.id == "bind.port-0")
    #expect(said("bind", fresh, 0, address: port9000) == nil)
    #expect(said("listen", fresh, 0)?.id == "listen.unbound")
    #expect(said("listen", tcp("server", 3, "CLOSED", local: port9000), 0) == nil)
  }

  @Test func `EPIPE says once that a C program would have died`() {
    let remark = said("send", client, -1, errno: Errno(32))
    #expect(remark?.text.contains("SIGPIPE") == true)
    #expect(remark?.once == true)
  }

  @Test func `other failures have no remark`() {
    #expect(said("recv", client, -1, errno: Errno(104), length: 4096) == nil)
    #expect(said("accept", server, -1, errno: Errno(4)) == nil)
  }

  @Test func `doubled buffers and cleared errors are told`() {
    func told(_ name: String, _ value: OptionValue) -> Remark? {
      let call = Call(
        "getsockopt",
        [
          Argument("sockfd", .descriptor(3)), Argument("optname", .option(name)),
          Argument("optval", .optionRoom(pointer: 1, filled: value)),
        ])
      let remark = remark(
        on: call, Outcome(result: 0, errno: nil, nanoseconds: 0), in: situation(client))
      if let remark { expectQuiet(remark.text) }
      return remark
    }
    #expect(told("SO_RCVBUF", .integer(16_384))?.text.contains("doubles") == true)
    #expect(told("SO_ERROR", .error(111))?.text.contains("cleared") == true)
    #expect(told("SO_ERROR", .error(0)) == nil)
    #expect(told("SO_REUSEADDR", .integer(1)) == nil)
  }
}
