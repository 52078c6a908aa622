internal import Foundation
internal import Testing

struct RunTests {
  // MARK: Scripts that are right

  @Test(arguments: [
    "", "\n", "# a comment", "server>", "socket tcp\r\nclose\r\n", "socket tcp\nclose",
    "socket tcp # a comment\n\n\nclose @3", "socket tcp; close",
  ])
  func `a script that is right ends with status 0`(script: String) throws {
    let program = try run(script)
    #expect(try program.finish() == .status(0))
    #expect(program.errorText.isEmpty)
  }

  @Test(arguments: [
    "poll read for 30ms", "ppoll read for 30ms mask none", "select read for 30ms",
    "epoll create; epoll add @3 read; epoll wait for 30ms", "set rcvtimeo 30ms; recv",
  ])
  func `a call that comes back by itself may be the last`(call: String) throws {
    let program = try run("socket udp; bind 0\n\(call)\n")
    #expect(try program.finish() == .status(0), "\(program.errorText)")
    #expect(program.outputText.contains(#/= (0|-1 EAGAIN.*)\n/#), "\(program.outputText)")
  }

  @Test(arguments: ["poll read for 60s", "recv", "recvmmsg for 30ms"])
  func `one that does not come back in time still fails it`(call: String) throws {
    let program = try run("socket udp; bind 0\n\(call)\n", "--deadline", "300ms")
    #expect(try program.finish() == .status(1))
    #expect(program.errorText.contains("when the script ends"), "\(program.errorText)")
  }

  @Test(arguments: [
    ("rnu", "Did you mean “sockratic run”?"), ("foo", "The subcommands are repl, run, "),
    ("/etc/passwd", "To run a script: sockratic run /etc/passwd"),
  ])
  func `what is no subcommand has a hint`(word: String, hint: String) throws {
    let program = try Program(sockratic: [word, "x"])
    #expect(try program.finish() == .status(64))
    #expect(program.errorText.contains(hint), "\(program.errorText)")
  }

  @Test func `an error of the kernel's does not fail a script`() throws {
    let program = try run("socket tcp\nrecv\nrecv @9\n")
    #expect(try program.finish() == .status(0))
    #expect(program.outputText.contains("-1 EBADF"))
  }

  @Test func `assertions that hold are met`() throws {
    let program = try run(
      """
      server> socket tcp
      recv
      ! ENOTCONN
      bind 0
      check server.error == none
      listen
      check server.state == LISTEN
      check server@3.state != CLOSED
      check server.alive
      """)
    #expect(try program.finish() == .status(0), "\(program.errorText)")
  }

  @Test func `a quoted string goes on over several lines`() throws {
    let log = try log(of: "server> socket udp\nsend @3 \"one\ntwo\"\n! EDESTADDRREQ\n")
    #expect(log.compactMap(\.bytes).contains("one\ntwo"))
  }

  @Test(arguments: [
    ("short", "send(3, \"x\", 1, 0) = -1"),
    ("full", "sendto(3, \"x\", 1, 0, NULL, 0)           = -1"),
  ])
  func `trace says how calls are shown`(mode: String, line: String) throws {
    let program = try run("socket udp\nsend x\n", "--trace", mode)
    #expect(try program.finish() == .status(0))
    #expect(program.outputText.contains(line))
  }

  @Test func `trace off shows no calls`() throws {
    let program = try run("socket udp\nsend x\n", "--trace", "off")
    #expect(try program.finish() == .status(0))
    #expect(!program.outputText.contains("socket("))
    #expect(!program.outputText.contains("EDESTADDRREQ"))
  }

  @Test func `quit ends a script`() throws {
    let program = try run("socket tcp\nquit\nlisen\n")
    #expect(try program.finish() == .status(0))
  }

  // MARK: Scripts that fail

  @Test(arguments: [
    ("socket tcp\nrecv\n! EBADF\nlisen\n", 3, "expected recv to fail with EBADF, but ENOTCONN"),
    ("socket tcp\n! EBADF\n", 2, "expected socket to fail with EBADF, but it returned 3"),
    ("socket tcp\ncheck you.state == LISTEN\n", 2, "you.state == LISTEN does not hold"),
    ("\n\nlisen\n", 3, "unknown command “lisen”"),
    ("socket udp; bind 0\nrecv\nclose\n", 3, "you still wait in recv"),
    ("kill nobody\n", 1, "no role is called “nobody”"),
    ("interrupt you\n", 1, "“you” has no process yet"),
    ("socket unix; bind door\n", 1, "path has a slash, as in ./door"),
    ("a> socket tcp\na> kill a\ninterrupt a\n", 3, "“a” has ended"),
    ("a> socket tcp; kill a\na> socket tcp\ninterrupt nosuch\n", 3, "the one role is a\n"),
    ("let b = you.port\n", 1, "you have no socket"),
    ("socket udp; bind 0; recv\n! EAGAIN\n", 2, "`nonblocking on` before it"),
    ("socket udp; bind 0; set rcvtimeo 30s; recv\n! EAGAIN\n", 2, "`wait you` before this line"),
    ("socket tcp; recv\nrepeat 3 {}\n", 2, "the block is empty"),
  ])
  func `the first line that fails is named`(script: String, line: Int, reason: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("script", script)
    let program = try Program(sockratic: ["run", "--deadline", "200ms", path])
    #expect(try program.finish(within: 10) == .status(1))
    #expect(program.errorText.hasPrefix("\(path):\(line): "))
    #expect(program.errorText.contains(reason))
  }

  @Test(arguments: [
    "a> socket udp; bind 0; recv\n",
    "a> socket tcp; bind 0; listen 0\nb> socket tcp; connect a\nc> socket tcp; connect a\n",
    "a> socket tcp; bind 0; listen; accept\n",
  ])
  func `a call that waits when the script ends fails it, at the latest at the deadline`(
    script: String
  ) throws {
    let start = Date()
    let program = try run(script, "--deadline", "200ms")
    #expect(try program.finish(within: 10) == .status(1))
    #expect(Date().timeIntervalSince(start) < 4, "the deadline is 200 ms")
    #expect(program.errorText.contains("still waits in"))
  }

  @Test func `a script that cannot be read is named with the reason`() throws {
    for (path, reason) in [("/nowhere/at all", "No such file"), ("/tmp", "Is a directory")] {
      let program = try Program(sockratic: ["run", path])
      #expect(try program.finish() == .status(1))
      #expect(program.errorText.hasPrefix("\(path): cannot be read: "), "\(program.errorText)")
      #expect(program.errorText.contains(reason))
    }
  }

  @Test func `a byte order mark before the first line is no part of it`() throws {
    let program = try Program(
      sockratic: ["run", "-"], input: .bytes([0xef, 0xbb, 0xbf] + Array("socket tcp\n".utf8)))
    #expect(try program.finish() == .status(0), "\(program.errorText)")
    #expect(program.outputText.hasPrefix("you> socket tcp\nsocket("))
  }

  @Test(arguments: [
    ("socket tcp6; bind [fe80::1%nosuch]:0", 28, "no interface “nosuch”"),
    ("socket tcp; send file /nope", 23, "/nope cannot be read"),
    ("socket tcp; unlink /etc/passwd", 20, "is no socket"),
    ("socket tcp; send zeros 100G", 18, "at most 64M at once"),
    ("socket tcp; use @9", 17, "no socket @9"),
    ("socket tcp; sendmsg zeros 100M", 13, "at most 64M"),
    ("kill nobody", 6, "no role is called"),
  ])
  func `a word that cannot be carried out has the caret`(
    line: String, column: Int, reason: String
  ) throws {
    let program = try Program(sockratic: ["run", "--json", "-"], input: .text(line + "\n"))
    #expect(try program.finish() == .status(1))
    let diagnostic = try #require(try events(of: program).last { $0.kind == "diagnostic" })
    #expect(diagnostic.number("column") == column)
    #expect(diagnostic.text("text")?.contains(reason) == true, "\(program.errorText)")
  }

  @Test func `a wrong option is a wrong usage`() throws {
    for options in [["--trace", "blah"], ["--deadline", "soon"], ["--nosuch"], ["a", "b"]] {
      #expect(try Program(sockratic: ["run"] + options).finish() == .status(64))
    }
  }

  // MARK: Standard streams

  @Test func `a reader that is gone ends it quietly`() throws {
    let script = String(repeating: "socket tcp\nclose\n", count: 2000)
    let program = try Program(
      ["sh", "-c", "{ \"$0\" run -; echo status $? >&2; } | head -n 1", Program.sockratic],
      input: .text(script))
    #expect(try program.finish() == .status(0))
    #expect(program.errorText == "status 1\n")
  }

  @Test(arguments: [">/dev/full", ">&-"])
  func `output that cannot be written fails it, with the reason`(redirection: String) throws {
    let program = try Program(
      ["sh", "-c", "exec \"$0\" run - \(redirection)", Program.sockratic],
      input: .text("socket tcp\n"))
    #expect(try program.finish() == .status(1))
    #expect(program.errorText.contains("standard output"))
  }

  @Test func `without standard input there is an error, not a hang`() throws {
    let program = try Program(["sh", "-c", "exec \"$0\" run - <&-", Program.sockratic])
    #expect(try program.finish() == .status(1))
    #expect(program.errorText.contains("standard input"))
  }

  private func run(_ script: String, _ options: String...) throws -> Program {
    try Program(sockratic: ["run", "-"] + options, input: .text(script))
  }
}
