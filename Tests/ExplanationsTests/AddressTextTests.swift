import SystemCalls
import Testing

@testable import Explanations

@Suite struct AddressTextTests {
  @Test func `addresses read as they are typed`() {
    #expect(text(of: .loopback(port: 9000)) == "127.0.0.1:9000")
    #expect(text(of: .unixPath(Array("./s.sock".utf8))) == "./s.sock")
    #expect(text(of: .unixAbstract(Array("name".utf8))) == "unix:@name")
  }

  @Test func `a host stands without its port`() {
    #expect(hostText(of: .loopback(port: 9000)) == "127.0.0.1")
    #expect(hostText(of: .ipv6(.loopback, port: 80, scope: 0)) == "::1")
  }

  @Test func `long lists say how many more`() {
    #expect(list([]) == "")
    #expect(list(["a"]) == "a")
    #expect(list(["a", "b", "c"]) == "a, b and c")
    #expect(list((1...9).map { "@\($0)" }) == "@1, @2, @3, @4, @5 and 4 more")
  }
}
