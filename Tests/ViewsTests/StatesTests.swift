import Log
import SystemCalls
import Testing
import Views

/// TCP's state machine with the sockets of a log on it.
@Suite struct StatesTests {
  /// A log, event by event.
  struct Story {
    private(set) var paths = StatePaths()
    private var time: UInt64 = 0

    mutating func add(_ role: String, _ kinds: Event.Kind...) {
      for kind in kinds {
        time += 1_000_000
        paths.take(Event(seq: Int(time / 1_000_000), time: time, role: role, kind: kind))
      }
    }

    mutating func socket(_ role: String, as fd: Int = 3, type: Int = 1) {
      let call = Call(
        "socket",
        [
          Argument("domain", .constant(2, table: .addressFamily)),
          Argument("type", .constant(type, table: .socketType)),
          Argument("protocol", .constant(0, table: .protocolNumber)),
        ])
      add(role, .typed("socket tcp"), Sample.returned(call, Sample.ok(fd)))
    }

    mutating func change(
      _ role: String, _ from: String, _ to: String, fd: Int32 = 3, orphaned: Bool = false
    ) {
      add(role, Sample.change(.state, from, to, fd: fd, orphaned: orphaned))
    }

    mutating func close(_ role: String, _ fd: Int32) {
      add(role, Sample.returned(Sample.call("close", .descriptor(fd)), Sample.ok(0)))
    }
  }

  /// A connection whose client has closed first, one that was refused, and one that was never used.
  static var session: Story {
    var story = Story()
    story.socket("server")
    story.change("server", "CLOSED", "LISTEN")
    story.socket("client")
    story.add("client", .typed("connect server"))
    story.change("client", "CLOSED", "ESTABLISHED")
    story.add("server", .typed("accept"), Sample.returned(Sample.accept(), Sample.ok(4)))
    story.close("client", 3)
    story.change("client", "ESTABLISHED", "FIN_WAIT_2", orphaned: true)
    story.change("server", "ESTABLISHED", "CLOSE_WAIT", fd: 4)
    story.socket("client")
    story.close("server", 4)
    story.change("server", "CLOSE_WAIT", "CLOSED", fd: 4, orphaned: true)
    story.change("client", "FIN_WAIT_2", "TIME_WAIT", orphaned: true)
    return story
  }

  private func ways(_ story: Story) -> [String] {
    statesText(story.paths.all, width: 40, utf8: false).split(separator: "\n").map(String.init)
  }

  @Test(arguments: [(80, true), (132, true), (80, false), (132, false)])
  func `the picture has each socket in its state, and its way in bold`(
    _ width: Int, _ utf8: Bool
  ) throws {
    let text = statesText(Self.session.paths.all, width: width, utf8: utf8)
    try expectPicture(text, named: "states-\(width)-\(utf8 ? "utf8" : "ascii")")
    #expect(utf8 || text.utf8.allSatisfy { $0 == 0x0a || (0x20..<0x7f).contains($0) })
  }

  @Test func `one socket is followed, with the times and what was typed`() throws {
    let path = try #require(Self.session.paths.all.first { $0.fd == 4 })
    try expectPicture(
      statesText(following: path, width: 80, utf8: true), named: "states-of-one-80-utf8")
  }

  @Test func `a narrow terminal gets the ways alone`() {
    #expect(
      ways(Self.session) == [
        "(the picture takes 78 columns)", "a  server @3    CLOSED -> LISTEN",
        "b  client (@3)  CLOSED -> (SYN_SENT) ->", "                ESTABLISHED ->",
        "                (FIN_WAIT_1) ->", "                FIN_WAIT_2 -> TIME_WAIT",
        "c  server (@4)  ESTABLISHED ->",
        "                CLOSE_WAIT -> (LAST_ACK)", "                -> CLOSED",
        "d  client @3    CLOSED", "In parentheses: passed between two", "looks.",
        "A socket from accept begins as", "ESTABLISHED: the kernel made the",
        "handshake (SYN_RCVD) for the listening", "socket, before there was a descriptor.",
      ])
  }

  @Test func `a socket that accept has just returned is in ESTABLISHED, and was nowhere else`()
    throws
  {
    var story = Story()
    story.socket("server")
    story.change("server", "CLOSED", "LISTEN")
    story.add("server", .typed("accept"), Sample.returned(Sample.accept(), Sample.ok(4)))
    let path = try #require(story.paths.all.last)
    #expect(path.steps.map(\.state) == [.established] && path.isAccepted)
    let text = statesText(story.paths.all, width: 80, utf8: true)
    #expect(text.contains("[LISTEN: a]") && text.contains("[ESTABLISHED: b]"))
    // Nobody went along what leads there.
    #expect(text.contains("[SYN_RCVD]╶──── ACK ─────▶"))
  }

  @Test func `a reset passes no other state, and what is no TCP socket has no path`() {
    var story = Story()
    story.socket("client")
    story.change("client", "CLOSED", "SYN_SENT")
    story.change("client", "SYN_SENT", "CLOSED")
    story.socket("other", type: 2)
    story.change("other", "CLOSED", "ESTABLISHED")
    #expect(story.paths.all.map { $0.steps.map(\.state) } == [[.closed, .synSent, .closed]])
    #expect(!story.paths.all[0].steps.contains { !$0.isSeen })
  }

  @Test func `more sockets than letters are left out, with a word`() {
    var story = Story()
    for fd in 3..<80 { story.socket("client", as: fd) }
    let text = statesText(story.paths.all, width: 80, utf8: true)
    #expect(text.contains("[CLOSED: a b c d e +47]"))
    #expect(text.contains("(25 before these are left out: states SOCKET)"))
  }

  /// Whatever a kernel can go through: each state that was seen is on the way, in order.
  @Test func `every state that was seen is on the path, whatever stands between`() {
    var numbers = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      var story = Story()
      story.socket("client")
      var seen: [TCPState] = [.closed]
      for _ in 0..<Int.random(in: 1...8, using: &numbers) {
        let last = seen[seen.count - 1]
        let others = TCPState.allCases.filter { $0 != last }
        let next = others.randomElement(using: &numbers) ?? .closed
        story.change("client", last.name, next.name)
        seen.append(next)
      }
      let path = story.paths.all[0]
      #expect(path.steps.filter(\.isSeen).map(\.state) == seen)
      #expect(path.state == seen.last)
      #expect(statesText([path], width: 80, utf8: true).contains("a  client @3"))
    }
  }
}
