/// A drawing that stands for itself (SVG 1.1): its text can be selected, it is light or dark as its reader
/// likes, loads nothing, and says in words what it shows.
struct Drawing {
  /// Begins the names by which its title and its description are found in a page.
  var id: String
  var title: String
  var about: String
  var width: Int
  var height: Int
  var content: [Element]

  /// The room of a character, in pixels; the text is a little narrower.
  static let cell = (width: 8, height: 18)

  /// To stand in a page, whose style sheet has the rules for it.
  var element: Element { element() }

  /// A file of its own.
  var text: String { element([Element("style", [:], [.rules(.drawing)])]).text(.xml) + "\n" }

  private func element(_ style: [Element] = []) -> Element {
    Element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(width) \(height)",
        "width": "\(width)", "height": "\(height)", "style": "max-width: 100%; height: auto",
        "role": "img", "aria-labelledby": "\(id)-title \(id)-about", "lang": "en",
        "xml:space": "preserve",
      ],
      [
        Element("title", ["id": "\(id)-title"], text: title),
        Element("desc", ["id": "\(id)-about"], text: about),
      ] + style + [paper] + content)
  }

  private var paper: Element {
    Element("rect", ["width": "\(width)", "height": "\(height)", "class": Colour.paper.fill])
  }

  /// The place of a text that is told.
  enum Anchor: String {
    case start, middle, end
  }

  /// A line of text; what is behind it does not show through.
  /// - Parameters:
  ///   - y: Its middle.
  ///   - whole: The text before it was cut, for who points at it.
  static func text(
    _ text: String, x: Int, y: Int, _ colour: Colour, isBold: Bool = false,
    anchor: Anchor = .start, whole: String? = nil
  ) -> Element {
    var element = Element(
      "text",
      [
        "x": "\(x)", "y": "\(y + 4)", "class": colour.fill + (isBold ? " bold" : ""),
        "stroke-width": "4", "stroke-linejoin": "round", "paint-order": "stroke",
        "textLength": "\(displayWidth(text) * cell.width)",
      ], text: text)
    if let whole { element.children.insert(.element(Element("title", text: whole)), at: 0) }
    if anchor != .start { element.attributes.append(("text-anchor", anchor.rawValue)) }
    return element
  }

  /// What passes behind a text that begins there does not strike it through.
  static func paper(behind text: String, x: Int, y: Int) -> Element {
    Element(
      "rect",
      [
        "x": "\(x - 4)", "y": "\(y - 8)", "width": "\(displayWidth(text) * cell.width + 8)",
        "height": "16", "class": Colour.paper.fill,
      ])
  }

  /// The sign of what was lost.
  static func cross(_ x: Int, _ y: Int) -> Element { crosses([(x, y)]) }

  static func crosses(_ places: [(x: Int, y: Int)]) -> Element {
    let path = places.map { "M \($0.x - 4) \($0.y - 4) l 8 8 m 0 -8 l -8 8" }
    return Element(
      "path",
      ["d": path.joined(separator: " "), "class": Colour.loss.stroke, "stroke-width": "2"])
  }
}
