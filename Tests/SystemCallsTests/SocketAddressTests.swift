import SystemCalls
import Testing

@Suite struct SocketAddressTests {
  @Test(arguments: [
    "127.0.0.1:9000", "0.0.0.0:0", "255.255.255.255:65535", "[::1]:9000", "[::]:0",
    "[2001:db8::1:0:0:1]:80", "[2001:db8:0:1:1:1:1:1]:80", "[fe80::1%2]:80",
    "[::ffff:10.0.0.1]:7", "./s.sock", "/tmp/a b.sock", "unix:@name", "unix:@",
  ])
  func `an address reads back as it is written`(text: String) throws {
    #expect(try #require(SocketAddress(literal: text)).description == text)
  }

  @Test(arguments: [
    "", ":", "9000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:+1", "127.0.0.1:-1",
    "127.0.0.1: 1", "127.0.0.256:1", "127.1:1", "::1:9000", "[::1]", "[::1:9000", "[::g]:1",
    "[127.0.0.1]:1", "[fe80::1%]:1", "[fe80::1%nosuchinterface]:1", "name.example:80", "unix:name",
    "127.0.0.1\0:80", "[::1\0]:80", "/a\0b", "127.0.0.1:٣", "[]:1", "[%1]:1",
  ])
  func `what is no address is refused`(text: String) {
    #expect(SocketAddress(literal: text) == nil)
  }

  @Test func `the scope of an IPv6 address is a number or an interface`() {
    let linkLocal = SocketAddress.ipv6(
      IPv6Bytes(high: 0xfe80 << 48, low: 1), port: 9, scope: 1)
    #expect(SocketAddress(literal: "[fe80::1%1]:9") == linkLocal)
    #expect(SocketAddress(literal: "[fe80::1%lo]:9") == linkLocal)
    #expect(SocketAddress(literal: "[FE80:0:0::1%1]:9") == linkLocal)
  }

  @Test func `names and paths have the kernel's limits`() {
    let name = String(repeating: "a", count: 107)
    #expect(SocketAddress(literal: "unix:@\(name)") == .unixAbstract(Array(name.utf8)))
    #expect(SocketAddress(literal: "unix:@\(name)a") == nil)
    #expect(SocketAddress(literal: "/\(name)") == .unixPath(Array("/\(name)".utf8)))
    #expect(SocketAddress(literal: "/\(name)a") == nil)
  }

  @Test func `nothing that a terminal would obey is printed`() {
    let path = SocketAddress.unixPath(Array("./\u{1b}[31m\u{202e}grün\u{85}".utf8))
    #expect(path.description == "./\\x1b[31m\\u{202e}grün\\u{85}")
    #expect(SocketAddress.unixAbstract([0xff, 0x61, 0x00]).description == "unix:@\\xffa\\x00")
  }
}
