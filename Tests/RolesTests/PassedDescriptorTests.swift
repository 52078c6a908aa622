internal import Foundation
internal import Glibc
internal import Testing

/// Descriptors that are passed through Unix sockets: one socket with several holders.
struct PassedDescriptorTests {
  @Test func `the sockets command knows a descriptor that was passed on`() throws {
    let text = try printedLines(
      """
      bob> socket udp; socketpair; bind @3 0
      bob> socket unix; bind @6 unix:unnamed; listen @6
      alice> socket unix; connect bob
      bob> accept @6; sendmsg @7 "x" fd @3
      alice> recvmsg
      sockets

      """
    ).joined(separator: "\n")
    // Whoever acted first stands first.
    #expect(text.contains("alice @4 is the same socket as bob @3"), "\(text)")
    #expect(text.components(separatedBy: "is the same socket as").count == 2, "\(text)")
  }

  @Test func `a passed descriptor is the very socket, and only the last close ends it`() throws {
    let script = """
      server> socket tcp; bind 0; listen
      client> socket tcp; connect server
      server> accept
      socket unix; bind unix:unnamed; listen
      worker> socket unix; connect server
      server> accept @5
      sendmsg @6 "yours" fd @4
      close @4
      worker> recvmsg
      client> send hello
      worker> recv @4
      close @4
      client> recv

      """
    let lines = try printedLines(script)
    #expect(
      lines.contains {
        $0.hasPrefix("recvmsg(3, [\"yours\"") && $0.hasSuffix("with SCM_RIGHTS @4")
      }, "\(lines)")
    #expect(lines.contains("recv(4, \"hello\", 4096, 0) = 5"))
    let closing = try #require(lines.lastIndex(of: "close(4) = 0"))
    let before = lines[..<closing].joined()
    #expect(!before.contains("FIN_WAIT"), "the first close must not end it: \(before)")
    #expect(lines[closing...].contains("  client @3   ESTABLISHED → CLOSE_WAIT"))
    #expect(lines.last?.hasSuffix("recv on @3 will say so each") != nil)
  }

  @Test func `both holders of one socket are told what happens to it`() throws {
    let lines = try printedLines(
      """
      a> socketpair; sendmsg @3 x fd @4; recvmsg @4
      b> socket udp
      a> close @3

      """)
    #expect(lines.contains("  a @4        shutdown none → both"))
    #expect(lines.contains("  a @5        shutdown none → both"))
    let shared = try printedLines("a> socketpair; sendmsg @3 x fd @4; recvmsg @4; close @4\n")
    let text = shared.joined(separator: " ").replacing("   #", with: "")
    #expect(text.contains("a @5 is the same socket and is still open"), "\(text)")
  }

  @Test func `a hostile peer's descriptors and control data do no harm`() throws {
    let program = try Program(sockratic: ["run", "--json", "-"], input: .open)
    program.write("server> socket unix; bind unix:unnamed; listen\n")
    let bound = try program.event("state", role: "server") { $0.text("property") == "local" }
    let name = try #require(bound.text("to")).dropFirst("unix:@".count)
    let client = try Program([
      "python3", "-c",
      """
      import socket, sys, array
      s = socket.socket(socket.AF_UNIX); s.connect("\\0" + sys.argv[1])
      rights = lambda n: [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0] * n))]
      for _ in range(3):
        s.sendmsg([b"\\x1b[2J" * 3], rights(253))
        s.recv(1)
      """, String(name),
    ])
    program.write("accept\n")
    for round in 0..<3 {
      program.write("recvmsg 4096 control \(["2K", "100", "0"][round])\nsend @4 x\n")
      let got = try program.event("returned", role: "server") { $0.text("call") == "recvmsg" }
      let line = try #require(got.text("strace"))
      #expect(line.contains(["[5, 6, 7", "[260, 261", "msg_controllen=0"][round]), "\(line)")
      #expect(line.utf8.allSatisfy { (0x20..<0x7f).contains($0) })
    }
    #expect(try client.finish() == .status(0), "\(client.errorText)")
    program.write("close @4\nkill server\n")
    program.closeInput()
    #expect(try program.finish() == .status(0), "\(program.errorText)")
  }

  @Test func `passing descriptors leaks none, neither in the stage nor in a role`() throws {
    let program = try Program(sockratic: ["run", "--json", "-"], input: .open)
    program.write("a> socketpair\n")
    let role = try #require(program.event("role-started", role: "a").number("pid"))
    let round =
      "sendmsg @3 x fd @3 @4; recvmsg @4; close @5; close @6\nsendmsg @3 x fd @4; recvmsg @4 control 0\n"
    program.write(round + "getsockname @3\n")
    _ = try program.event("returned", role: "a", within: 30) { $0.text("call") == "getsockname" }
    let before = try [descriptors(of: role), descriptors(of: Int(program.pid))]
    program.write(String(repeating: round, count: 300) + "getsockname @4\n")
    _ = try program.event("returned", role: "a", within: 120) {
      $0.text("call") == "getsockname"
    }
    #expect(try [descriptors(of: role), descriptors(of: Int(program.pid))] == before)
  }

  @Test func `a descriptor that was passed and never taken is closed when the role ends`() throws {
    let lines = try printedLines(
      """
      server> socket tcp; bind 0; listen
      client> socket tcp; connect server
      server> accept
      socketpair
      sendmsg @5 x fd @4
      close @4
      kill server

      """)
    #expect(lines.contains { $0.hasPrefix("  client @3   ESTABLISHED → ") }, "\(lines)")
  }

  private func descriptors(of pid: Int) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").sorted()
  }
}
