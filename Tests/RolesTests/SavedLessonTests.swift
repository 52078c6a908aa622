import Foundation
import Testing

/// `save FILE.md`: what was done in a session becomes a lesson.
struct SavedLessonTests {
  /// Sessions of many kinds, the title of a step that each must have, and what it needs.
  private static let sessions: [(script: String, title: String)] = [
    (
      """
      server> socket tcp; bind 0; listen
      client> socket tcp; connect server
      server> accept; recv
      client> send "hello"; close
      server> recv; close @4
      """, "## The other side has closed, and server has not"
    ),
    ("socket tcp; bind 0\nclient> socket tcp; connect you\n", "## A call of client has failed"),
    (
      """
      let word = hello
      server> socket udp; bind 0
      let port = server.port
      client> socket udp; sendto 127.0.0.1:{port} {word}
      server> recvfrom
      """, "## Server has received 5 bytes or more in all"
    ),
    (
      """
      server> socket tcp; bind 127.0.0.1:PORT; listen
      client> socket tcp; connect 127.0.0.1:PORT
      server> accept
      other> socket tcp; bind PORT
      """, "## A call of other has failed with EADDRINUSE"
    ),
    ("a> socket tcp; bind 0; listen; accept\n", "## A waits in accept"),
    (
      "server> socket tcp; bind 0; listen\nanna> socket tcp; connect server; set rcvtimeo 100ms; recv\n",
      "## A call of anna has failed with EAGAIN"
    ),
    ("peer echo\nsocket tcp; connect echo\n", "## You are connected"),
    (
      """
      server> socket unix; bind ./passing.sock; listen
      client> socket unix; connect ./passing.sock
      server> accept
      client> socket udp; bind 0
      sendmsg @3 "x" fd @4
      server> recvmsg @4; getsockname @5
      """, "## Server has called getsockname"
    ),
    (
      "peera> socket udp; bind 0\nrole peerb\nsocket udp; connect peera; send hi\npeera> recv\n",
      "## Peera has received 2 bytes or more in all"
    ),
    (
      """
      a> socket tcp; bind 0; listen 0
      repeat 2 { b> socket tcp; connect a }
      """, "## B has sent a SYN and has no answer yet"
    ),
    (
      "a> socketpair; send @3 one; recv @4; nonblocking on @4; recv @4\n! EAGAIN\n",
      "## A call of a has failed with EAGAIN"
    ),
    ("a> socket unix; bind unix:@saved-{pid}; listen\nkill a\n", "## A's process has ended"),
    (
      """
      s> socket unix; bind unix:@kept-{pid}; listen
      c> socket unix; connect unix:@kept-{pid}
      s> accept
      """, "## S listens"
    ),
    ("peer daytime\nsocket tcp; connect daytime; recv\n", "you> recv\n...\n"),
    ("a> socketpair; send @3 random 8; recv @4\n", "a> recv @4\n...\n"),
    (
      """
      server> socket tcp; bind 0; listen 1
      repeat 2 { client> socket tcp; connect server }
      third> socket tcp; set linger 0s
      connekt server
      third> setsockopt TCP_NODELAY on
      """, "## 2 connections wait in the accept queue of server"
    ),
    (
      """
      server> socket udp; bind 0
      client> socket udp; connect server
      repeat 2 as n { client> send "{n}" }
      let word = now
      repeat 3 as n { client> send "{word} no. {n}"; repeat 2 as m { client> send "{n}.{m}" } }
      server> recv 20
      """, "## Server has received 1 byte or more in all"
    ),
  ]

  @Test(arguments: sessions)
  func `a saved session replays and verifies at once`(_ script: String, _ title: String) throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/it-was-so.md"
    let unique = script.replacing("PORT", with: "\(try unusedPort())").replacing(
      "{pid}", with: "\(getpid())-\(Int.random(in: 0..<1_000_000))")
    try save(unique, to: file)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains(title), "\(text)")
    for way in ["replay", "verify"] {
      let program = try Program(sockratic: ["lesson", way, file])
      #expect(try program.finish(within: 60) == .status(0), "\(program.outputText)\n\(text)")
    }
    #expect(!text.contains("connekt") && !text.contains("{word}"), "\(text)")
  }

  /// One that the kernel chose a moment ago.
  private func unusedPort() throws -> Substring {
    let program = try Program(sockratic: ["run", "-"], input: .text("socket tcp; bind 0\n"))
    #expect(try program.finish() == .status(0))
    return try #require(program.outputText.firstMatch(of: /bound to 127\.0\.0\.1:(\d+)/)).1
  }

  /// A line of the script may be wrong on purpose: it goes in as somebody types it.
  private func save(_ script: String, to file: String) throws {
    // A socket's file stays beside the lesson.
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
    let program = try Program(
      ["env", "-C", folder, Program.sockratic, "run", "--json", "-"], input: .open)
    for line in script.split(separator: "\n") where !line.hasPrefix("connekt") {
      program.write(line + "\n")
    }
    program.write("save \(file)\n")
    let note = try program.event("note", within: 60) { $0.text("text")?.contains(file) == true }
    #expect(note.text("text")?.contains("is a lesson: ") == true)
    program.closeInput()
    _ = try program.finish(within: 20)
  }

  @Test func `a port that was read off and typed is the one that the kernel chooses then`() throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/typed.md"
    let program = try Program(sockratic: ["run", "--json", "-"], input: .open)
    program.write("server> socket tcp; bind 0; listen\n")
    let bound = try program.event("state", role: "server") { $0.text("property") == "local" }
    let address = try #require(bound.text("to"))
    program.write("client> socket tcp; connect \(address)\nsave \(file)\n")
    _ = try program.event("note", within: 60) { $0.text("text")?.contains(file) == true }
    program.closeInput()
    #expect(try program.finish(within: 20) == .status(0))
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains("let port = server.port\n"), "\(text)")
    #expect(text.contains("client> connect 127.0.0.1:{port}\n"), "\(text)")
  }

  @Test(arguments: [
    ("socket tcp", "kept.md", "EEXIST"),
    ("socket tcp", "No Name.md", "no lesson can be called No Name"),
    ("sockets", "nothing.md", "nothing was done that a lesson could show"),
    ("socket tcp; connect 192.0.2.1:9", "far.md", "a lesson may not reach 192.0.2.1:9"),
    ("learn a-socket", "inside.md", "`leave` it first"),
  ])
  func `what is no lesson is refused, and no file is written or lost`(
    _ line: String, _ name: String, _ reason: String
  ) throws {
    let folder = try TemporaryFolder()
    if name == "kept.md" { _ = try folder.file(name, "kept") }
    let program = try Program(
      ["unshare", "-rn", Program.sockratic, "run", "-"],
      input: .text("\(line)\nsave \"\(folder.path)/\(name)\"\n"),
      environment: ["HOME": folder.path])
    #expect(try program.finish(within: 30) == .status(1))
    #expect((program.errorText + program.outputText).contains(reason), "\(program.errorText)")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(files.filter { $0.hasSuffix(".md") } == (name == "kept.md" ? [name] : []))
    if name == "kept.md" {
      #expect(try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8) == "kept")
    }
  }
}
