internal import Foundation
internal import Testing

struct ExpectTests {
  @Test func `expect takes what it waits for, and leaves the rest`() throws {
    let log = try log(
      of: "peer echo\nsocket tcp; connect echo\nsend \"one\\r\\ntwo\"\n"
        + "expect \"\\r\\n\" within 2s\nrecv\n")
    let taken = log.filter { $0.kind == "returned" && $0.text("call") == "recv" }
    #expect(taken.compactMap(\.bytes) == ["one\r\ntwo", "one\r\n", "two"])
    #expect(taken[0].arguments["flags"] as? String == "MSG_PEEK")
  }

  @Test func `expect waits for bytes that come one at a time`() throws {
    let log = try log(
      of: "peer slow\nsocket tcp; connect slow\nsend \"abcdef\"\nexpect \"def\" within 5s\n")
    #expect(log.last { $0.kind == "returned" }?.bytes == "f")
  }

  @Test func `expect next takes the text and nothing before or behind it`() throws {
    let stream = try log(
      of: "peer slow\nsocket tcp; connect slow\nsend \"+OK go on\"\nexpect next \"+OK\" within 5s\n"
        + "expect next \" go\"\nrecv exactly 3\n")
    #expect(
      stream.filter { $0.kind == "returned" && $0.text("call") == "recv" }
        .compactMap(\.bytes).joined() == "+OK go on")
    let datagrams = try log(
      of: "a> socketpair AF_UNIX SOCK_DGRAM 0\nsend @3 \"one and more\"; send @3 two\n"
        + "expect @4 next \"one\"\nexpect @4 next \"two\"\n")
    #expect(datagrams.compactMap(\.bytes).suffix(2) == ["one and more", "two"])
  }

  @Test(arguments: [
    (
      "peer echo\nsocket tcp; connect echo\nsend \"-ERR no\\r\\n+OK\"\nexpect next \"+OK\"",
      #"expected "+OK" next, but 3 bytes came: "-ER""#
    ),
    (
      "peer echo\nsocket tcp; connect echo\nsend \"-E\"\nexpect next \"+OK\" within 60s",
      #"expected "+OK" next, but 2 bytes came: "-E""#
    ),
    (
      "peer echo\nsocket tcp; connect echo\nsend \"+O\"\nexpect next \"+OK\" within 100ms",
      #"expected "+OK" next within 100 ms, but 2 bytes came: "+O""#
    ),
    ("socket tcp\nexpect next", "expected a text"),
    (
      "peer silent\nsocket tcp; connect silent\nexpect hex 0d 0a within 100ms",
      #"expected "\r\n" within 100 ms, but nothing came"#
    ),
    (
      "peer silent\nsocket tcp; connect silent\nexpect \"x\" within 100ms",
      "expected \"x\" within 100 ms, but nothing came"
    ),
    (
      "peer echo\nsocket tcp; connect echo\nsend \"h\\x1bi\"\nexpect \"hello\" within 100ms",
      #"expected "hello" within 100 ms, but 3 bytes came: "h\x1bi""#
    ),
    (
      "peer half\nsocket tcp; connect half\nexpect \"hello\"",
      "expected \"hello\", but the stream ended; 45 bytes came: \"That is all"
    ),
    (
      "peer rude\nsocket tcp; connect rude\nsend x\nexpect \"hello\"",
      "expected \"hello\", but recv failed with ECONNRESET; nothing came"
    ),
    ("socket tcp\nexpect \"hello\"", "recv failed with ENOTCONN"),
    ("expect \"hello\"", "you have no socket"),
    ("socket tcp\nexpect hello within soon", "expected a time"),
    ("socket tcp\nexpect \"\"", "expected a text"),
    (
      "peer chatty\nsocket tcp; connect chatty\nexpect \"silence\" within 200ms",
      "expected \"silence\" within 200 ms, but "
    ),
  ])
  func `expect fails with what came instead`(script: String, reason: String) throws {
    let program = try Program(sockratic: ["run", "-"], input: .text(script + "\n"))
    #expect(try program.finish(within: 20) == .status(1))
    #expect(program.errorText.contains(reason), "\(program.errorText)")
  }

  @Test func `the time limit is a real EINTR, from outside`() throws {
    let program = try Program(
      sockratic: ["run", "--json", "-"],
      input: .text("peer silent\nsocket tcp; connect silent\nexpect \"x\" within 100ms\n"))
    #expect(try program.finish(within: 20) == .status(1))
    let log = try events(of: program)
    let last = try #require(log.last { $0.kind == "returned" })
    #expect(last.text("errno") == "EINTR" && last.flag("late") == true)
    #expect(
      log.contains {
        $0.text("text") == "100 ms are over: Sockratic interrupts the call, as ⌃C would"
      })
    // Neither `recv` again nor a word on signals: expect itself says what is missing.
    #expect(!log.contains { $0.kind == "explanation" })
  }

  @Test func `a role goes on after an expect that failed`() throws {
    let person = try Program(sockratic: ["run", "--json", "-"], input: .open)
    person.write(
      "peer echo\nclient> socket tcp; connect echo; send \"hi\"\nexpect \"hi\"\nrecv dontwait\n")
    let last = try person.event("returned", role: "client") { $0.text("errno") == "EAGAIN" }
    #expect(last.text("call") == "recv")
  }

  // MARK: Datagrams

  @Test func `send all over UDP makes datagrams that fit`() throws {
    let script = """
      server> socket udp; bind 0
      client> socket udp; connect server
      send all random 150000 seed 3
      server> recv 70000 trunc
      recv 70000 trunc
      recv 70000 trunc
      """
    let log = try log(of: script).filter { $0.kind == "returned" }
    let sent = log.filter { $0.text("call") == "send" }.compactMap { $0.number("result") }
    let received = log.filter { $0.text("call") == "recv" }.compactMap { $0.number("result") }
    #expect(sent == [65507, 65507, 18986] && received == sent)
  }

  @Test func `expect finds a text in a datagram`() throws {
    let script = "peer echo udp\nsocket udp; connect echo\nsend \"a word here\"\nexpect \"word\"\n"
    let log = try log(of: script)
    #expect(log.last { $0.kind == "returned" }?.bytes == "a word")
  }

  @Test func `an empty datagram is no end, but a message like any other`() throws {
    let script = """
      r> socket udp; bind 0
      s> socket udp; connect r
      repeat 3 { send "" }
      send "yes"; send ""; send "abc"; send "end"
      r> expect "yes" within 2s
      recv exactly 3
      recv until "end"

      """
    let bytes = try log(of: script)
      .filter { $0.kind == "returned" && $0.text("call") == "recv" && $0.role == "r" }
      .compactMap(\.bytes)
    #expect(bytes == ["", "", "", "", "", "", "yes", "yes", "", "abc", "end", "end"])
  }

  /// The kernel answers 0 at once for ever.
  @Test func `a socket that takes no more datagrams is at its end`() throws {
    for how in ["exactly 3", "until \"x\"", "all"] {
      let log = try log(of: "a> socket udp; bind 0; connect a; shutdown read; recv \(how)\n")
      #expect(log.count { $0.kind == "returned" && $0.text("call") == "recv" } == 1)
    }
  }

  @Test func `recv all ends with an empty datagram, which says that this was all`() throws {
    let log = try log(
      of:
        "r> socket udp; bind 0\ns> socket udp; connect r; send a; send \"\"; send b\nr> recv all\n")
    #expect(log.compactMap(\.bytes).suffix(2) == ["a", ""])
  }

  @Test func `every way to write data sends the same over TCP and UDP`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("data", "from a file\n")
    let ways = [
      "hex 00 ff 0d 0a", "random 64 seed 9", "repeat \"ab\" 5", "zeros 3", "file \(path)",
      "u16 80 \"text\"",
    ]
    let sends = ways.map { "send \($0)\nrecv\n" }.joined()
    let received = try ["tcp", "udp"].map { kind in
      try log(of: "peer echo \(kind)\nsocket \(kind); connect echo\n" + sends)
        .filter { $0.kind == "returned" && $0.text("call") == "recv" }
        .map { ($0.arguments["buf"] as? [String: Any])?["base64"] as? String }
    }
    #expect(received[0] == received[1] && received[0].count == ways.count)
    #expect(received[0][0] == "AP8NCg==" && received[0][4] == "ZnJvbSBhIGZpbGUK")
  }
}
