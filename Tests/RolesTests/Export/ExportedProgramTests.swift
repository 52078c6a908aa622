internal import Foundation
internal import Testing

/// Programs that are compiled and run.
struct ExportedProgramTests {
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
    let lines =
      exportedConversation
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
    ("c", ["gcc", "-Wall", "-Wextra", "-Werror", "-fsyntax-only"]),
    ("swift", ["swiftc", "-warnings-as-errors", "-typecheck"]),
    ("python", ["python3", "-m", "py_compile"]),
  ])
  func `whatever a role did becomes a program that is compiled without a warning`(
    _ language: String, _ compiler: [String]
  ) throws {
    guard Requirement.isMet([compiler[0], "--version"]) else { return }
    let folder = try TemporaryFolder()
    try export(ExportedProgramTests.manyCalls + "export \(language)", in: folder)
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

  @Test(arguments: compilers)
  func `rounds within rounds are loops within loops`(
    _ language: String, _ compiler: [String]
  ) throws {
    let session = """
      pair> socketpair
      pair> repeat 3 { send @3 a; repeat 4 { send @3 b } }
      pair> repeat 3 { send @3 c; repeat 40 { send @3 d } }
      pair> repeat 3 as n { send @3 "{n}"; repeat 5 { send @3 "e{n}" } }
      pair> recv @4

      """
    let text = try export("export \(language) pair -", in: try TemporaryFolder(), of: session)
      .outputText
    let lines = try #require(text.components(separatedBy: "export \(language)").last)
    for letter in ["\"a\"", "\"b\"", "\"c\"", "\"d\"", language == "swift" ? "\"e\\(" : "\"e%"] {
      #expect(lines.components(separatedBy: letter).count == 2, "\(letter) in \(lines)")
    }
    let output = try run(session, of: "pair", language, compiler)
    let inner = (1...3).map { "\($0)" + String(repeating: "e\($0)", count: 5) }.joined()
    let all =
      String(repeating: "abbbb", count: 3)
      + String(repeating: "c" + String(repeating: "d", count: 40), count: 3) + inner
    #expect(output?.contains(all) ?? true, "\(output ?? "")")
  }

  @Test(arguments: compilers)
  func `an answer goes to who has asked in that round`(
    _ language: String, _ compiler: [String]
  ) throws {
    let session = """
      a> socket udp; bind 0
      repeat 8 { sendto a "q"; recvfrom; sendto a "r"; recvfrom }
      recvmsg dontwait

      """
    let output = try run(session, of: "a", language, compiler)
    #expect(output?.components(separatedBy: "from").count ?? 17 == 17, "\(output ?? "")")
    let text = try export("export \(language) a -", in: try TemporaryFolder(), of: session)
      .outputText
    let program = try #require(text.components(separatedBy: "export \(language)").last)
    // In the comment, in the first round, which knows nobody yet, in a loop, and in the last, which
    // needs nobody's address any more.
    #expect(program.ranges(of: "\"q\"").count == 4, "\(program)")
  }

  @Test(arguments: compilers)
  func `the number of a round stands in data of any length`(
    _ language: String, _ compiler: [String]
  ) throws {
    let long = String(repeating: "x", count: 300)
    let output = try run(
      """
      pair> socketpair
      pair> repeat 3 as n { send @3 "\(long){n}y%d" }
      pair> repeat 3 as n { send @3 hex 7a 00 "{n}" }
      pair> recv @4

      """, of: "pair", language, compiler)
    let received = (1...3).map { "\(long)\($0)y%d" }.joined()
    #expect(output?.contains(received + "z") ?? true, "\(output ?? "")")
    #expect(output?.filter { $0 == "z" }.count ?? 3 == 3)
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
}
