import Log
import Testing

@testable import Views

/// The parts of a drawing that a page has one below the other.
struct DiagramPartsTests {
  @Test(arguments: [5, 10, 44])
  func `each line is in one part, and no packet is cut in two that need not be`(_ most: Int) {
    var story = DiagramStory.wire
    for number in 10..<60 {
      story.packet(number, "P.", .init(.delivered, delay: 3_000_000))
      if number % 3 == 0 {
        story.call("server", DiagramStory.send(3, "x"), 1)
        story.wait(3)
      }
    }
    let layout = DiagramLayout(story.diagram, width: 98, utf8: true)
    let parts = layout.parts(of: most)
    #expect(parts.flatMap { Array($0) } == Array(layout.lines.indices))
    #expect(parts.allSatisfy { $0.count <= most })
    // Of a few lines only, there may be none that could begin a part.
    guard most > 20 else { return }
    for part in parts.dropFirst() {
      let first = layout.lines[part.lowerBound]
      #expect(!first.goesOn && first.shafts.allSatisfy(\.startsAtColumn))
    }
  }

  @Test func `a page with several parts gives each a name of its own`() {
    var story = DiagramStory()
    story.connect()
    for _ in 0..<60 {
      story.add("client", .typed("socket tcp"))
      story.call("client", DiagramStory.socket(), 4)
    }
    let page = diagramPage(story.diagram)
    let count = page.ranges(of: "<svg ").count
    #expect(count == 2)
    for part in 1...count { #expect(page.ranges(of: "id=\"diagram-\(part)-title\"").count == 1) }
  }
}
