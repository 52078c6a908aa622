import Foundation
import Lessons
import Testing

/// `sockratic lesson bless` with real sockets.
struct BlessTests {
  private let folder = TemporaryFolder()

  private func text(_ name: String) throws -> String {
    try #require(ShippedLessons.find(name)).text
  }

  /// Writes a shipped lesson with one text changed.
  private func write(_ name: String, _ old: String, to new: String) throws -> String {
    let text = try text(name)
    #expect(text.contains(old))
    return try folder.write(text.replacing(old, with: new), to: "a.md")
  }

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `a lesson that passes is left as it is`(name: String) throws {
    let file = try folder.write(try text(name), to: "a.md")
    let run = try sockratic(["lesson", "bless", file])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output == "")
    #expect(try folder.read("a.md") == text(name))
  }

  @Test(arguments: [
    (
      "  server @3   bound to 127.0.0.1:{port:port}", "  server @4   bound to 127.0.0.9:{port:port}"
    ),
    ("server< recv(4, \"hello\", 4096, 0) = 5\n", ""),
    ("accept(3) = 4 from 127.0.0.1:{*}", "accept(3) = 5"),
    ("  client @3   CLOSED → ESTABLISHED", "  client @3   CLOSED → SYN_SENT"),
    ("close(4) = 0\n", "close(4) = 0\nclose(9) = 0\n"),
    ("ECONNREFUSED (Connection refused)", "ETIMEDOUT (Timed out)"),
  ])
  func `what came is put in, and the lesson is what it was`(old: String, new: String) throws {
    let file = try write("first-client", old, to: new)
    let run = try sockratic(["lesson", "bless", file])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.lines.first?.contains(#/^.+a\.md:[0-9]+: step [a-z-]+$/#) == true)
    #expect(try folder.read("a.md") == text("first-client"))
    #expect(try folder.names == ["a.md"])
  }

  @Test func `patterns that match stay, and only the other line of the command changes`() throws {
    let file = try write(
      "first-client", "accept(3) = 4 from 127.0.0.1:{*}\n  server @3   accept queue 1 → 0",
      to: "...\naccept({*}) = 4 {*}\n  server @3   accept queue 9 → 0")
    let run = try sockratic(["lesson", "bless", file])
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      try folder.read("a.md").contains(
        "...\naccept({*}) = 4 {*}\n  server @3   accept queue 1 → 0\n"))
  }

  @Test func `a success becomes an error only where that is asked for`() throws {
    let file = try write(
      "first-client", "connect(3, 127.0.0.1:{port}) = -1 ECONNREFUSED (Connection refused)",
      to: "connect(3, 127.0.0.1:{port}) = 0")
    let before = try folder.read("a.md")
    let refused = try sockratic(["lesson", "bless", file])
    #expect(refused.status == 1)
    #expect(refused.errors.hasPrefix("\(file):"))
    #expect(refused.errors.contains("--errors allows it"))
    #expect(try folder.read("a.md") == before)
    #expect(try sockratic(["lesson", "bless", "--errors", file]).status == 0)
    #expect(try folder.read("a.md") == text("first-client"))
  }

  @Test func `the output of a further solution is blessed too`() throws {
    let text = try #require(newLesson(named: "a"))
    let further = """
      <details><summary>Solution</summary>

      ```sockratic
      client> socket udp
      socket(AF_INET, SOCK_DGRAM, 0) = 9
      client> close
      client> socket tcp
      client> connect server
      ```

      </details>

      """
    let both = text.replacing("</details>\n\nSay", with: "</details>\n\(further)\nSay")
    let file = try folder.write(both, to: "a.md")
    #expect(try sockratic(["lesson", "verify", file]).status == 1)
    #expect(try sockratic(["lesson", "bless", file]).status == 0)
    #expect(try folder.read("a.md").contains("socket(AF_INET, SOCK_DGRAM, 0) = 3\n"))
    #expect(try sockratic(["lesson", "verify", file]).status == 0)
  }

  @Test func `a dry run shows what it would do, and writes nothing`() throws {
    let file = try write("first-client", "listen(3, 128) = 0", to: "listen(3, 1) = 0")
    let before = try folder.read("a.md")
    let run = try sockratic(["lesson", "bless", "--dry-run", file])
    #expect(run.status == 0)
    #expect(run.lines.suffix(2) == ["    - listen(3, 1) = 0", "    + listen(3, 128) = 0"])
    #expect(try folder.read("a.md") == before)
  }

  @Test func `a lesson whose goal is not met is not blessed`() throws {
    let file = try write(
      "first-client", "server.state == LISTEN --", to: "server.state == CLOSE_WAIT --")
    let before = try folder.read("a.md")
    let run = try sockratic(["lesson", "bless", file])
    #expect(run.status == 1)
    #expect(run.errors.contains("step listen: goal not met: "))
    #expect(try folder.read("a.md") == before)
  }

  @Test func `line ends and permissions stay what they are`() throws {
    let file = try write("first-client", "listen(3, 128) = 0", to: "listen(3, 1) = 0")
    let windows = try folder.read("a.md").replacing("\n", with: "\r\n")
    try folder.write(windows, to: "a.md")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
    #expect(try sockratic(["lesson", "bless", file]).status == 0)
    #expect(try folder.read("a.md") == text("first-client").replacing("\n", with: "\r\n"))
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
  }
}
