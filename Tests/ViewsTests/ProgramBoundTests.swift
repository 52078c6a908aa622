import Log
import SystemCalls
import Testing

@testable import Views

/// How long it takes to read programs out of a log.
struct ProgramBoundTests {
  /// A client that connects from a port that the kernel chose, and sends to a server that receives, each
  /// in so many calls.
  private func flood(of calls: Int) -> [Event] {
    let own = SocketAddress.ipv4(0x7f00_0001, port: 41000)
    var story = DiagramStory()
    for role in ["server", "client"] {
      story.add(role, .roleStarted(RoleStart(pid: 1)))
      story.add(role, .typed("socket tcp"))
      story.call(role, DiagramStory.socket(), 3)
    }
    story.change("client", 3, .local, "unbound", own.description, local: own)
    for (role, line) in [("server", "recv all"), ("client", "send all file \"x\"")] {
      story.add(role, .typed(line))
    }
    for _ in 0..<calls {
      story.call("client", DiagramStory.send(3, "some text"), 9)
      story.call("server", DiagramStory.recv(3, "some text"), 9)
    }
    return story.events
  }

  /// In seconds of a processor.
  private func time(_ events: [Event]) -> Double {
    let start = processorTime()
    var story = ProgramStory()
    for event in events { story.take(event) }
    let programs = story.programs()
    #expect(programs.map(\.role) == ["server", "client"])
    for program in programs {
      for language in ProgramLanguage.allCases {
        #expect(program.file(in: language).text.contains("recv") == (program.role == "server"))
      }
    }
    return processorTime() - start
  }

  @Test func `eight times as many calls take no more than twenty times as long`() {
    _ = time(flood(of: 100))
    let few = time(flood(of: 1000))
    let many = time(flood(of: 8000))
    #expect(many < 20 * few, "\(few) s and \(many) s")
  }

  @Test(arguments: [1, 2, 3])
  func `a million rounds are a loop, of which a part is kept`(callsBefore: Int) {
    var story = DiagramStory()
    story.add("client", .roleStarted(RoleStart(pid: 1)))
    for _ in 0..<callsBefore { story.call("client", DiagramStory.socket(), 3) }
    story.add("client", .typed("repeat 1000000 { send x; recv }"))
    let events = story.events
    var programs = ProgramStory()
    for event in events { programs.take(event) }
    story = DiagramStory()
    story.call("client", DiagramStory.send(3, "x"), 1)
    story.call("client", DiagramStory.recv(3, "x"), 1)
    for _ in 0..<1_000_000 { for event in story.events { programs.take(event) } }
    let program = programs.unfolded().first
    #expect(program.map { $0.calls.count < 2 * CallsAgain.kept } == true)
    let text = programs.programs().first?.file(in: .python).text ?? ""
    #expect(text.contains("range(1_000_000)") || text.contains("range(1000000)"), "\(text)")
  }
}
