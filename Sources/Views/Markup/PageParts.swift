extension Element {
  /// Drawings in a page, one below the other.
  static func figure(_ drawings: [Element]) -> Element {
    // In a narrow window it is scrolled, which takes the focus where there is no mouse.
    Element("figure", ["tabindex": "0"], drawings)
  }

  /// A table of a page, with a heading for each column.
  static func table(_ caption: String, _ headings: [String], _ rows: [Element]) -> Element {
    Element(
      "table", [:],
      [
        Element("caption", text: caption),
        Element(
          "thead", [:],
          [Element("tr", [:], headings.map { Element("th", ["scope": "col"], text: $0) })]),
        Element("tbody", [:], rows),
      ])
  }
}
