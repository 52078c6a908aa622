import SystemCalls
import Testing

@testable import Explanations

private func ipv6(_ high: UInt64, _ low: UInt64, scope: UInt32 = 0) -> String {
  text(of: .ipv6(IPv6Bytes(high: high, low: low), port: 80, scope: scope))
}

@Suite struct AddressTextTests {
  @Test func `addresses read as they are typed`() {
    #expect(text(of: .loopback(port: 9000)) == "127.0.0.1:9000")
    #expect(text(of: .unixPath(Array("./s.sock".utf8))) == "./s.sock")
    #expect(text(of: .unixAbstract(Array("name".utf8))) == "unix:@name")
  }

  @Test func `IPv6 is shortened as RFC 5952 says`() {
    #expect(ipv6(0, 0) == "[::]:80")
    #expect(ipv6(0, 1) == "[::1]:80")
    #expect(ipv6(0x2001_0db8_0000_0000, 0x0001_0000_0000_0001) == "[2001:db8::1:0:0:1]:80")
    #expect(ipv6(0x2001_0db8_0000_0001, 0x0001_0001_0001_0001) == "[2001:db8:0:1:1:1:1:1]:80")
    #expect(ipv6(0xfe80_0000_0000_0000, 0, scope: 2) == "[fe80::%2]:80")
    #expect(ipv6(0, 0xffff_7f00_0001) == "[::ffff:127.0.0.1]:80")
  }

  @Test func `a path's control characters never reach the text`() {
    #expect(text(of: .unixPath([0x2f, 0x1b, 0x60, 0xff])) == "/\\x1b\\x60\\xff")
  }

  @Test func `long lists say how many more`() {
    #expect(list([]) == "")
    #expect(list(["a"]) == "a")
    #expect(list(["a", "b", "c"]) == "a, b and c")
    #expect(list((1...9).map { "@\($0)" }) == "@1, @2, @3, @4, @5 and 4 more")
  }
}
