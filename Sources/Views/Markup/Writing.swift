extension Element {
  /// How empty elements end.
  public enum Dialect: Sendable {
    /// HTML, with the drawings that stand in it.
    case html
    /// HTML that is well-formed XML as well.
    case wellFormedHTML
    /// XML 1.0: a drawing by itself.
    case xml
  }

  /// The element as text; each element that has no text beside it on a line of its own.
  public func text(_ dialect: Dialect) -> String {
    var text = ""
    write(to: &text, dialect)
    return text
  }

  private func write(to text: inout String, _ dialect: Dialect) {
    text += "<" + name
    for (name, value) in attributes { text += " \(name)=\"\(escapedMarkup(value))\"" }
    if children.isEmpty {
      text += emptyEnd(dialect)
      return
    }
    text += ">"
    let isBlock = children.allSatisfy { if case .text = $0 { false } else { true } }
    for child in children {
      if isBlock { text += "\n" }
      child.write(to: &text, dialect)
    }
    text += (isBlock ? "\n" : "") + "</\(name)>"
  }

  private func emptyEnd(_ dialect: Dialect) -> String {
    switch dialect {
    case .xml: "/>"
    case .html: Element.voidNames.contains(name) ? ">" : "></\(name)>"
    case .wellFormedHTML: Element.voidNames.contains(name) ? "/>" : "></\(name)>"
    }
  }

  /// Elements of HTML that have no end tag.
  private static let voidNames: Set = ["br", "col", "hr", "img", "input", "link", "meta", "wbr"]
}

extension Node {
  fileprivate func write(to text: inout String, _ dialect: Element.Dialect) {
    switch self {
    case .element(let element): text += element.text(dialect)
    case .text(let plain): text += escapedMarkup(plain)
    case .rules(let sheet): text += sheet.text
    }
  }
}
