internal import Views

/// Markdown as elements of a page.
///
/// A lesson can come from anywhere: of its links those are kept that lead to the web, to mail, or into
/// the book; pictures are shown as the text that stands for them, for a page loads nothing of theirs.
struct ProseMarkup {
  /// The values of the names that have one.
  var values: [String: String] = [:]
  /// Begins the ids of headings.
  let place: Place
  /// Where in the book a lesson's file or step is; nil where it is not in it.
  let target: (String) -> String?
  /// The level of the heading before.
  private var level: Int
  private var headings = 0

  struct Place {
    var id: String
    /// Of the heading that all this stands below.
    var level: Int
  }

  init(_ place: Place, target: @escaping (String) -> String?) {
    self.place = place
    self.target = target
    level = place.level
  }

  func filled(_ text: String) -> String {
    LessonProse(values: values).filled(text.untabbed)
  }

  // MARK: Blocks

  mutating func blocks(_ nodes: [MarkdownNode]) -> [Element] {
    var elements: [Element] = []
    for node in nodes { elements += block(node) }
    return elements
  }

  private mutating func block(_ node: MarkdownNode) -> [Element] {
    switch node.kind {
    case .heading(let wanted): return [heading(node, wanted)]
    case .paragraph: return [Element("p", [:], inline(node.children))]
    case .codeBlock:
      return [
        ScrollBox("Code in line \(node.lines.lowerBound) of the lesson").around(
          code: filled(node.literal))
      ]
    case .list(let start, let isTight): return [list(node, start, isTight: isTight)]
    case .quote: return [Element("blockquote", [:], blocks(node.children))]
    case .rule: return [Element("hr")]
    case .html: return [Element("p", text: node.literal)]
    default: return blocks(node.children)
    }
  }

  /// No level is left out, whatever the author wrote.
  private mutating func heading(_ node: MarkdownNode, _ wanted: Int) -> Element {
    level = min(max(wanted, place.level + 1), level + 1, 6)
    headings += 1
    return Element(
      "h\(level)", ["id": "\(place.id).\(headings)"], inline(node.children))
  }

  private mutating func list(_ node: MarkdownNode, _ start: Int?, isTight: Bool) -> Element {
    var element = Element(start == nil ? "ul" : "ol")
    if let start, start != 1 { element.attributes.append(("start", "\(start)")) }
    for item in node.children {
      var content: [Node] = []
      for child in item.children {
        if isTight, child.kind == .paragraph {
          content += inline(child.children)
        } else {
          content += block(child).map { .element($0) }
        }
      }
      element.children.append(.element(Element("li", [:], content)))
    }
    return element
  }

  // MARK: Within a line

  /// The empty text has them written without breaks between them.
  func inline(_ nodes: [MarkdownNode]) -> [Node] { [.text("")] + nodes.flatMap(spans) }

  /// A text of a quiz or a goal, which stands within a fence: it may have code and emphasis in it.
  func inline(_ text: String) -> [Node] {
    guard let document = try? MarkdownNode.document(text), document.children.count == 1,
      let paragraph = document.children.first, paragraph.kind == .paragraph
    else { return [.text(filled(text))] }
    return inline(paragraph.children)
  }

  private func spans(_ node: MarkdownNode) -> [Node] {
    switch node.kind {
    case .text: [.text(filled(node.literal))]
    case .code: [.element(Element("code", text: filled(node.literal)))]
    case .softBreak: [.text("\n")]
    case .lineBreak: [.element(Element("br"))]
    case .emphasis: [.element(Element("em", [:], inline(node.children)))]
    case .strong: [.element(Element("strong", [:], inline(node.children)))]
    case .link(let url): link(node, to: url)
    case .image: [.element(picture(node))]
    case .inlineHTML: [.text(node.literal)]
    default: node.children.flatMap(spans)
    }
  }

  private func picture(_ node: MarkdownNode) -> Element {
    let text = node.plainText
    return Element(
      "span", ["class": "picture"], text: "[Picture" + (text.isEmpty ? "]" : ": \(text)]"))
  }

  /// Where it leads nowhere that is known, the text alone.
  private func link(_ node: MarkdownNode, to url: String) -> [Node] {
    let text = node.children.isEmpty ? [.text(url)] : inline(node.children)
    if isOutside(url) {
      return [.element(Element("a", ["href": url, "rel": "noreferrer"], text))]
    }
    return target(url).map { [.element(Element("a", ["href": $0], text))] } ?? text
  }

  private func isOutside(_ url: String) -> Bool {
    let start = url.lowercased()
    return ["https://", "http://", "mailto:"].contains(where: start.hasPrefix)
      && url.utf8.allSatisfy { (0x21..<0x7f).contains($0) }
  }
}

extension String {
  /// With spaces for tabs, which a page would show as escapes.
  var untabbed: String { replacing("\t", with: "    ") }
}

/// What can be wider than the page is scrolled by itself: with the keyboard too, for which it takes
/// the focus and says what it is.
struct ScrollBox {
  private let label: String

  init(_ label: String) { self.label = label }

  func around(code text: String) -> Element {
    let text = text.hasSuffix("\n") ? String(text.dropLast()) : text
    return around(lines: [.element(Element("code", text: text))])
  }

  func around(lines: [Node]) -> Element {
    var element = around([])
    element.name = "pre"
    element.children = [.text("")] + lines
    return element
  }

  func around(_ content: [Element]) -> Element {
    Element(
      "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": label], content)
  }
}
