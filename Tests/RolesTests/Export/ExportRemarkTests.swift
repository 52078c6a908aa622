internal import Foundation
internal import Testing

/// What `export` says of what a program does otherwise.
struct ExportRemarkTests {
  @Test func `a connect that was refused first is told of`() throws {
    let folder = try TemporaryFolder()
    let text = try export(
      "s> socket tcp; bind 0\nc> socket tcp; connect s\ns> listen\nc> connect s\nexport python c",
      in: folder
    ).outputText.replacing("\n  # ", with: " ")
    #expect(text.contains("the first connect was refused in the session"), "\(text)")
  }

  @Test func `a receive that could take what belongs to the next one is told of`() throws {
    let folder = try TemporaryFolder()
    let lines = "client> send \"cd\"\nserver> recv exactly 2\nexport c server "
    let shown = try export(lines + "-", in: folder).outputText
    #expect(!shown.contains("another receive"), "the terminal shows the program alone")
    let noted = try export(lines + "server.c", in: folder).outputText.replacing(/[\s#]+/, with: " ")
    #expect(noted.contains("brought 5 of at most 4096 bytes, and another receive follows"))
    #expect(noted.contains("`recv exactly 5` in the session says how much is meant"))
    let inTurns = try export(
      "server> send \"ok\"\nclient> recv\nclient> send \"cd\"\nserver> recv\nexport swift ./",
      in: folder
    ).outputText
    #expect(!inTurns.contains("another receive"))
  }

  @Test func `what a program cannot say is told`() throws {
    let folder = try TemporaryFolder()
    let shown = try export(
      "client> sendmmsg \"a\" and \"b\"\nexport python client", in: folder)
    #expect(shown.outputText.contains("sendmmsg: Python's standard library has none"))
  }

  @Test func `what the session did when it was time for it is told of`() throws {
    let folder = try TemporaryFolder()
    let text = try export(
      "n> socket tcp; bind 0; listen; nonblocking on; accept; getaddrinfo 127.0.0.1 80\n"
        + "m> socket tcp; connect n\nn> accept\nexport python n ./", in: folder
    ).outputText.replacing(/\n  # */, with: " ")
    #expect(text.contains("accept on listener found nothing at first (EAGAIN)"), "\(text)")
    #expect(text.contains("getaddrinfo is left out"))
  }

  @Test func `calls that go on after a look are the statement's that was under way`() throws {
    let folder = try TemporaryFolder()
    let text = try export(
      "server> recv exactly 6\nclient> send abc\nserver> timers\nclient> send d\n"
        + "client> send ef\nexport python server -", in: folder
    ).outputText
    let program = try #require(text.components(separatedBy: "export python").last)
    #expect(program.ranges(of: ".recv(").count == 2, "\(program)")
    #expect(program.contains("# server> recv exactly 6") && !program.contains("# server> timers"))
  }

  @Test func `a call that was typed while another waited stands under its own line`() throws {
    let text = try export(
      "b> socket udp; set rcvtimeo 20ms; bind 0; recv\nb> recv dontwait\nexport python b -",
      in: try TemporaryFolder()
    ).outputText
    let program = try #require(text.components(separatedBy: "export python").last)
    let first = try #require(program.range(of: "# b> recv\n")).upperBound
    let second = try #require(program.range(of: "# b> recv dontwait\n")).lowerBound
    #expect(first < second && program[first..<second].contains(".recv("), "\(program)")
  }

  @Test(arguments: ["python", "c", "swift"])
  func `a port that sendmmsg had the kernel choose is printed, once`(language: String) throws {
    let text = try export(
      """
      server> socket udp; bind 0
      gamma> socket udp; sendmmsg to server "one" and "two"
      server> recv; sendto gamma back
      gamma> recv
      export \(language) gamma -
      """, in: try TemporaryFolder(), of: ""
    ).outputText
    let program = try #require(text.components(separatedBy: "export \(language)").last)
    let call = ["python": "print(\"port", "c": "print_port(sock)", "swift": "printPort(of: sock)"]
    let name = try #require(call[language])
    #expect(program.ranges(of: name).count == 1, "\(program)")
  }

  @Test(arguments: [("python", "range(1, 4)"), ("c", "number <= 3"), ("swift", "in 1...3")])
  func `rounds within rounds that have a pace keep the pace of the outer ones`(
    language: String, outer: String
  ) throws {
    let text = try export(
      """
      server> socket udp; bind 0
      client> socket udp; connect server
      repeat 3 every 20ms { client> send tick; server> recv; repeat 4 { client> send x; server> recv } }
      export \(language) server -
      """, in: try TemporaryFolder(), of: ""
    ).outputText
    let program = try #require(text.components(separatedBy: "export \(language)").last)
    #expect(program.contains(outer), "\(program)")
    #expect(program.ranges(of: "recv(sock").count + program.ranges(of: "sock.recv(").count <= 2)
  }

  @Test func `a typed port that another role binds later is told of`() throws {
    let folder = try TemporaryFolder()
    let port = Int.random(in: 20_000..<30_000)
    let text = try export(
      "late> socket udp\nearly> socket udp; bind \(port)\nlate> sendto \(port) x\n"
        + "early> recv\nexport python late ./", in: folder
    ).outputText.replacing(/\n  # */, with: " ")
    #expect(text.contains("sendto needs the port \(port), which early bound later than"), "\(text)")
    #expect(text.ranges(of: "needs the port").count == 1, "\(text)")
  }

  @Test func `a call that does not wait, and had luck in the session, is told of`() throws {
    let folder = try TemporaryFolder()
    let text = try export(
      """
      n> socket udp; bind 0; nonblocking on
      m> socket udp; connect n; send one; send two; send three
      n> recv; poll read @3 for 1s; recv; nonblocking off; recv
      export python n ./
      """, in: folder
    ).outputText.replacing(/\n  # */, with: " ")
    let remark = "recv on sock does not wait: in the session something was there by then"
    #expect(text.ranges(of: remark).count == 1, "\(text)")
    let calm = try export(
      """
      k> socket udp; bind 0; nonblocking on
      l> socket udp; connect k; send one
      k> poll read @3 for 1s; recv; recv
      ! EAGAIN
      k> nonblocking off @3
      l> send two
      k> recv
      export python k ./
      """, in: folder
    ).outputText
    #expect(!calm.contains("was there by then"), "\(calm)")
  }

  @Test(arguments: ["python", "c", "swift"])
  func `a port that nobody knows before is asked for once, and that is told`(
    language: String
  ) throws {
    let folder = try TemporaryFolder()
    let text = try export(
      "d> socket udp\ne> socket udp; bind 0\nrepeat 4 { d> sendto e x; e> recvfrom }\n"
        + "export \(language) d ./\nexport \(language) d -", in: folder
    ).outputText
    #expect(text.contains("it asks for the port of e on its standard input"))
    #expect(text.contains("e prints it"), "\(text)")
    #expect(!text.contains("    sock.sendto(b\"x\", (\"127.0.0.1\", int("))
  }
}
