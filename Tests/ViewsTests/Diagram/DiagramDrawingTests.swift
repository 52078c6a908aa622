import Log
import SystemCalls
import Testing

@testable import Views

/// Diagrams as drawings: what is written stays readable.
struct DiagramDrawingTests {
  /// A connect of 41 ms, whose packets are told of when it is back.
  private var slow: DiagramStory {
    var story = DiagramStory()
    story.add("server", .roleStarted(RoleStart(pid: 1, host: "bob")))
    story.add("client", .roleStarted(RoleStart(pid: 2, host: "alice")))
    let call = DiagramStory.connect(3, .ipv4(0x0a00_0002, port: 9000))
    story.enter("client", call)
    story.wait(41)
    story.back("client", call, 0)
    story.add("client", .explanation("a handshake"))
    story.wait(-40)
    story.packet(1, "S", .init(.delivered, delay: 20_000_000))
    story.wait(20)
    story.packet(2, "S.", .init(.delivered, delay: 20_000_000), isAnswer: true)
    story.wait(21)
    story.packet(3, ".", .init(.delivered, delay: 20_000_000))
    story.change("client", 3, .state, "CLOSED", "ESTABLISHED")
    return story
  }

  @Test func `a call that took time stands before its packets, and its return behind them`() throws
  {
    let lines = diagramText(slow.diagram, width: 98, utf8: true, keep: "").split(separator: "\n")
    let order = ["9000) …", " SYN seq", "SYN-ACK", "9000) = 0", " ACK seq", "CLOSED → ESTABLISHED"]
    let places = order.map { text in lines.firstIndex { $0.contains(text) } }
    #expect(places == places.compactMap(\.self).sorted(), "\(lines.joined(separator: "\n"))")
    let entry = try #require(places[0])
    let back = try #require(places[3])
    let isThick = lines.map { $0.contains("┃") || $0.contains("#") }
    #expect(
      isThick[(entry + 1)..<back].allSatisfy(\.self) && !isThick[(back + 1)...].contains(true))
  }

  @Test func `where no packet was seen meanwhile, a call has one row`() {
    var story = DiagramStory()
    story.add("client", .roleStarted(RoleStart(pid: 1)))
    let call = DiagramStory.connect(3, DiagramStory.door)
    story.enter("client", call)
    story.wait(41)
    story.back("client", call, 0)
    #expect(story.diagram.rows.count == 2)
    var builder = DiagramBuilder(most: 10)
    for event in story.events { builder.take(event) }
    #expect(builder.rowCount == 2)
  }

  @Test(arguments: [2, 3])
  func `nothing that is written crosses the line of another column`(_ count: Int) {
    var story = DiagramStory()
    let names = ["anna", "ben", "cleo"].prefix(count)
    for name in names { story.add(name, .roleStarted(RoleStart(pid: 1))) }
    let text = String(repeating: "a long message ", count: 9)
    for name in names {
      story.add(name, .typed("send"))
      story.call(name, DiagramStory.send(3, text), text.utf8.count)
      story.call(name, DiagramStory.connect(3, .loopback(port: 65000)), 0)
    }
    let layout = DiagramDrawing.layout(of: story.diagram)
    for text in layout.lines.flatMap(\.texts) {
      let cells = text.x..<text.x + displayWidth(text.text)
      #expect(!layout.grid.places.contains { cells.contains($0) }, "\(text.text)")
      #expect(cells.upperBound <= layout.grid.width)
    }
  }

  @Test func `a label that is cut has all of it as its title, and paper behind it`() throws {
    var story = DiagramStory()
    story.add("server", .roleStarted(RoleStart(pid: 1, host: "bob")))
    story.add("client", .roleStarted(RoleStart(pid: 2, host: "alice")))
    story.packet(
      1, "P.", .init(.delivered), ["sent again, for what was sent before was lost"])
    let drawing = diagramDrawing(story.diagram)
    let pattern = /<rect ([^>]*)\/>\n<text [^>]*><title>([^<]*)<\/title>([^<]*)…<\/text>/
    let label = try #require(drawing.firstMatch(of: pattern))
    #expect(label.1.contains("class=\"paper\""))
    #expect(label.2.hasSuffix("before was lost") && label.2.hasPrefix(label.3))
  }
}
