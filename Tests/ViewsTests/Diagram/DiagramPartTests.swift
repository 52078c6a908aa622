import Log
import Testing

@testable import Views

/// Some rows of a diagram, as a picture of their own.
struct DiagramPartTests {
  @Test(arguments: [DiagramStory.first, .wire, .circle])
  func `two parts have all rows, and each arrow that the whole has`(_ story: DiagramStory) throws {
    let whole = story.diagram
    let ids = whole.rows.map(\.id)
    let (first, last) = (try #require(ids.first), try #require(ids.last))
    for cut in ids {
      let parts = [whole.part(first..<cut), whole.part(cut..<last + 1)]
      #expect(parts.flatMap(\.rows).map(\.id) == ids)
      for arrow in whole.arrows {
        let isSame = { (other: Diagram.Arrow) in
          other.from.seq == arrow.from.seq && other.to.seq == arrow.to.seq
        }
        let (there, here) = (
          whole.arrows.count(where: isSame), parts.flatMap(\.arrows).count(where: isSame)
        )
        // A packet that is cut leaves in one part and arrives in the other.
        #expect(arrow.content.isOfWire ? (there...2 * there).contains(here) : here == there)
      }
      for part in parts {
        for row in part.rows { #expect(row.column.map(part.columns.indices.contains) != false) }
        for arrow in part.arrows {
          #expect(part.columns.indices.contains(arrow.from.column))
          #expect(arrow.from.column != arrow.to.column)
        }
        _ = diagramDrawings(part)
      }
    }
  }

  @Test func `a part says the same of its rows as the whole does`() {
    let whole = DiagramStory.first.diagram
    let count = whole.rows.count
    let parts = [whole.part(0..<count / 2), whole.part(count / 2..<count)]
    #expect(parts.flatMap(words) == words(of: whole))
  }

  private func words(of diagram: Diagram) -> [String] {
    let words = DiagramWords(utf8: true)
    return diagram.steps.compactMap { step in
      switch step {
      case .row(let row): words.text(of: row.content)
      case .arrow(let place), .departure(let place, _): words.label(of: diagram.arrows[place])
      case .arrival: nil
      }
    }
  }

  @Test func `a packet that arrives in a later part leaves in the first and arrives there`() throws
  {
    var story = DiagramStory.wire
    story.packet(90, "P.", .init(.delivered, delay: 3_000_000))
    story.wait(1)
    story.call("server", DiagramStory.send(3, "x"), 1)
    story.wait(5)
    story.call("server", DiagramStory.send(3, "y"), 1)
    let whole = story.diagram
    let arrow = try #require(whole.arrows.last { $0.content.isOfWire && $0.from.row < $0.to.row })
    let cut = arrow.to.row
    let last = try #require(whole.rows.last).id + 1
    let (before, after) = (whole.part(0..<cut), whole.part(cut..<last))
    let leaving = try #require(before.arrows.first { $0.from.seq == arrow.from.seq })
    #expect(leaving.fate == .underWay)
    let coming = try #require(after.arrows.first { $0.from.seq == arrow.from.seq })
    #expect(coming.fate == .arrives)
    let steps = after.steps.filter { if case .departure = $0 { true } else { false } }
    #expect(steps.isEmpty)
    #expect(diagramDrawings(after).count == 1)
  }

  @Test func `nothing to draw is no drawing, and so is what nobody did`() {
    #expect(diagramDrawings(DiagramStory.first.diagram.part(0..<0)).isEmpty)
    var story = DiagramStory()
    story.add(nil, .note("wire up"))
    #expect(diagramDrawings(story.diagram).isEmpty)
  }
}
