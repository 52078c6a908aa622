import SystemCalls
import Testing

@testable import Explanations

private func said(_ name: String, _ data: Value, length: Int, port: UInt16) -> Remark? {
  let socket = SocketView(
    role: "client", fd: 3, family: 2, type: 1, protocolNumber: 6, local: .loopback(port: 40000),
    remote: .loopback(port: port), state: "ESTABLISHED")
  let call = Call(
    name,
    [
      Argument("sockfd", .descriptor(3)), Argument("buf", data), Argument("len", .integer(length)),
      Argument("flags", .constant(0, table: .messageFlags)),
    ])
  return remark(
    on: call, Outcome(result: length, errno: nil, nanoseconds: 0),
    in: Situation(
      role: "client", socket: socket, others: [], isPrivileged: false, firstUnprivilegedPort: 1024,
      otherDescriptors: []))
}

private func received(_ bytes: [UInt8]) -> Remark? {
  said("recv", .buffer(pointer: 1, filled: Bytes(bytes)), length: 4096, port: 9000)
}

private func sent(_ text: String, port: UInt16) -> Remark? {
  said("send", .bytes(Bytes(Array(text.utf8))), length: text.utf8.count, port: port)
}

@Suite struct TLSRemarkTests {
  @Test func `a TLS record is known by its first bytes`() {
    let hello = received([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc])
    #expect(hello?.id == "recv.tls")
    #expect(hello?.text.contains("begins a TLS handshake") == true)
    #expect(received([0x15, 3, 3, 0, 2, 2, 40])?.text.contains("sends a TLS alert") == true)
    expectQuiet(hello?.text ?? "")
  }

  @Test(
    arguments: [
      [0x16, 3, 1, 2], [0x17, 3, 3, 0, 5], [0x16, 2, 0, 0, 5], [0x16, 3, 9, 0, 5],
      [0x16, 3, 3, 0xff, 0xff], Array("HTTP/1.1".utf8), [],
    ] as [[UInt8]])
  func `what is no such record says nothing of TLS`(bytes: [UInt8]) {
    #expect(received(bytes)?.id != "recv.tls")
  }

  @Test func `plain HTTP to the port of HTTPS is told, and to no other`() {
    #expect(sent("GET / HTTP/1.1\r\n\r\n", port: 443)?.id == "send.plain-to-tls")
    #expect(sent("GET / HTTP/1.1\r\n\r\n", port: 80)?.id == "send.buffered")
    #expect(sent("hello", port: 443)?.id == "send.buffered")
  }
}
