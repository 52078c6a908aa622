internal import Foundation
internal import Glibc
internal import Testing

/// Unix sockets: their files, their queues and their ends.
struct UnixTests {
  private static let accepted = """
    server> socket unix; bind unix:unnamed; listen 3
    client> socket unix; connect server
    server> accept

    """

  @Test func `the accept queue, the receive queue and the ends of a stream are told`() throws {
    let lines = try printedLines(
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
    let text = try printedLines("a> socketpair; sockets\n").joined(separator: "\n")
    #expect(
      text.contains("a @3    unix  unix:unnamed  a @4    CONNECTED  recv 0 send 0"), "\(text)")
    let listening = try printedLines(Self.accepted + "sockets\n").joined(separator: "\n")
    #expect(listening.contains("accept 0/3"), "\(listening)")
    #expect(listening.contains("client @3"))
  }

  @Test(arguments: ["shutdown @3 write", "close @3"])
  func `an empty record is no end of file, and what comes behind the last one is`(
    ending: String
  ) throws {
    let text = try printedLines(
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
    let text = try printedLines("a> socketpair; send @3 \"7 bytes\"; sockets; queues\n")
      .joined(separator: "\n")
    #expect(text.contains("recv 0 send mem "), "\(text)")
    #expect(text.contains("send queue not empty; with overhead "), "\(text)")
    #expect(text.contains("recv 7 send 0") && text.contains("receive queue 7 bytes"), "\(text)")
  }

  @Test func `a file that bind made stays, is in the way, and goes with unlink`() throws {
    let folder = try TemporaryFolder()
    let lines = try printedLines(
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

      """, within: ["env", "-C", folder.path])
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

  @Test func `a waiting accept, recv and recvmsg wake when a client comes`() throws {
    let lines = try printedLines(
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
    let text = try printedLines(full).joined(separator: " ").replacing("   #", with: "")
    #expect(text.contains("The accept queue of server @3 is full (1 connection, backlog 0)"))
    let queue = try printedLines("a> socketpair; interrupt\n".replacing("; interrupt", with: ""))
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
}
