import Log
import SystemCalls
import Testing

@testable import Language

private func allowed(_ text: String) throws -> HostNetwork {
  guard case .allow(.network(let network)) = try order("allow \(text)") else {
    throw Diagnostic("\(text) is no network")
  }
  return network
}

private func address(_ text: String) throws -> SocketAddress {
  try #require(SocketAddress(literal: text))
}

private let mistakes: [(String, Int, String)] = [
  ("allow 192.168.1.5:80", 7, "is no host"), ("allow 192.168.1.0/33", 7, "0 to 32 bits"),
  ("allow 0.0.0.0/0", 7, "nobody's own"), ("allow 2001:db8::/16", 7, "nobody's own"),
  ("allow name/24", 7, "begins with an address"), ("allow 1.2.3.4/x", 7, "0 to 32 bits"),
  ("allow 1.2.3.4 5", 15, "one argument too many"), ("allow \"1.2.3.4\"", 7, "a host or a network"),
  ("repeat 2 { allow 10.0.0.1 }", 12, "stands in no block"), ("probe", 6, "a host"),
  ("probe 127.0.0.1", 16, "ports"), ("probe 127.0.0.1 0", 17, "ports from 1"),
  ("probe 127.0.0.1 5-4", 17, "ports from 1"), ("probe 127.0.0.1 1,,2", 17, "ports from 1"),
  ("probe 127.0.0.1 65536", 17, "ports from 1"), ("probe 127.0.0.1 1-2-3", 17, "ports from 1"),
  ("probe 127.0.0.1:80 80", 7, "is no host"), ("probe 127.0.0.1 80 within 2", 27, "a time"),
]

struct TestingCommandTests {
  @Test(arguments: mistakes)
  func `a mistake has its column`(text: String, column: Int, message: String) throws {
    let diagnostic = try refusal(text, session)
    #expect(diagnostic.message.contains(message), "\(diagnostic.message)")
    #expect(diagnostic.column == column)
  }

  @Test(arguments: [
    ("10.0.0.7", "10.0.0.7:80", "10.0.0.8:80"), ("10.0.0.0/8", "10.255.255.255:1", "11.0.0.0:1"),
    ("192.168.1.77/25", "192.168.1.127:9", "192.168.1.128:9"), ("::1", "[::1]:80", "[::2]:80"),
    ("2001:db8::/32", "[2001:db8:ffff::1]:80", "[2001:db9::1]:80"),
    ("10.0.0.7", "[::ffff:10.0.0.7]:80", "[::a00:7]:80"), ("[::7]", "[::7]:1", "0.0.0.7:1"),
    ("10.0.0.0/31", "10.0.0.1:1", "10.0.0.2:1"),
  ])
  func `a network has these addresses and not those`(
    network: String, inside: String, outside: String
  ) throws {
    let found = try allowed(network)
    #expect(found.contains(try address(inside)))
    #expect(!found.contains(try address(outside)))
  }

  @Test func `a network is written with what lies behind the prefix cleared`() throws {
    #expect(try allowed("192.168.1.77/24").description == "192.168.1.0/24")
    #expect(try allowed("10.0.0.7").description == "10.0.0.7")
    #expect(try allowed("2001:db8:1::5/33").description == "2001:db8::/33")
    #expect(try order("allow") == .allow(nil))
    #expect(try order("allow name.example") == .allow(.name("name.example")))
  }

  @Test func `ports are put in order, and each is there once`() throws {
    guard case .probe(let request) = try order("probe ::1 8080,1-3,2-5,6,80 within 200ms") else {
      throw Diagnostic("no probe")
    }
    #expect(request.ports == [1...6, 80...80, 8080...8080])
    #expect(request.portCount == 8 && request.milliseconds == 200)
    #expect(request.host == .address(.ipv6(.loopback, port: 0, scope: 0)))
  }

  @Test func `a template ends where its own words stand, unless they are quoted`() throws {
    let words = Array("times".utf8)
    #expect(
      try order("fuzz udp 9000 \"times\" hex 00 times 9 seed 3 within 1s save f")
        == .fuzz(
          FuzzRequest(
            target: .address(.loopback(port: 9000), isDatagram: true),
            template: .bytes(words + [0]), times: 9, seed: 3, milliseconds: 1000, file: "f")))
    #expect(
      try order("fuzz @4 random 9 seed 2")
        == .fuzz(
          FuzzRequest(
            target: .peer(.descriptor(4)), template: .random(9, seed: 2), times: 500, seed: nil,
            milliseconds: nil, file: nil)))
    #expect(try order("send times").bytes == words)
    guard case .fuzz(let request) = try order("fuzz 1 \"x\" input hex 00 from 3 within 1s") else {
      throw Diagnostic("no fuzz")
    }
    #expect(request.input == .bytes([0]) && request.first == 3 && request.milliseconds == 1000)
  }

  @Test func `what stands behind a template stands in any order, each once`() throws {
    let whole = try order(
      "fuzz 9000 \"x\" input hex 00 times 9 seed 3 from 2 within 1s answered save f")
    for text in [
      "save f answered within 1s from 2 seed 3 times 9 input hex 00",
      "seed 3 input hex 00 answered times 9 save f within 1s from 2",
    ] { #expect(try order("fuzz 9000 \"x\" " + text) == whole, "\(text)") }
    #expect(throws: Diagnostic.self) { try order("fuzz 9000 x seed 3 times 9 seed 4") }
    #expect(
      hint(for: "fuzz 9000 x seed 3 ", in: Context())
        == "[input DATA] [times N] [from N] [within TIME] [answered] [save FILE]")
    #expect(hint(for: "fuzz 9000 x seed 3 save ", in: Context())?.hasPrefix("FILE") == true)
  }

  @Test func `a text in hexadecimal digits ends where the time is`() throws {
    #expect(
      try order("expect hex 0d 0a within 100ms") == order("expect \"\\r\\n\" within 100ms"))
  }

  @Test func `echo is a partner where no numbers follow, else an ICMP request`() throws {
    for text in ["fuzz echo \"x\"", "fuzz echo x times 3", "fuzz echo echo 7 1"] {
      guard case .fuzz(let request) = try order(text) else { throw Diagnostic("no fuzz") }
      #expect(request.target == .address(.role("echo"), isDatagram: false))
    }
    guard case .fuzz(let request) = try order("fuzz echo 7 1") else { throw Diagnostic("no fuzz") }
    #expect(request.target == .peer(.unnamed))
  }

  @Test func `bytes written as data are read back as they were`() throws {
    var random = Seeded(state: 5)
    for length in 0..<300 {
      var bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      bytes += [UInt8](repeating: UInt8(truncatingIfNeeded: length), count: length % 50)
      bytes += Array("{port} \\\" é".utf8)
      let text = dataText(bytes)
      #expect(try order("send \(text)").bytes == bytes, "\(text)")
    }
    #expect(dataText([UInt8](repeating: 0x41, count: 30)) == "repeat \"A\" 30")
    #expect(dataText([]) == "\"\"")
  }
}
