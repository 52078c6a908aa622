internal import Foundation
internal import Testing

/// Partners, as roles and their transcripts see them.
struct PartnerTests {
  @Test func `a conversation with each partner reads the same each time`() throws {
    let first = try partnersTranscript()
    for part in [
      "# echo: client @3: 5 bytes in, 5 out; then EOF", "recv(3, \"a\", 4096, 0) = 1",
      "# rude: client @3: 2 bytes in, 0 out; then rude sent RST", "ECONNRESET",
      "client @3   CLOSED → CLOSE_WAIT", "recv(3, \"hel\", 30, 0) = 3",
      "# http: client @3: GET / HTTP/1.1 → 200 OK, 74 bytes", "400 Bad Request",
      "recvfrom(3, \"dgram\", 4096, 0) = 5", "recv(3, DAY",
      "# half: client @3: 10 bytes in, 45 out; then EOF",
      "# silent: client @3: 0 bytes in, 0 out; then EOF",
    ] { #expect(first.contains(part), "\(part) is missing in\n\(first)") }
    for _ in 0..<10 {
      let again = try partnersTranscript()
      #expect(again == first)
    }
  }

  @Test func `http says what is wrong with a request, to the client and in what it saw`() throws {
    for (request, reason) in [
      ("GET / HTTP/1.1\\r\\n\\r\\n", "HTTP/1.1 wants a Host: field"),
      ("GET /\\r\\n\\r\\n", "three words"), ("GET x HTTP/1.1\\r\\n\\r\\n", "begins neither with /"),
      ("GET / HTTP/1\\r\\n\\r\\n", "not written as HTTP/1.1"),
      ("G\\t / HTTP/1.1\\r\\n\\r\\n", "the method"),
      ("GET / HTTP/1.0\\r\\nHost x\\r\\n\\r\\n", "as in Name: value"),
      ("GET / HTTP/1.0\\r\\nContent-Length: x\\r\\n\\r\\n", "Content-Length is no number"),
      ("GET / HTTP/1.1\\r\\nHost: a\\r\\nHost: b\\r\\n\\r\\n", "more than one Host"),
    ] {
      let log = try log(
        of: "peer http\nsocket tcp; connect http; send \"\(request)\"; recv all\n")
      let body = log.last { $0.text("call") == "recv" && ($0.bytes ?? "").contains("400") }?.bytes
      #expect(
        body?.contains("400 Bad Request\n") == true && body?.contains(reason) == true,
        "\(body ?? "")")
      let saw = log.last { $0.kind == "note" && $0.text("text")?.contains("→ 400") == true }
      #expect(saw?.text("text")?.contains(reason) == true, "\(saw?.text("text") ?? request)")
    }
  }

  @Test func `peer says what those that run saw, in few lines`() throws {
    let program = try Program(
      sockratic: ["run", "-"],
      input: .text("peer echo\nsocket tcp; connect echo; send x; recv\npeer\n"))
    #expect(try program.finish() == .status(0))
    #expect(program.outputText.contains("; 1 byte in, 1 out\n"))
    let list = program.outputText.components(separatedBy: "> peer\n").last ?? ""
    #expect(list.split(separator: "\n").count <= 4 && list.contains("`help peer`"), "\(list)")
  }

  @Test func `facts of a partner are values for let, check and wait`() throws {
    let log = try log(
      of: """
        peer echo
        let port = echo.port
        let place = echo.local
        check echo.local == 127.0.0.1:{port}
        check echo.alive
        check echo.received == 0
        socket tcp; connect {place}; send hello; recv
        wait you until echo.received == 5 for 5s
        check echo.sent == 5
        check echo.state == ESTABLISHED
        check you.remote == echo.local
        let bytes = echo.received
        send "{bytes} bytes"; recv
        peer stop echo
        check echo.alive == no
        check echo.received == 12
        check echo.local == 127.0.0.1:{port}
        peer echo
        check echo.alive
        check echo.received == 0

        """)
    #expect(log.last { $0.text("call") == "recv" && $0.kind == "returned" }?.bytes == "5 bytes")
    for (line, reason) in [
      ("let x = echo.used", "port, local, alive, received and sent are known"),
      ("check echo.received == 1", "it is 0"), ("let x = ehco.port", "ehco.port"),
      ("let x = discard.port", "is no fact"),
    ].prefix(2) {
      let program = try Program(
        sockratic: ["run", "-"], input: .text("peer echo\n\(line)\n"))
      #expect(try program.finish() == .status(1))
      #expect(program.errorText.contains(reason), "\(program.errorText)")
    }
  }

  @Test func `partners that were stopped leave no descriptor open`() throws {
    let program = try Program(sockratic: ["run", "--json", "-"], input: .open)
    func count(after lines: String) throws -> Int {
      program.write(lines + "check echo.alive == no\na> socket tcp\nclose\n")
      _ = try program.event("returned", role: "a", within: 60) { $0.text("call") == "close" }
      return try FileManager.default.contentsOfDirectory(atPath: "/proc/\(program.pid)/fd").count
    }
    let before = try count(after: "peer echo\npeer stop echo\n")
    let after = try count(
      after: """
        peer echo
        peer http
        peer daytime udp
        peer stop echo
        peer stop http
        peer stop daytime

        """)
    #expect(after == before)
  }

  @Test func `the same with every processor busy`() throws {
    let load = try Load()
    let texts = try (0..<5).map { _ in try partnersTranscript() }
    #expect(Set(texts).count == 1)
    withExtendedLifetime(load) {}
  }

  @Test func `chatty never stops, and the line comes back`() throws {
    let log = try log(
      of: "peer chatty\nsocket tcp; connect chatty\nrecv 20\nrecv exactly 1M\nclose\n")
    #expect(log.contains { $0.bytes?.hasPrefix("And another thing") == true })
    let notes = log.filter { $0.kind == "note" }.compactMap { $0.text("text") }
    #expect(notes.contains { $0.hasPrefix("chatty: you @3: 0 bytes in, ") && $0.hasSuffix("RST") })
  }

  @Test func `chargen sends the pattern of RFC 864`() throws {
    let log = try log(of: "peer chargen\nsocket tcp; connect chargen\nrecv exactly 148\nclose\n")
    let received = log.filter { $0.kind == "returned" && $0.text("call") == "recv" }
      .compactMap(\.bytes).joined()
    let lines = received.split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(lines[0].hasPrefix(" !\"#$%&'()*+,-./0123") && lines[0].utf8.count == 72)
    #expect(lines[1].hasPrefix("!\"#$%&'()*+,-./0123") && lines[1].utf8.count == 72)
  }

  @Test func `a role that is killed is a client that ended`() throws {
    let log = try log(
      of: "peer echo\nclient> socket tcp; connect echo; send \"x\"\nkill client\nyou> peer\n")
    let notes = log.filter { $0.kind == "note" }.compactMap { $0.text("text") }
    // The byte that came back was never read: the kernel resets such a connection.
    #expect(notes.contains("echo: client @3: 1 byte in, 1 out; then RST"))
  }

  @Test func `peer stop closes what is open, and shows the client what that does`() throws {
    let log = try log(
      of: "peer discard\nsocket tcp; connect discard; send \"abc\"\npeer stop discard\nrecv\n")
    #expect(log.map(\.shape).contains("you state state ESTABLISHED → CLOSE_WAIT"))
    let texts = log.compactMap { $0.text("text") }
    #expect(texts.contains("discard: you @3: 3 bytes in, 0 out; then discard was stopped"))
    #expect(texts.contains("discard is stopped: 1 connection, 0 open; 3 bytes in, 0 out"))
  }

  @Test func `one partner serves many clients at a time`() throws {
    let opened = (0..<180).map { _ in "socket tcp; connect echo\n" }.joined()
    let sent = (3..<183).map { "send @\($0) \"number \($0)\"\n" }.joined()
    let received = (3..<183).map { "recv @\($0)\n" }.joined()
    let log = try log(of: "explain off\npeer echo\n" + opened + sent + received + "peer\n")
    let answers = log.filter { $0.kind == "returned" && $0.text("call") == "recv" }
    #expect(answers.compactMap(\.bytes) == (3..<183).map { "number \($0)" })
    #expect(log.last?.text("text")?.contains("180 connections, 180 open") == true)
  }

  // MARK: Where they are

  @Test(arguments: ["[::1]:0", "*:0", "0", "127.0.0.2:0", "[::]:0"])
  func `a partner is where it is put`(place: String) throws {
    let kind = place.contains("[") ? "tcp6" : "tcp"
    let log = try log(of: "peer echo on \(place)\nsocket \(kind); connect echo\nsend hi\nrecv\n")
    #expect(log.last { $0.kind == "returned" }?.bytes == "hi")
  }

  @Test(arguments: [
    ("peer ecko\n", "did you mean “echo”"),
    ("peer slow udp\n", "over TCP only"),
    ("peer echo on ./path\n", "IPv4 or IPv6"),
    ("peer echo on nobody\n", "there is no wire"),
    ("peer echo on 203.0.113.1:0\n", "bind: "),
    ("peer stop echo\n", "does not run"),
    ("peer echo\npeer echo\n", "runs already"),
    ("echo> socket tcp\npeer echo\n", "a role is called echo"),
    ("peer echo\necho> socket tcp\n", "is a partner"),
    ("socket tcp\nconnect echo\n", "the partner “echo” does not run"),
    ("peer echo\nsocket udp\nsendto echo hi\n", "peer echo udp"),
    ("peer echo echo\n", "one argument too many"),
  ])
  func `a mistake is said with a next step`(script: String, reason: String) throws {
    let program = try Program(sockratic: ["run", "-"], input: .text(script))
    #expect(try program.finish() == .status(1))
    #expect(program.errorText.contains(reason), "\(program.errorText)")
  }
}

/// What is printed, without what differs from run to run; in a network of its own where that can be
/// had, since whoever else connects to a partner is told of.
private func partnersTranscript() throws -> String {
  let network = Requirement.ownNetwork ? Requirement.inOwnNetwork : []
  let text = try transcript(of: partnersConversation, within: network)
  return text.replacing(/"[A-Z][a-z]+day, [^"]*UTC/, with: "DAY")
}

private let partnersConversation = #"""
  peer echo
  client> socket tcp
  connect echo
  send "hello"
  recv
  close
  peer stop echo
  peer daytime
  socket tcp
  connect daytime
  recv
  recv
  close
  peer rude
  socket tcp
  connect rude
  send "hi"
  recv
  ! ECONNRESET
  close
  peer half
  socket tcp
  connect half
  recv
  recv
  send "still here"
  close
  peer slow
  socket tcp
  connect slow
  send "abc"
  recv
  recv
  recv exactly 1
  close
  peer fragments
  socket tcp
  connect fragments
  send "hello world, this is a message"
  recv exactly 30
  close
  peer silent
  socket tcp
  connect silent
  send "anybody?"
  close
  peer http
  socket tcp
  connect http
  send "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
  recv until "/zeros"
  send "junk\n"
  recv
  recv
  close
  peer echo udp
  socket udp
  sendto echo "dgram"
  recvfrom
  close
  peer

  """#
