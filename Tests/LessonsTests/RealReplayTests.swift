import Foundation
import Lessons
import Testing

/// The shipped lessons with real roles and real sockets, as `sockratic lesson replay` plays them.
struct RealReplayTests {
  private func replay(_ files: String...) throws -> ProgramRun {
    try sockratic(["lesson", "replay"] + files)
  }

  /// Replays a lesson with one text in it changed; gives back what it said, and the file's name.
  private func replay(
    _ name: String, changing old: String, to new: String
  ) throws -> (outcome: ProgramRun, file: String) {
    let text = try #require(ShippedLessons.find(name)).text
    #expect(text.contains(old))
    let file = NSTemporaryDirectory() + "lesson-\(UUID().uuidString).md"
    try text.replacing(old, with: new).write(toFile: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: file) }
    return (try replay(file), file)
  }

  /// The number of the first line that holds the text.
  private func line(of text: String, in name: String) throws -> Int {
    let lines = try #require(ShippedLessons.find(name)).text.split(
      separator: "\n", omittingEmptySubsequences: false)
    return 1 + (try #require(lines.firstIndex { $0.contains(text) }))
  }

  @Test func `the shipped lessons pass, but for those that need what this machine lacks`() throws {
    let outcome = try replay()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.lines.filter { !$0.hasPrefix(" ") }
    #expect(lines.count == ShippedLessons.all.count)
    for (line, shipped) in zip(lines, ShippedLessons.all) {
      let needs = try Lesson.parse(shipped.text, file: shipped.name).needs
      let isSkipped = !needs.isEmpty && line.hasPrefix("skipped  ")
      #expect(isSkipped || line.hasPrefix("passed   "), "\(line)")
    }
  }

  @Test func `without a wire lesson 7 is played, but for its step on the wire`() throws {
    // A folder in place of the device: nobody can open a TUN device there.
    let hidden = ["unshare", "-m", "sh", "-c", #"mount -t tmpfs none /dev/net && exec "$@""#, "sh"]
    let outcome = try sockratic(["lesson", "replay", "tcp-against-udp"], within: hidden)
    guard !["unshare: ", "mount: "].contains(where: outcome.errors.hasPrefix) else { return }
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.lines.first == "passed   07-tcp-against-udp.md", "\(outcome.output)")
    #expect(
      outcome.lines.dropFirst().first?.contains("step on-a-wire is left out: ") == true,
      "\(outcome.output)")
    let strict = try sockratic(
      ["lesson", "replay", "tcp-against-udp"], environment: ["SOCKRATIC_REQUIRE_ALL": "1"],
      within: hidden)
    #expect(strict.status == 1)
  }

  @Test(arguments: [
    ("lost-data", "wire drop 3rd data from alice", "wire delay 400ms", "a segment was lost"),
    (
      "bandwidth-and-delay", "wire rate 8mbit queue 16K", "wire delay 400ms rate 8mbit",
      "something was lost in front of the path"
    ),
  ])
  func `where a lesson asks for a loss, it is not enough that something was sent again`(
    _ name: String, _ order: String, _ other: String, _ goal: String
  ) throws {
    // Later than the sender's clock allows for: it sends again, and all of it arrives.
    let (outcome, _) = try replay(name, changing: "> \(order)\n", to: "> \(other)\n")
    guard !outcome.lines.contains(where: { $0.hasPrefix("skipped ") }) else { return }
    #expect(outcome.status == 1, "\(outcome.output)")
    #expect(outcome.errors.contains("goal not met: \(goal)"), "\(outcome.errors)")
  }

  @Test func `however long somebody waits, the packets that lesson 22 speaks of are shown`() throws
  {
    let (outcome, _) = try replay(
      "pull-the-cable", changing: "client> wire show\n...\n",
      to: """
        client> wait 5s
        client> wire show
          {*} alice:{*} → bob:{*} SYN seq 0 win {*}
        ...
          {*} PSH-ACK seq 1 ack 1 win {*}, 14
        ...

        """)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test func `a wrong errno is shown with file, line and step`() throws {
    let (outcome, file) = try replay(
      "first-client", changing: "= -1 ECONNREFUSED (", to: "= -1 ETIMEDOUT (")
    let place = "\(file):\(try line(of: "= -1 ECONNREFUSED (", in: "first-client"))"
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("\(place): step refused: "))
    #expect(outcome.errors.contains("    - connect(3, 127.0.0.1:{port}) = -1 ETIMEDOUT ("))
    #expect(outcome.errors.contains(") = -1 ECONNREFUSED (Connection refused)\n"))
  }

  @Test func `a send that is missing is noticed`() throws {
    let (outcome, _) = try replay(
      "tcp-against-udp", changing: "client> send \"two\"\nsend(3, \"two\", 3, 0) = 3\n", to: "")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains(": step stream: "))
    #expect(outcome.errors.contains("    + recv(4, \"one\", 4096, 0) = 3\n"))
  }

  @Test func `a solution that misses its goal is noticed`() throws {
    let (outcome, file) = try replay(
      "first-client",
      changing: "server> listen\nlisten(3, 128) = 0\n  server @3   CLOSED → LISTEN\n",
      to: "server> getsockname\n")
    let place = "\(file):\(try line(of: "server.state == LISTEN", in: "first-client"))"
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("\(place): step listen: goal not met: the server listens"))
  }

  @Test func `a goal may speak of a role that is not there`() throws {
    let goal = "server.state == LISTEN -- the server listens"
    let (met, _) = try replay("first-client", changing: goal, to: "ghost.alive == no -- no ghost")
    #expect(met.status == 0, "\(met.errors)")
    let (unmet, _) = try replay("first-client", changing: goal, to: "ghost.port != 0 -- a ghost")
    #expect(unmet.errors.contains(": step listen: goal not met: a ghost (ghost.port != 0)"))
  }

  @Test func `a call that must wait and does not is noticed`() throws {
    let (outcome, _) = try replay(
      "first-client", changing: "recv(4, …, 4096, 0) waits",
      to: "recv(4, …, 4096, 0) waits\nclient> send \"x\"\nsend(3, \"x\", 1, 0) = 1")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("    + server< recv(4, \"x\", 4096, 0) = 1\n"))
  }

  @Test func `a file that is no lesson is refused with each mistake's line`() throws {
    let (outcome, file) = try replay(
      "first-client", changing: "<!-- step: bind -->", to: "<!-- stop: bind -->")
    #expect(outcome.status == 1)
    let line = try line(of: "<!-- step: bind -->", in: "first-client")
    #expect(outcome.errors.contains("\(file):\(line - 1): a step without an id; expected "))
    #expect(outcome.errors.contains("\(file):\(line): a comment of an unknown kind; expected "))
  }

  @Test func `a lesson that reads a file is stopped before it does`() throws {
    let (outcome, file) = try replay(
      "first-client", changing: "server> socket tcp", to: "server> source /etc/hostname")
    let line = try line(of: "server> socket tcp", in: "first-client")
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("\(file):\(line): step bind: a lesson may not read the file"))
  }

  @Test func `a lesson that is not there is an error`() throws {
    let outcome = try replay("/nonexistent/lesson.md")
    #expect(outcome.status != 0)
    #expect(outcome.errors.contains("/nonexistent/lesson.md"))
  }
}
