import Log
import SystemCalls
import Testing

@testable import Language

private let addresses: [(String, AddressReference)] = [
  ("127.0.0.1:9000", AddressReference.literal(.loopback(port: 9000))),
  ("9000", .loopback(port: 9000)),
  ("0", .loopback(port: 0)),
  ("*:9000", .any(port: 9000)),
  ("10.0.0.255:65535", .literal(.ipv4(0x0a00_00ff, port: 65535))),
  ("[::1]:9000", .literal(.ipv6(.loopback, port: 9000, scope: 0))),
  ("[::]:0", .literal(.ipv6(.any, port: 0, scope: 0))),
  ("[fe80::1%2]:80", .literal(.ipv6(IPv6Bytes(high: 0xfe80 << 48, low: 1), port: 80, scope: 2))),
  (
    "[1:2:3:4:5:6:7:8]:1",
    .literal(
      .ipv6(IPv6Bytes(high: 0x1_0002_0003_0004, low: 0x5_0006_0007_0008), port: 1, scope: 0))
  ),
  (
    "[::ffff:127.0.0.1]:1",
    .literal(.ipv6(IPv6Bytes(high: 0, low: 0xffff_7f00_0001), port: 1, scope: 0))
  ),
  ("name.example:80", .name("name.example", port: 80)),
  ("localhost:80", .name("localhost", port: 80)),
  ("server:9000", .name("server", port: 9000)),
  ("server", .role("server")),
  ("./s.sock", .literal(.unixPath(Array("./s.sock".utf8)))),
  ("/tmp/a:b", .literal(.unixPath(Array("/tmp/a:b".utf8)))),
  ("unix:@abstract", .literal(.unixAbstract(Array("abstract".utf8)))),
  ("unix:unnamed", .literal(.unixUnnamed)),
  (
    "[fe80::1%eth0]:80",
    .scoped(IPv6Bytes(high: 0xfe80 << 48, low: 1), port: 80, interface: "eth0")
  ),
  ("unix:s.sock", .literal(.unixPath(Array("s.sock".utf8)))),
  (#""./a b""#, .literal(.unixPath(Array("./a b".utf8)))),
]

private let badAddresses: [(String, Int, String)] = [
  ("127.0.0.1:70000", 19, "too large"),
  ("70000", 9, "too large"),
  ("[::1]:70000", 15, "too large"),
  ("127.0.0.1", 18, "a port must follow"),
  ("127.0.0.1:", 19, "expected a port"),
  ("127.0.0.1:http", 19, "expected a port"),
  ("127.0.0.256:80", 9, "expected an address"),
  ("127.0.0.01:80", 9, "expected an address"),
  ("127.0.0:80", 9, "expected an address"),
  ("::1", 9, "brackets"),
  ("[::1", 9, "“]” is missing"),
  ("[::1]", 14, "a port must follow"),
  ("[::1]9", 14, "a port must follow"),
  ("[1::2::3]:80", 10, "no IPv6 address"),
  ("[12345::]:80", 10, "no IPv6 address"),
  ("[1:2:3:4:5:6:7:8:9]:80", 10, "no IPv6 address"),
  ("[1:2:3:4:5:6:7::8]:80", 10, "no IPv6 address"),
  ("[:1]:80", 10, "no IPv6 address"),
  ("[::1%1x]:80", 14, "interface's name"),
  ("Name.Example", 21, "a port must follow"),
  ("a_b-.c$d:80", 9, "expected an address"),
  ("unix:@", 14, "1 to 107 bytes"),
  ("-1", 9, "expected an address"),
  (#""""#, 9, "not empty"),
]

struct AddressTests {
  @Test(arguments: addresses)
  func `an address means this`(text: String, address: AddressReference) throws {
    #expect(try order("connect \(text)") == .act(.connect(.unnamed, address)))
  }

  @Test(arguments: badAddresses)
  func `a bad address is refused where it is bad`(
    text: String, column: Int, message: String
  ) throws {
    let diagnostic = try refusal("connect \(text)")
    #expect(diagnostic.column == column)
    #expect(diagnostic.message.contains(message))
    #expect(diagnostic.advice != nil)
  }

  @Test func `the range of a port is told`() throws {
    #expect(try refusal("bind 70000").advice?.contains("0 to 65535") == true)
  }

  @Test func `a path longer than a Unix socket's is refused`() throws {
    let path = "/" + String(repeating: "a", count: 107)
    #expect(
      try order("bind \(path)") == .act(.bind(.unnamed, .literal(.unixPath(Array(path.utf8))))))
    #expect(try refusal("bind \(path)a").message.contains("this one has 109"))
  }

  @Test func `a bare word must be a role where the roles are known`() throws {
    #expect(try order("connect server", session) == .act(.connect(.unnamed, .role("server"))))
    let diagnostic = try refusal("connect sever", session)
    #expect(diagnostic.column == 9)
    #expect(diagnostic.advice == "did you mean “server”?")
    #expect(try refusal("connect localhost", session).advice == "as in localhost:9000")
    #expect(try refusal("connect guest", session).advice?.contains("a role's name stands") == true)
    #expect(try refusal("bind free", session).advice?.hasPrefix("bind 0 takes any port") == true)
  }

  @Test(arguments: ["door", "door.sock", "do$r"])
  func `on a Unix socket, what has no slash is advised to have one`(name: String) throws {
    let unix = Context(roles: ["you", "other"], currentRole: "you", unixRoles: ["you"])
    for command in ["bind", "connect"] {
      let advice = try refusal("\(command) \(name)", unix).advice
      #expect(advice?.contains("as in ./\(name); a name without a file is unix:@\(name)") == true)
      #expect(try refusal("other> \(command) \(name)", unix).advice?.contains("./\(name)") != true)
    }
  }

  @Test func `a colon without a port after it is told so`() throws {
    #expect(try refusal("connect 127.0.0.1:").message == "expected a port after the colon")
  }
}
