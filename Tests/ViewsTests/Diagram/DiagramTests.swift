import Log
import SystemCalls
import Testing

@testable import Views

/// What a diagram is made of.
struct DiagramTests {
  @Test func `an arrow names the send and the receive, and no other events`() throws {
    let story = DiagramStory.first
    let arrows = story.diagram.arrows
    try #require(arrows.count == 3)
    let pairs = arrows.map { (story.events[$0.from.seq - 1], story.events[$0.to.seq - 1]) }
    #expect(pairs[0].0.callName == "connect" && pairs[0].1.role == "server")
    #expect(pairs[1].0.callName == "send" && pairs[1].1.callName == "recv")
    #expect(pairs[2].0.callName == "close" && pairs[2].1.role == "server")
  }

  @Test func `what nobody has received has no arrow`() {
    var story = DiagramStory()
    story.connect()
    story.call("client", DiagramStory.send(3, "hello"), 5)
    #expect(story.diagram.arrows.count == 1)
    story.change("server", 4, .receiveQueue, "0", "5")
    #expect(story.diagram.arrows.count == 2)
    // It came once.
    story.call("server", DiagramStory.recv(4, "hello"), 5)
    #expect(story.diagram.arrows.count == 2)
  }

  @Test func `a datagram with another content is another datagram`() {
    var story = DiagramStory.circle
    let arrows = story.diagram.arrows.count
    #expect(arrows == 6)
    story.add("anna", .typed("recv"))
    story.call("anna", DiagramStory.recv(3, "strange"), 7)
    #expect(story.diagram.arrows.count == arrows)
  }

  @Test func `of a part of what was sent, the arrow says how much came`() throws {
    var story = DiagramStory()
    story.connect()
    story.call("client", DiagramStory.send(3, "hello"), 5)
    story.call("server", DiagramStory.recv(4, "he"), 2)
    story.call("server", DiagramStory.recv(4, "llo"), 3)
    let counts = story.diagram.arrows.compactMap { arrow -> Int? in
      if case .data(let data) = arrow.content { data.count } else { nil }
    }
    #expect(counts == [2, 3])
  }

  @Test func `with an end of its column left out, an arrow is not drawn`() {
    let diagram = DiagramStory.first.diagram(most: 3)
    #expect(diagram.rows.count == 3 && diagram.leftOut > 5)
    for arrow in diagram.arrows {
      for tip in [arrow.from, arrow.to] { #expect(diagram.rows.contains { $0.id == tip.row }) }
    }
    let text = diagramText(diagram, width: 78, utf8: true, keep: ": more")
    #expect(text.hasPrefix("(\(diagram.leftOut) rows before these left out: more)"))
  }

  @Test func `whoever waits when the beginning is left out is drawn waiting`() {
    var story = DiagramStory.first
    for number in 0..<9 {
      story.add("client", .typed("socket tcp"))
      story.call("client", DiagramStory.socket(), number % 5 + 4)
    }
    let text = diagramText(story.diagram(most: 5), width: 78, utf8: true, keep: "")
    let rows = text.split(separator: "\n").dropFirst(2)
    #expect(rows.count == 5 && rows.allSatisfy { $0.contains("┃") }, "\(text)")
  }

  @Test(arguments: [
    "\u{1b}[31mred", "a\nb", "\u{202e}drow", "</text><script>x</script>", "\0\u{7f}",
  ])
  func `what a peer sends reaches neither terminal nor page raw`(_ text: String) {
    var story = DiagramStory()
    story.connect()
    story.call("client", DiagramStory.send(3, text), text.utf8.count)
    story.call("server", DiagramStory.recv(4, text), text.utf8.count)
    story.add("echo", .note("echo: \(text) is connected"))
    for utf8 in [true, false] {
      let lines = diagramText(story.diagram, width: 200, utf8: utf8, keep: "")
      #expect(
        lines.unicodeScalars.allSatisfy {
          $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7f && $0.value != 0x202e
        })
    }
    for page in [diagramPage(story.diagram), diagramDrawing(story.diagram)] {
      #expect(
        page.unicodeScalars.allSatisfy {
          $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7f && $0.value != 0x202e
        })
      #expect(!page.contains("<script") && !page.contains("</text><"))
    }
  }
}

extension Event {
  fileprivate var callName: String? {
    switch kind {
    case .called(let call): call.name
    case .returned(let returned): returned.call.name
    default: nil
    }
  }
}
