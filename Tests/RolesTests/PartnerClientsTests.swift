internal import Foundation
internal import Testing

/// Partners and clients that know nothing of Sockratic.
@Suite(.enabled(if: Requirement.python, "python3 is not installed"))
struct PartnerClientsTests {
  @Test(arguments: [
    (
      "echo",
      #"s.sendall(b"x" * 300000); s.shutdown(1); got = rest(s); assert got == b"x" * 300000"#,
      "300000 bytes in, 300000 out; then EOF"
    ),
    (
      "discard", #"s.sendall(b"x" * 300000); s.shutdown(1); assert rest(s) == b"""#,
      "300000 bytes in, 0 out; then EOF"
    ),
    ("daytime", #"assert b"UTC\r\n" in rest(s)"#, "then daytime closed"),
    ("chargen", #"assert len(exactly(s, 1000000)) == 1000000; s.close()"#, "0 bytes in"),
    (
      "slow",
      #"s.sendall(b"abc"); assert [s.recv(9) for _ in range(3)] == [b"a", b"b", b"c"]; s.close()"#,
      "3 bytes in, 3 out; then EOF"
    ),
    (
      "silent", #"s.settimeout(0.2); raises(TimeoutError, lambda: s.recv(1)); s.close()"#,
      "0 bytes in, 0 out; then EOF"
    ),
    (
      "rude", #"s.sendall(b"x"); raises(ConnectionResetError, lambda: s.recv(1))"#,
      "1 byte in, 0 out; then rude sent RST"
    ),
    (
      "half", #"assert rest(s).endswith(b"\r\n"); s.sendall(b"x" * 100000); s.close()"#,
      "100000 bytes in, 45 out; then EOF"
    ),
    ("chatty", #"assert exactly(s, 18) == b"And another thing,"; s.close()"#, "0 bytes in"),
    (
      "fragments",
      #"s.sendall(b"0123456789"); assert [s.recv(99) for _ in range(4)] == [b"012", b"3", b"4567", b"8"]; s.close()"#,
      "10 bytes in, 10 out; then EOF"
    ),
  ])
  func `a python3 client finds in a partner what it is`(
    kind: String, talk: String, note: String
  ) throws {
    let partner = try RunningPartner(kind)
    let client = try python(prelude + talk, partner.port)
    #expect(try client.finish() == .status(0), "\(client.errorText)")
    partner.program.write("peer\n")
    let told = try partner.program.event("note") {
      $0.text("text")?.contains(": 127.0.0.1:") == true
        && $0.text("text")?.contains("; then") == true
    }
    #expect(told.text("text")?.contains(note) == true, "\(told.text("text") ?? "")")
  }

  @Test func `a partner that serves as many as it can says so, and others wait for their turn`()
    throws
  {
    let partner = try RunningPartner("echo")
    let client = try python(
      prelude
        + """
        import resource
        resource.setrlimit(resource.RLIMIT_NOFILE, (2048, 2048))
        held = [s] + [socket.create_connection(s.getpeername()) for _ in range(1023)]
        held[-1].sendall(b"x"); assert held[-1].recv(9) == b"x"
        late = socket.create_connection(s.getpeername()); late.sendall(b"y")
        late.settimeout(0.2); raises(TimeoutError, lambda: late.recv(9))
        late.settimeout(20); s.close(); assert late.recv(9) == b"y"
        """, partner.port)
    #expect(try client.finish() == .status(0), "\(client.errorText)")
    partner.program.write("peer\n")
    _ = try partner.program.event("note") {
      $0.text("text")?.contains("serves 1024 clients, as many as it can") == true
    }
  }

  @Test func `python3 finds the small services over UDP`() throws {
    let talks = [
      ("echo", #"assert s.recv(99) == b"hello""#),
      ("daytime", #"assert s.recv(99).endswith(b"UTC\r\n")"#),
      ("chargen", #"assert len(s.recv(999)) <= 512"#),
      ("discard", "s.settimeout(0.2); raises(TimeoutError, lambda: s.recv(1))"),
    ]
    for (kind, talk) in talks {
      let partner = try RunningPartner(kind, "udp")
      let client = try python(
        prelude.replacing("SOCK_STREAM", with: "SOCK_DGRAM") + "s.send(b\"hello\"); " + talk,
        partner.port)
      #expect(try client.finish() == .status(0), "\(kind): \(client.errorText)")
      partner.program.write("peer\n")
      let list = try partner.program.event("output") { $0.text("text")?.contains("at ") == true }
      #expect(list.text("text")?.contains("1 datagram; 5 bytes in") == true)
    }
  }

  @Test func `python3's http.client is answered as HTTP 1.1 asks`() throws {
    let partner = try RunningPartner("http")
    let client = try python(
      """
      import http.client, sys
      c = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=20)
      def ask(method, path, body=None):
        c.request(method, path, body)
        r = c.getresponse()
        return r.status, r.read(), r
      status, page, r = ask("GET", "/")
      assert status == 200 and page.startswith(b"Hello") and r.getheader("Connection") == "keep-alive"
      first = c.sock
      status, body, r = ask("HEAD", "/")
      assert status == 200 and body == b"" and int(r.getheader("Content-Length")) == len(page)
      assert ask("GET", "/nothing/here")[0] == 404
      assert ask("GET", "/zeros/1000000")[1] == bytes(1000000)
      assert b"GET /request?q HTTP/1.1" in ask("GET", "/request?q")[1]
      status, body, r = ask("POST", "/", b"a body")
      assert status == 405 and r.getheader("Allow") == "GET, HEAD"
      assert ask("BREW", "/")[0] == 501
      assert c.sock is first, "the connection did not last"
      c.request("GET", "/", headers={"Connection": "close"})
      r = c.getresponse()
      assert r.status == 200 and r.getheader("Connection") == "close" and r.read() == page
      """, partner.port)
    #expect(try client.finish() == .status(0), "\(client.errorText)")
  }

  @Test(arguments: [
    (#"b"junk\r\n""#, 400), (#"b"\x16\x03\x01\x02\x00\x01\n""#, 400),
    (#"b"GET / HTTP/9.1\r\n\r\n""#, 505),
    (#"b"GET  / HTTP/1.1\r\n""#, 400), (#"b"GET / HTTP/1.1\r\n\r\n""#, 400),
    (#"b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n""#, 400),
    (#"b"GET / HTTP/1.1\r\nHost : a\r\n\r\n""#, 400),
    (#"b"GET / HTTP/1.1\r\nHost: a\r\n b: c\r\n\r\n""#, 400),
    (#"b"GET / HTTP/1.1\r\nHost: a\0\r\n\r\n""#, 400), (#"b"GET /" + b"a" * 9000"#, 414),
    (#"b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 3000"#, 431), (#"b"GET / HTTP/1.0\r\n\r\n""#, 200),
    (#"b"\r\n\r\nGET / HTTP/1.0\n\n""#, 200),
    (#"b"GET http://x/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n""#, 200),
    (#"b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5, 6\r\n\r\n""#, 400),
    (#"b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n""#, 501),
  ])
  func `http tells junk from requests, and closes after junk`(request: String, status: Int) throws {
    let partner = try RunningPartner("http")
    let client = try python(
      prelude + "s.sendall(\(request)); print(rest(s).decode().split()[1])", partner.port)
    #expect(try client.finish() == .status(0), "\(client.errorText)")
    #expect(client.outputText == "\(status)\n")
  }

  @Test func `http answers several requests that come in one segment, in their order`() throws {
    let partner = try RunningPartner("http")
    let client = try python(
      prelude + """
        ask = lambda path: f"GET {path} HTTP/1.1\\r\\nHost: x\\r\\n"
        s.sendall("".join(ask(p) + "\\r\\n" for p in ["/", "/no", "/zeros/50000", "/no"] * 50).encode()
          + (ask("/") + "Connection: close\\r\\n\\r\\n").encode())
        got = rest(s)
        assert got.count(b"200 OK") == 101 and got.count(b"404 Not Found\\r\\n") == 100, got[:500]
        """, partner.port)
    #expect(try client.finish() == .status(0), "\(client.errorText)")
  }

  @Test(.enabled(if: Requirement.curl, "curl is not installed"))
  func `curl is answered, and keeps its connection`() throws {
    let partner = try RunningPartner("http")
    let url = "http://127.0.0.1:\(partner.port)/"
    let client = try Program([
      "curl", "-sS", "--max-time", "20", "-o", "/dev/null", "-o", "/dev/null", "-w",
      "%{http_code} %{num_connects} %{size_download}\n", url, "\(url)zeros/3000000",
    ])
    #expect(try client.finish() == .status(0), "\(client.errorText)")
    #expect(client.outputText == "200 1 74\n200 0 3000000\n")
  }
}

/// What every client begins with: it is connected to the port that it is given.
private let prelude = """
  import socket, sys
  def rest(s):
    got = b""
    while piece := s.recv(65536): got += piece
    return got
  def exactly(s, n):
    got = b""
    while len(got) < n: got += s.recv(n - len(got))
    return got
  def raises(kind, body):
    try: body()
    except kind: return
    raise AssertionError("no " + kind.__name__)
  s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
  s.settimeout(20)
  s.connect(("127.0.0.1", int(sys.argv[1])))

  """

/// A live session with one partner.
private final class RunningPartner {
  let program: Program
  let port: String

  init(_ words: String...) throws {
    program = try Program(sockratic: ["run", "--json", "-"], input: .open)
    program.write("peer \(words.joined(separator: " "))\n")
    let place = try program.event("output").text("text") ?? ""
    port = String(place.split(separator: ":").last ?? "")
  }
}

private func python(_ source: String, _ arguments: String...) throws -> Program {
  try Program(["python3", "-c", source] + arguments)
}
