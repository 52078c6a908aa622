import Foundation
import FoundationXML
import Testing

@testable import Views

/// Pages and drawings that are well formed, whatever stands in them.
struct MarkupTests {
  @Test func `a text is no markup, in elements and in attributes`() {
    let element = Element("p", ["title": "a\"b'<&>"], text: "<b>&amp;\u{1b}\u{202e}")
    #expect(
      element.text(.html)
        == "<p title=\"a&quot;b&#39;&lt;&amp;&gt;\">&lt;b&gt;&amp;amp;\\x1b\\u{202E}</p>")
  }

  @Test func `empty elements end as HTML and as XML want it`() {
    let elements = [Element("br"), Element("td"), Element("path")]
    #expect(elements.map { $0.text(.html) } == ["<br>", "<td></td>", "<path></path>"])
    #expect(
      elements.map { $0.text(.wellFormedHTML) } == ["<br/>", "<td></td>", "<path></path>"])
    #expect(elements.map { $0.text(.xml) } == ["<br/>", "<td/>", "<path/>"])
  }

  @Test func `each colour can be read on its paper, in light and in dark`() throws {
    for colour in Colour.allCases where colour != .paper {
      #expect(try contrast(colour.light, Colour.paper.light) >= 4.5, "\(colour)")
      #expect(try contrast(colour.dark, Colour.paper.dark) >= 4.5, "\(colour)")
    }
  }

  @Test(arguments: [DiagramStory.first, .wire, .circle])
  func `a drawing is well-formed XML, and has every word, or all of what is cut`(
    _ story: DiagramStory
  ) throws {
    let parser = XMLParser(data: Data(diagramDrawing(story.diagram).utf8))
    let reader = TextReader()
    parser.delegate = reader
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    let layout = DiagramDrawing.layout(of: story.diagram)
    for text in layout.lines.flatMap(\.texts) {
      #expect(reader.texts.contains((text.whole ?? "") + text.text))
    }
  }

  @Test(arguments: [DiagramStory.first, .wire, .circle])
  func `a page loads nothing, runs nothing, and has the same as a table`(
    _ story: DiagramStory
  ) throws {
    let page = diagramPage(story.diagram)
    for word in ["<script", "src=", "href=", "url(", "@import", "javascript:"] {
      #expect(!page.contains(word), "\(word)")
    }
    for word in [
      "<html lang=\"en\">", "<title>", "<main>", "role=\"img\"", "<desc", "scope=\"col\"",
    ] {
      #expect(page.contains(word), "\(word)")
    }
    #expect(page.ranges(of: "<h1>").count == 1)
    let rows = story.diagram.steps.filter { step in
      if case .row(let row) = step {
        DiagramWords(utf8: true).text(of: row.content) != nil
      } else {
        true
      }
    }
    #expect(page.ranges(of: "<tr>").count == rows.count + 1)
  }

  /// WCAG 2.1's contrast ratio.
  private func contrast(_ one: String, _ other: String) throws -> Double {
    let (a, b) = (try luminance(one), try luminance(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  private func luminance(_ colour: String) throws -> Double {
    let number = try #require(Int(colour.dropFirst(), radix: 16))
    let parts = [number >> 16, number >> 8 & 255, number & 255].map { part -> Double in
      let value = Double(part) / 255
      return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}

/// The content of the text elements of a drawing.
private final class TextReader: NSObject, XMLParserDelegate {
  var texts: Set<String> = []
  private var current: String?

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    if name == "text" { current = "" }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { current?.append(string) }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if name == "text", let current { texts.insert(current) }
  }
}
