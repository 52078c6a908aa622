internal import Foundation
internal import Glibc
internal import Testing

/// Unix sockets: their files, their queues, and descriptors that are passed through them.
struct UnixTests {
  private static let accepted = """
    server> socket unix; bind unix:unnamed; listen 3
    client> socket unix; connect server
    server> accept

    """

  private func lines(_ script: String, in folder: TemporaryFolder? = nil) throws -> [String] {
    let words = folder.map { ["env", "-C", $0.path] } ?? []
    let program = try Program(words + [Program.sockratic, "run", "-"], input: .text(script))
    guard try program.finish() == .status(0) else {
      throw Program.Failure(description: "\(program.errorText)\n\(program.outputText)")
    }
    return program.outputText.split(separator: "\n").map(String.init)
  }

  @Test func `the accept queue, the receive queue and the ends of a stream are told`() throws {
    let lines = try lines(
      Self.accepted + """
        client> send hello
        server> recv @4 2
        client> shutdown write
        server> recv @4
        close @4

        """)
    let states = lines.filter { $0.hasPrefix("  server @") || $0.hasPrefix("  client @") }
      .filter { !$0.contains("bound to") }
    #expect(
      states == [
        "  server @3   UNCONNECTED → LISTEN", "  client @3   UNCONNECTED → CONNECTED",
        "  server @3   accept queue 0 → 1", "  server @3   accept queue 1 → 0",
        "  server @4   receive queue 0 → 5", "  server @4   receive queue 5 → 3",
        "  client @3   shutdown none → sending", "  server @4   shutdown none → receiving",
        "  server @4   receive queue 3 → 0", "  client @3   shutdown sending → both",
      ])
  }

  @Test func `the sockets command names the peer of a socket without a name`() throws {
    let text = try lines("a> socketpair; sockets\n").joined(separator: "\n")
    #expect(
      text.contains("a @3    unix  unix:unnamed  a @4    CONNECTED  recv 0 send 0"), "\(text)")
    let listening = try lines(Self.accepted + "sockets\n").joined(separator: "\n")
    #expect(listening.contains("accept 0/3"), "\(listening)")
    #expect(listening.contains("client @3"))
  }

  @Test(arguments: ["shutdown @3 write", "close @3"])
  func `an empty record is no end of file, and what comes behind the last one is`(
    ending: String
  ) throws {
    let text = try lines(
      """
      a> socketpair unix-seqpacket
      send @3 ""
      recv @4
      send @3 "some"
      recv @4
      \(ending)
      recv @4

      """
    ).joined(separator: " ")
    let parts = text.components(separatedBy: "An empty message: a @3 has not closed")
    #expect(parts.count == 2, "\(text)")
    #expect(!parts[0].contains("end of file,"))
    #expect(parts.last?.contains("0 bytes mean end of file") == true, "\(text)")
  }

  @Test func `what was sent and not taken is told as memory, not as bytes`() throws {
    let text = try lines("a> socketpair; send @3 \"7 bytes\"; sockets; queues\n")
      .joined(separator: "\n")
    #expect(text.contains("recv 0 send mem "), "\(text)")
    #expect(text.contains("send queue not empty; with overhead "), "\(text)")
    #expect(text.contains("recv 7 send 0") && text.contains("receive queue 7 bytes"), "\(text)")
  }

  @Test func `the sockets command knows a descriptor that was passed on`() throws {
    let text = try lines(
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

  @Test func `a file that bind made stays, is in the way, and goes with unlink`() throws {
    let folder = try TemporaryFolder()
    let lines = try lines(
      """
      server> socket unix; bind ./s.sock
      close
      socket unix; bind ./s.sock
      ! EADDRINUSE
      connect ./s.sock
      ! ECONNREFUSED
      unlink ./s.sock
      unlink ./s.sock
      ! ENOENT
      bind ./s.sock

      """, in: folder)
    let text = lines.joined(separator: " ").replacing("   #", with: "")
    #expect(text.contains("close leaves the file ./s.sock"), "\(text)")
    #expect(text.contains("`unlink ./s.sock` removes it, then `bind` again."), "\(text)")
    #expect(text.contains("nobody has the socket any more"), "\(text)")
    var status = stat()
    #expect(lstat("\(folder.path)/s.sock", &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFSOCK)
  }

  @Test func `unlink removes no file that is not a socket`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("notes", "kept")
    let program = try Program(sockratic: ["run", "-"], input: .text("unlink \(path)\n"))
    #expect(try program.finish() == .status(1))
    #expect(program.errorText.contains("is no socket, and only sockets are removed here"))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "kept")
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
    let lines = try lines(script)
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
    let lines = try lines(
      """
      a> socketpair; sendmsg @3 x fd @4; recvmsg @4
      b> socket udp
      a> close @3

      """)
    #expect(lines.contains("  a @4        shutdown none → both"))
    #expect(lines.contains("  a @5        shutdown none → both"))
    let shared = try self.lines("a> socketpair; sendmsg @3 x fd @4; recvmsg @4; close @4\n")
    let text = shared.joined(separator: " ").replacing("   #", with: "")
    #expect(text.contains("a @5 is the same socket and is still open"), "\(text)")
  }

  @Test func `a waiting accept, recv and recvmsg wake when a client comes`() throws {
    let lines = try lines(
      """
      server> socket unix; bind unix:unnamed; listen; accept
      client> socket unix; connect server
      server> recvmsg @4
      client> send "hi"
      server> recv @4
      client> close

      """)
    #expect(lines.contains("server< accept(3) = 4 from unix:unnamed"))
    #expect(lines.contains("server< recvmsg(4, [\"hi\", 4096], control 256, 0) = 2"))
    #expect(lines.contains("server< recv(4, \"\", 4096, 0) = 0"))
  }

  @Test func `a connect or a send that waits for room says for whose`() throws {
    let full = """
      server> socket unix; bind unix:unnamed; listen 0
      a> socket unix; connect server
      b> socket unix; connect server
      server> accept
      wait b

      """
    let text = try lines(full).joined(separator: " ").replacing("   #", with: "")
    #expect(text.contains("The accept queue of server @3 is full (1 connections, backlog 0)"))
    let queue = try lines("a> socketpair; interrupt\n".replacing("; interrupt", with: ""))
    #expect(!queue.isEmpty)
  }

  @Test(arguments: [
    "bind \"./\(String(repeating: "a", count: 106))\"",
    "bind \"unix:@\(String(repeating: "b", count: 107))\"",
    "bind \"unix:@\\0\\x1b[2J\\0\\u{202e}\"", "bind \"./\\x1b]0;t\\x07\\u{9b}31m\"",
  ])
  func `the longest and the oddest names are shown safely, and come back as they are`(
    bind: String
  ) throws {
    let folder = try TemporaryFolder()
    for trace in ["short", "full"] {
      let program = try Program(
        ["env", "-C", folder.path, Program.sockratic, "run", "--trace", trace, "-"],
        input: .text(
          "server> socket unix; \(bind); getsockname; listen\nclient> socket unix; connect server\nsockets\n"
        ))
      #expect(try program.finish() == .status(0), "\(program.errorText)")
      let raw = program.outputText.unicodeScalars.filter {
        $0 != "\n" && [.control, .format].contains($0.properties.generalCategory)
      }
      #expect(raw.isEmpty)
      #expect(program.outputText.contains("CONNECTED"))
      for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
        unlink("\(folder.path)/\(file)")
      }
    }
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
    let lines = try lines(
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
