import Foundation
import FoundationXML
import Log
import SystemCalls
import Testing

@testable import Views

/// TCP's states as drawings and as pages. `SOCKRATIC_RENEW_PICTURES=1 swift test --filter StatesDrawingTests`
/// writes the pictures anew.
struct StatesDrawingTests {
  private var paths: [StatePath] { StatesTests.session.paths.all }

  @Test func `a drawing and a page are as they were looked at`() throws {
    try expectPicture(statesDrawing(paths), named: "states", as: "svg")
    try expectPicture(statesPage(paths), named: "states", as: "html")
  }

  @Test func `so are those that follow one socket`() throws {
    let path = try #require(paths.first { $0.fd == 4 })
    try expectPicture(statesDrawing(following: path), named: "states-of-one", as: "svg")
    try expectPicture(statesPage(following: path), named: "states-of-one", as: "html")
  }

  @Test func `title and description say in words what the picture shows`() throws {
    let drawing = try Reader(statesDrawing(paths))
    #expect(
      drawing.texts("title").first
        == "TCP's states, with server @3, client (@3), server (@4) and client @3 on them")
    let about = try #require(drawing.texts("desc").first)
    #expect(about.contains("a, server @3: CLOSED → LISTEN. b, client (@3): CLOSED → (SYN_SENT)"))
    let texts = drawing.texts("text")
    for state in TCPState.allCases { #expect(texts.contains(state.name), "\(state)") }
    #expect(texts.contains { $0.hasPrefix("c  server (@4)  ESTABLISHED → CLOSE_WAIT") })
  }

  /// The boxes and the arrows by their places alone.
  @Test func `every arrow begins and ends at the edge of a box`() throws {
    let drawing = try Reader(statesDrawing(paths))
    let boxes = drawing.boxes
    #expect(boxes.count == TCPState.allCases.count + 1)
    #expect(drawing.lines.count == StateMachine.steps.count)
    for line in drawing.lines {
      for end in [line.first, line.last] {
        let point = try #require(end)
        #expect(boxes.count { $0.hasOnEdge(point) } == 1, "\(line)")
      }
    }
  }

  @Test func `what was gone along is told by its width, too`() throws {
    let wide = try Reader(statesDrawing(paths)).strokes.filter { $0 == "3" }
    // CLOSED to LISTEN; the client's five; the server's three.
    #expect(wide.count == 1 + 5 + 3)
  }

  @Test func `however many sockets and steps there are, a drawing has room on a sheet of paper`()
    throws
  {
    var story = StatesTests.Story()
    for fd in 3..<80 {
      story.socket("client", as: fd)
      for _ in 0..<30 {
        story.change("client", "CLOSED", "SYN_SENT", fd: Int32(fd))
        story.change("client", "SYN_SENT", "CLOSED", fd: Int32(fd))
      }
    }
    let paths = story.paths.all
    for drawing in [statesDrawing(paths), statesDrawing(following: paths[9])] {
      let svg = try #require(try Reader(drawing).elements("svg").first)
      let height = svg.attribute(forName: "height").flatMap { Int($0.stringValue ?? "") }
      #expect(try #require(height) < 1165)
      #expect(drawing.contains("before these") && drawing.utf8.count < 100_000)
    }
    #expect(statesPage(paths).ranges(of: "<tr>").count == 53)
    #expect(statesPage(paths).contains("(25 before these are left out: states SOCKET)"))
  }

  @Test func `what was typed is no markup`() {
    var story = StatesTests.Story()
    story.socket("client")
    story.add("client", .typed("send \"</text><script>\u{1b}[31m\u{202e}\""))
    story.change("client", "CLOSED", "SYN_SENT")
    let path = story.paths.all[0]
    for text in [statesDrawing(following: path), statesPage(following: path)] {
      #expect(!text.contains("<script") && text.contains("&lt;script&gt;"))
      #expect(!text.unicodeScalars.contains { $0.value == 0x1b || $0.value == 0x202e })
    }
  }
}

/// A drawing as somebody reads it who knows nothing of how it was made.
private struct Reader {
  typealias Point = (x: Int, y: Int)

  struct Box {
    var x, y, width, height: Int

    func hasOnEdge(_ point: Point) -> Bool {
      let isWithin = (x...x + width).contains(point.x) && (y...y + height).contains(point.y)
      return isWithin
        && ([x, x + width].contains(point.x) || [y, y + height].contains(point.y))
    }
  }

  private let document: XMLDocument

  init(_ drawing: String) throws {
    // With a name space the elements' attributes are not found.
    let plain = drawing.replacing(" xmlns=\"http://www.w3.org/2000/svg\"", with: "")
    document = try XMLDocument(xmlString: plain)
  }

  func elements(_ name: String) -> [XMLElement] {
    let found = try? document.nodes(forXPath: "//*[local-name()='\(name)']")
    return (found ?? []).compactMap { $0 as? XMLElement }
  }

  func texts(_ name: String) -> [String] { elements(name).compactMap(\.stringValue) }

  var boxes: [Box] {
    elements("rect").filter { $0.attribute(forName: "rx") != nil }.map { rect in
      let sides = ["x", "y", "width", "height"].map {
        rect.attribute(forName: $0).flatMap { Int($0.stringValue ?? "") } ?? -1
      }
      return Box(x: sides[0], y: sides[1], width: sides[2], height: sides[3])
    }
  }

  private var arrows: [XMLElement] {
    elements("path").filter { $0.attribute(forName: "stroke-width") != nil }
  }

  var strokes: [String] {
    arrows.compactMap { $0.attribute(forName: "stroke-width")?.stringValue }
  }

  var lines: [[Point]] {
    arrows.compactMap { $0.attribute(forName: "d")?.stringValue }.map { path in
      path.matches(of: /[ML] (\d+) (\d+)/).compactMap { match in
        guard let x = Int(match.1), let y = Int(match.2) else { return nil }
        return (x, y)
      }
    }
  }
}
