internal import Foundation
internal import Testing

/// `export` and `code`, as a user meets them.
struct ExportTests {
  private static let conversation = """
    server> socket tcp
    bind 0
    listen
    client> socket tcp
    connect server
    server> accept
    client> send "hello"
    server> recv

    """

  @Test(.enabled(if: Requirement.python, "python3 is not installed"))
  func `the programs of a server and a client find and answer each other`() throws {
    let folder = try TemporaryFolder()
    try export("export python", in: folder)
    let server = try Program(["python3", "\(folder.path)/server.py"])
    try server.wait("port", within: 10) { server.outputText.contains("\n") }
    let port = try #require(server.outputText.firstMatch(of: /port (\d+)/)).1
    let client = try Program(["python3", "\(folder.path)/client.py", "127.0.0.1", String(port)])
    #expect(try client.finish() == .status(0), "\(client.errorText)")
    #expect(try server.finish() == .status(0), "\(server.errorText)")
    #expect(server.outputText.contains("b'hello'"))
  }

  @Test(
    .enabled(if: Requirement.python, "python3 is not installed"),
    arguments: ["bind *:PORT", "bind PORT"])
  func `a port that was typed stands in both programs, and can be given`(bind: String) throws {
    let folder = try TemporaryFolder()
    let asked = try export("you> socket tcp; bind 0; socket tcp; bind 0", in: folder)
    let answers = asked.outputText.matches(of: /you @\d +bound to 127\.0\.0\.1:(\d+)/)
    try #require(answers.count == 2)
    // The session's own port is in TIME_WAIT afterwards.
    let (port, other) = (answers[0].1, String(answers[1].1))
    let lines = ExportTests.conversation
      .replacing("bind 0", with: bind.replacing("PORT", with: port))
      .replacing("connect server", with: "connect 127.0.0.1:\(port)")
    try export("export python", in: folder, of: lines)
    let server = try Program(["python3", "\(folder.path)/server.py", other])
    #expect(
      eventually {
        let client = try? Program(["python3", "\(folder.path)/client.py", "127.0.0.1", other])
        return (try? client?.finish()) == .status(0)
      })
    #expect(try server.finish() == .status(0), "\(server.errorText)")
    #expect(server.outputText.contains("b'hello'"))
  }

  @Test(arguments: [
    ("python", "python3", ["python3", "client.py"]),
    ("c", "gcc", ["sh", "-c", "gcc -Wall -Wextra -Werror -o c client.c && exec ./c \"$@\"", "sh"]),
  ])
  func `a program says which arguments it wants, and takes no others`(
    language: String, tool: String, start: [String]
  ) throws {
    guard Requirement.isMet([tool, "--version"]) else { return }
    let folder = try TemporaryFolder()
    try export("export \(language) client", in: folder)
    for (arguments, reason) in [([], "server_port"), (["127.0.0.1", "nine"], "nine")] {
      let client = try Program(["env", "-C", folder.path] + start + arguments)
      #expect(try client.finish() == .status(2))
      #expect(client.errorText.lowercased().contains(reason), "\(client.errorText)")
      #expect(client.outputText == "")
    }
  }

  @Test(.enabled(if: Requirement.python, "python3 is not installed"))
  func `a program that fails names the call and the reason`() throws {
    let folder = try TemporaryFolder()
    let shown = try export("export python client", in: folder)
    let port = try #require(shown.outputText.firstMatch(of: /bound to 127\.0\.0\.1:(\d+)/)).1
    let client = try Program(["python3", "\(folder.path)/client.py", "127.0.0.1", String(port)])
    #expect(try client.finish() == .status(1))
    #expect(client.errorText.contains(/line \d+: sock.connect\(.*: \[Errno 111\]/))
  }

  @Test(arguments: [
    ("c", "socketpair", ["(void)left; /* it stays open */", "(void)right;"]),
    ("c", "socket udp; bind 0; select read @3 for 10ms", ["select(sock + 1, &readable"]),
    ("python", "socketpair; send @3 abcd; readv @4 3 + 3", ["b\"\".join(buffers)[:count]"]),
    ("swift", "socketpair; send @3 \"\\n\"; recv @4", ["byte < 16 ? \"0\" : \"\""]),
  ])
  func `a program holds where descriptors and bytes are others`(
    language: String, line: String, parts: [String]
  ) throws {
    let folder = try TemporaryFolder()
    let text = try export("r> \(line)\nexport \(language) r -", in: folder).outputText
    for part in parts { #expect(text.contains(part), "\(text)") }
  }

  @Test func `a connect that was refused first is told of`() throws {
    let folder = try TemporaryFolder()
    let text = try export(
      "s> socket tcp; bind 0\nc> socket tcp; connect s\ns> listen\nc> connect s\nexport python c",
      in: folder
    ).outputText.replacing("\n  # ", with: " ")
    #expect(text.contains("the first connect was refused in the session"), "\(text)")
  }

  /// The loops of a program end where nothing comes.
  @Test(arguments: ["python", "c", "swift"])
  func `an empty datagram before the mark is a receive of its own`(language: String) throws {
    let folder = try TemporaryFolder()
    let text = try export(
      """
      r> socket udp; bind 0
      s> socket udp; connect r; send ""; send "yes"
      r> recv until "yes"
      export \(language) r -
      """, in: folder
    ).outputText
    #expect(text.matches(of: /MSG_PEEK/).count >= 2, "\(text)")
    #expect(!text.contains("def recv_until") && !text.contains("until mark"), "\(text)")
  }

  @Test func `without a name nothing is written over, and with one it is`() throws {
    let folder = try TemporaryFolder()
    let mine = try folder.file("server.py", "# mine")
    let refused = try export("export python server", in: folder, status: 1)
    #expect(refused.errorText.contains("server.py is there already"))
    #expect(try String(contentsOfFile: mine, encoding: .utf8) == "# mine")
    try export("export python server server.py", in: folder)
    #expect(try String(contentsOfFile: mine, encoding: .utf8).contains("listener.listen(128)"))
  }

  @Test(arguments: [
    ("python", "recv_until(", "recv_exactly("), ("c", "recv_until(", "recv_exactly("),
    ("swift", "until mark: [UInt8]", "receiveExactly("),
  ])
  func `expect becomes a loop up to what it waits for`(
    _ language: String, _ until: String, _ exactly: String
  ) throws {
    let program = try export(
      "client> send \"abcde\"\nserver> expect \"bc\" within 3s\nserver> expect next \"de\"\n"
        + "export \(language) server -", in: try TemporaryFolder()
    ).outputText
    #expect(program.contains(until))
    #expect(program.contains(exactly))
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

  @Test func `every role goes into a folder, and one onto the terminal`() throws {
    let folder = try TemporaryFolder()
    try export("export c ./", in: folder)
    for name in ["server.c", "client.c"] {
      #expect(FileManager.default.fileExists(atPath: "\(folder.path)/\(name)"))
    }
    try export("export python new/", in: folder)
    for name in ["new/server.py", "new/client.py"] {
      #expect(FileManager.default.fileExists(atPath: "\(folder.path)/\(name)"))
    }
    let refused = try export("export c both.c", in: folder, status: 1).errorText
    #expect(refused.contains("both.c is one file, and there is one for each role"))
    #expect(refused.contains("name the role before the file"))
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/both.c"))
    let missing = try export("export c no/such/", in: folder, status: 1).errorText
    #expect(missing.contains("no/such/ cannot be written: ENOENT"))
    let shown = try export("export swift client -", in: folder)
    #expect(shown.outputText.contains("connect(sock, $0, $1)"))
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/-"))
  }

  @Test func `a role that was killed and came again has two programs`() throws {
    let folder = try TemporaryFolder()
    try export("kill client\nclient> socket udp\nexport python", in: folder)
    let first = try String(contentsOfFile: "\(folder.path)/client.py", encoding: .utf8)
    let second = try String(contentsOfFile: "\(folder.path)/client-2.py", encoding: .utf8)
    #expect(first.contains("SOCK_STREAM") && !first.contains("SOCK_DGRAM"))
    #expect(second.contains("SOCK_DGRAM") && !second.contains("SOCK_STREAM"))
    let shown = try export(
      "kill client\nclient> socket udp\nexport python client only.py", in: folder)
    let last = try String(contentsOfFile: "\(folder.path)/only.py", encoding: .utf8)
    #expect(last.contains("Usage: python3 only.py") && last.contains("SOCK_DGRAM"))
    #expect(shown.outputText.contains("client's last process did, the 2nd of that name"))
  }

  @Test func `what a program cannot say is told`() throws {
    let folder = try TemporaryFolder()
    let shown = try export(
      "client> sendmmsg \"a\" and \"b\"\nexport python client", in: folder)
    #expect(shown.outputText.contains("sendmmsg: Python's standard library has none"))
  }

  @Test(arguments: [
    ("python", "recv_exactly("), ("c", "recv_exactly("), ("swift", "receiveExactly("),
  ])
  func `a round that receives so many bytes does so however they come`(
    language: String, exactly: String
  ) throws {
    let folder = try TemporaryFolder()
    let text = try export(
      "repeat 4 as n { client> send \"m {n}\"; server> recv exactly 3 }\nexport \(language) server -",
      in: folder
    ).outputText
    #expect(text.contains("\(exactly)connection, ") && text.contains("3)"), "\(text)")
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

  @Test func `code shows the loop that a line stands for`() throws {
    let folder = try TemporaryFolder()
    let text = try export("client> send hello\nserver> recv exactly 5\ncode", in: folder).outputText
    for function in [
      "static ssize_t recv_exactly(", "def recv_exactly(", "func receiveExactly(",
    ] {
      #expect(text.contains(function), "\(function)")
    }
    #expect(!text.contains("def send_all("))
  }

  @Test func `code shows the last line in three languages, with the prototype`() throws {
    let folder = try TemporaryFolder()
    let shown = try export("client> send \"again\"\ncode", in: folder).outputText
    for part in [
      "ssize_t send(int sockfd, const void buf[.len], size_t len, int flags);", "man 2 send",
      "sock.sendall(b\"again\")", "send(sock, \"again\", 5, 0)",
      "try sendOnce(sock, Array(\"again\".utf8))",
    ] { #expect(shown.contains(part), "\(shown)") }
  }

  @Test(arguments: [
    ("c", ["gcc", "-Wall", "-Wextra", "-Werror", "-fsyntax-only"]),
    ("swift", ["swiftc", "-warnings-as-errors", "-typecheck"]),
    ("python", ["python3", "-m", "py_compile"]),
  ])
  func `whatever a role did becomes a program that is compiled without a warning`(
    _ language: String, _ compiler: [String]
  ) throws {
    guard Requirement.isMet([compiler[0], "--version"]) else { return }
    let folder = try TemporaryFolder()
    try export(ExportTests.manyCalls + "export \(language)", in: folder)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let programs = files.filter { $0.contains(".") && !$0.hasSuffix(".sock") }
    #expect(programs.count == 5, "\(files)")
    for name in programs {
      let compiling = try Program(compiler + ["\(folder.path)/\(name)"])
      #expect(try compiling.finish(within: 60) == .status(0), "\(compiling.errorText)")
    }
  }

  private static let compilers = [
    ("c", ["gcc", "-Wall", "-Wextra", "-Werror"]), ("swift", ["swiftc", "-warnings-as-errors"]),
    ("python", []),
  ]

  @Test(arguments: compilers.prefix(2))
  func `several buffers and several messages go out and come in by one call each`(
    _ language: String, _ compiler: [String]
  ) throws {
    let output = try run(
      """
      pair> socketpair
      pair> writev @3 "ab" + "c"
      pair> readv @4 1 + 2
      pair> socketpair unix-dgram
      pair> sendmmsg @5 "one" and "three"
      pair> recvmmsg @6 3 of 2 + 100 control 64 waitforone

      """, of: "pair", language, compiler)
    #expect(output?.contains("3 bytes: one\n5 bytes: three\n") ?? true, "\(output ?? "")")
    let buffers = language == "swift" ? "1 bytes: a\n2 bytes: bc\n" : "3 bytes: abc\n"
    #expect(output?.contains(buffers) ?? true, "\(output ?? "")")
  }

  @Test(arguments: compilers)
  func `rounds that had a pace keep it`(_ language: String, _ compiler: [String]) throws {
    let began = Date()
    let output = try run(
      """
      pair> socketpair
      pair> repeat 5 every 200ms as n { send @3 "{n}" }
      pair> recv @4

      """, of: "pair", language, compiler)
    guard let output else { return }
    #expect(output.contains("12345"))
    #expect(Date().timeIntervalSince(began) >= 0.8 * 2, "0.8 s twice")
  }

  /// What the program prints that the role becomes; nil where there is no compiler.
  private func run(
    _ session: String, of role: String, _ language: String, _ compiler: [String]
  ) throws -> String? {
    guard Requirement.isMet([compiler.first ?? "python3", "--version"]) else { return nil }
    let folder = try TemporaryFolder()
    try export(session + "export \(language) \(role)", in: folder)
    let file = "\(folder.path)/\(role).\(language == "python" ? "py" : language)"
    let built = "\(folder.path)/program"
    if !compiler.isEmpty {
      let compiling = try Program(compiler + ["-o", built, file])
      #expect(try compiling.finish(within: 60) == .status(0), "\(compiling.errorText)")
    }
    let program = try Program(compiler.isEmpty ? ["python3", file] : [built])
    #expect(try program.finish(within: 20) == .status(0), "\(program.errorText)")
    return program.outputText
  }

  private static let manyCalls = #"""
    class> socket unix-dgram
    class> bind ./a.sock
    import> socket unix-dgram
    import> sendto ./a.sock "x\u{202e}y"
    class> recv
    socket-1> socketpair
    socket-1> sendmsg @3 "q" fd @4
    socket-1> recvmsg @4
    socket-1> dup @3
    socket-1> dup2 @3 @9
    socket-1> close @9
    socket-1> write @3 "zz"
    socket-1> readv @4 1 + 1
    socket-1> writev @3 "a" + "b"
    socket-1> read @4 2
    socket-1> close @77
    socket-1> ioctl @4 FIONREAD
    socket-1> poll urgent @4 now
    socket-1> select read @4 write @3 for 10ms
    socket-1> epoll create
    socket-1> epoll add @4 IN|ET
    socket-1> set rcvtimeo 200ms
    socket-1> getsockopt SO_PEERCRED
    socket-1> getsockopt SO_LINGER
    socket-1> setsockopt TCP_NODELAY on
    socket-1> sendmmsg @3 "one" and "two"
    socket-1> recvmmsg @4 2 waitforone
    socket-1> sendmmsg @3 "one"
    socket-1> recvmmsg @4 1 of 2 + 3 control 0 for 1s
    socket-1> repeat 2 every 10ms { send @3 a; recv @4 }

    """#

  @discardableResult
  private func export(
    _ line: String, in folder: TemporaryFolder, of conversation: String = ExportTests.conversation,
    status: Int32 = 0
  ) throws -> Program {
    let program = try Program(
      ["env", "-C", folder.path, Program.sockratic, "run", "-"],
      input: .text(conversation + line + "\n"))
    #expect(try program.finish() == .status(status), "\(program.errorText)")
    return program
  }
}
