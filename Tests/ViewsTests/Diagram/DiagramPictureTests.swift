import Log
import Testing

@testable import Views

private let stories: [(name: String, story: DiagramStory)] = [
  ("first", .first), ("wire", .wire), ("circle", .circle), ("flood", .flood),
]

/// Diagrams as they were looked at and found good. `SOCKRATIC_RENEW_PICTURES=1 swift test --filter
/// DiagramPictureTests` writes them anew.
struct DiagramPictureTests {
  @Test(arguments: stories.indices, [80, 132])
  func `a diagram is as it was looked at, in UTF-8 and in ASCII`(_ index: Int, _ width: Int) throws
  {
    let (name, story) = stories[index]
    for utf8 in [true, false] {
      let text = diagramText(story.diagram, width: width - 2, utf8: utf8, keep: "")
      try expectPicture(text, named: "diagram-\(name)-\(width)-\(utf8 ? "utf8" : "ascii")")
      for line in text.split(separator: "\n") {
        #expect(displayWidth(line) <= width - 2)
        #expect(utf8 || line.utf8.allSatisfy { (0x20..<0x7f).contains($0) })
      }
    }
  }

  @Test(arguments: stories.indices, [20, 24, 40, 60])
  func `a narrow window has room for it, too`(_ index: Int, _ width: Int) {
    let story = stories[index].story
    for line in diagramText(story.diagram, width: width, utf8: true, keep: "").split(
      separator: "\n")
    {
      #expect(displayWidth(line) <= width)
    }
  }
}

extension DiagramStory {
  /// Twenty messages of one statement, and a `repeat` of 1000 rounds.
  fileprivate static var flood: DiagramStory {
    var story = DiagramStory()
    story.connect()
    story.add("client", .typed("send all"))
    for number in 0..<20 {
      story.call("client", send(3, "part \(number % 10)"), 6)
      story.change("server", 4, .receiveQueue, "\(number * 6)", "\(number * 6 + 6)")
    }
    story.add("server", .typed("recv"))
    let parts = (0..<20).map { "part \($0 % 10)" }.joined()
    story.call("server", recv(4, parts), 120)
    for round in 1...1000 {
      story.add(nil, .round(Round(number: round, of: 1000, depth: 1)))
      story.add("client", .typed("send tick"))
      story.call("client", send(3, "tick"), 4)
      story.add("server", .typed("recv"))
      story.call("server", recv(4, "tick"), 4)
    }
    story.add(
      nil, .repeated(Repeated(rounds: 1000, of: 1000, depth: 1, nanoseconds: 2_000_000_000)))
    return story
  }
}
