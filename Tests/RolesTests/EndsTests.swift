internal import Foundation
internal import Glibc
internal import Testing

private let connected = """
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept

  """

struct EndsTests {
  // MARK: Roles

  @Test func `killing a role shows its peer that the kernel closed the connection`() throws {
    let log = try log(of: connected + "kill server\ncheck client.state == CLOSE_WAIT\n")
    #expect(log.map(\.shape).contains("client state state ESTABLISHED → CLOSE_WAIT"))
    let end = try #require(log.first { $0.kind == "role-ended" })
    #expect(end.role == "server")
    #expect(end.text("signal") == "SIGKILL")
  }

  @Test func `killing a role with unread data resets its peer`() throws {
    let script = connected + "client> send \"unread\"\nkill server\nclient> recv\n! ECONNRESET\n"
    #expect(try log(of: script).map(\.shape).contains("client state state ESTABLISHED → CLOSED"))
  }

  @Test func `a connection whose peer has closed before accept is shown in CLOSE_WAIT by it`()
    throws
  {
    let script = """
      server> socket tcp; bind 0; listen
      client> socket tcp; connect server; send bye; close
      server> accept
      check server@4.state == CLOSE_WAIT
      client> socket tcp; set linger 0s; connect server; close
      server> accept
      check server@5.state == CLOSED
      client> socket tcp; connect server
      server> accept
      server> dup @4

      """
    let shapes = try log(of: script).map(\.shape).filter { $0.hasPrefix("server state state ") }
    #expect(
      shapes == [
        "server state state CLOSED → LISTEN", "server state state ESTABLISHED → CLOSE_WAIT",
        "server state state ESTABLISHED → CLOSED",
      ], "\(shapes)")
  }

  @Test func `a connection that was reset before accept ends with no end of file`() throws {
    let text = try transcript(
      of: """
        server> socket tcp; bind 0; listen
        client> socket tcp; set linger 0s; connect server; close
        server> accept; recv
        ! ECONNRESET
        server> recv

        """)
    let last = text.split(separator: "\n").suffix(3).joined(separator: " ")
    #expect(last.contains("This is no end of file: RST"), "\(text)")
  }

  @Test func `a role can be ended by the signal that is named`() throws {
    let log = try log(of: connected + "kill client SIGTERM\nserver> recv @4\n")
    let end = try #require(log.first { $0.kind == "role-ended" })
    #expect(end.role == "client")
    #expect(end.text("signal") == "SIGTERM")
    #expect(log.last { $0.kind == "returned" }?.number("result") == 0)
  }

  @Test func `a role that is named again after its end is a new process`() throws {
    let log = try log(of: connected + "kill server\nserver> socket udp\n")
    let pids = log.filter { $0.kind == "role-started" && $0.role == "server" }
      .compactMap { $0.number("pid") }
    #expect(Set(pids).count == 2)
    #expect(log.last { $0.kind == "returned" }?.number("result") == 3)
  }

  @Test func `a stopped role holds nobody up, and goes on when it is continued`() throws {
    let script =
      connected + "kill server SIGSTOP\nclient> send hello\nkill server SIGCONT\nserver> recv @4\n"
    let log = try log(of: script, within: 10)
    #expect(log.last { $0.kind == "returned" }?.number("result") == 5)
  }

  @Test func `a default SIGPIPE ends the role that sends to a peer that is gone`() throws {
    let script = """
      \(connected)
      server> close @4
      client> signal SIGPIPE default
      client> send one
      client> send two
      """
    let end = try #require(try log(of: script).first { $0.kind == "role-ended" })
    #expect(end.role == "client")
    #expect(end.text("signal") == "SIGPIPE")
  }

  @Test func `a role killed from outside is reported with its signal`() throws {
    let program = try Program(sockratic: ["run", "--json", "-"], input: .open)
    program.write(connected)
    let pid = try #require(program.event("role-started", role: "client").number("pid"))
    _ = try program.event("returned", role: "server") { $0.text("call") == "accept" }
    kill(pid_t(pid), SIGSEGV)
    #expect(eventually { !isAlive(pid) })
    program.write("server> recv @4\n")
    let end = try program.event("role-ended", role: "client")
    #expect(end.text("signal") == "SIGSEGV")
    _ = try program.event("typed", role: "server") { $0.text("text") == "recv @4" }
    let last = try program.event("returned", role: "server") { $0.text("call") == "recv" }
    #expect(last.number("result") == 0)
    program.closeInput()
    #expect(try program.finish() == .status(0))
  }

  @Test func `interrupt gives the waiting call a real EINTR`() throws {
    let log = try log(
      of: "server> socket tcp; bind 0; listen; accept\ninterrupt\n! EINTR\nserver> getsockname\n")
    let interrupted = try #require(log.first { $0.text("errno") == "EINTR" })
    #expect(interrupted.text("call") == "accept")
    #expect(interrupted.flag("late") == true)
    #expect(interrupted.text("strace")?.contains("ERESTARTSYS") == true)
  }

  @Test func `a script that ends while a role waits fails, and says which`() throws {
    let program = try Program(
      sockratic: ["run", "-"], input: .text("server> socket tcp; bind 0; listen; accept\n"))
    #expect(try program.finish() == .status(1))
    #expect(program.errorText.contains("server still waits in accept"))
  }

  // MARK: The stage

  @Test(arguments: [SIGKILL, SIGTERM, SIGHUP, SIGINT, SIGQUIT])
  func `no role outlives the stage that is ended by a signal`(signal: Int32) throws {
    let (program, pids) = try waitingProgram()
    kill(program.pid, signal)
    #expect(eventually { !pids.contains(where: isAlive) })
    // ⌃C at a script is an end that the program reports; the others end it where it stands.
    #expect(try program.finish() == (signal == SIGINT ? .status(130) : .signal(signal)))
  }

  @Test func `no role outlives the stage whose script ends`() throws {
    let (program, pids) = try waitingProgram()
    program.closeInput()
    #expect(try program.finish() == .status(1))
    #expect(eventually { !pids.contains(where: isAlive) })
  }

  /// A stage with a role that waits in accept, one that waits in recv, and one that has nothing to do.
  private func waitingProgram() throws -> (Program, [Int]) {
    let program = try Program(sockratic: ["run", "--json", "-"], input: .open)
    program.write(connected + "server> accept\nclient> recv\nidle> socket tcp\n")
    let pids = try ["server", "client", "idle"].map { role in
      try #require(program.event("role-started", role: role).number("pid"))
    }
    _ = try program.event("returned", role: "idle")
    #expect(pids.allSatisfy(isAlive))
    return (program, pids)
  }
}
