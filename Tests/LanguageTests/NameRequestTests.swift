import SystemCalls
import Testing

@testable import Language

private func query(
  _ host: String?, _ service: String?, family: Int32 = 0, type: Int32 = 1, flags: Int32 = 0
) -> HostQuery {
  HostQuery(host, service, HostHints(family: family, type: type, flags: flags))
}

private let queries: [(String, HostQuery)] = [
  ("localhost", query("localhost", nil)), ("localhost http", query("localhost", "http")),
  ("localhost:http udp", query("localhost", "http", type: 2)),
  ("NULL 80 passive", query(nil, "80", flags: 1)), ("NULL:80 passive", query(nil, "80", flags: 1)),
  ("::1 NULL inet6", query("::1", nil, family: 10)),
  ("x numerichost inet udp", query("x", nil, family: 2, type: 2, flags: 4)),
  ("x \"udp\"", query("x", "udp")), ("x any canonname", query("x", nil, type: 0, flags: 2)),
  (
    "x 1 AF_INET6 SOCK_DGRAM AI_V4MAPPED|AI_ALL AI_ADDRCONFIG",
    query("x", "1", family: 10, type: 2, flags: 0x38)
  ),
  ("x 1 AI_NUMERICSERV | passive", query("x", "1", flags: 0x401)),
  ("x AF_UNIX SOCK_SEQPACKET", query("x", nil, family: 1, type: 5)),
]

struct NameRequestTests {
  @Test(arguments: queries)
  func `hints are words or constants, in any order, and no services`(
    text: String, query: HostQuery
  ) throws {
    #expect(try order("getaddrinfo " + text) == .names(.addresses(query)))
  }

  @Test func `the hints are written as the structure that they are`() {
    #expect(HostHints().description == "{ai_socktype=SOCK_STREAM}")
    #expect(
      HostHints(family: 10, type: 0, flags: 0x402).description
        == "{ai_flags=AI_CANONNAME|AI_NUMERICSERV, ai_family=AF_INET6, ai_socktype=0}")
  }

  @Test func `getnameinfo takes its flags, by word or constant`() throws {
    let address = AddressReference.literal(.ipv4(0x7f00_0001, port: 80))
    #expect(
      try order("getnameinfo 127.0.0.1:80 numerichost NI_NAMEREQD|NI_DGRAM")
        == .names(.name(of: address, flags: 0x19)))
    #expect(try order("getnameinfo 127.0.0.1:80") == .names(.name(of: address, flags: 0)))
  }
}
