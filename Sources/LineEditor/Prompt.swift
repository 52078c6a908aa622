/// What stands before the line being edited.
public struct Prompt: Sendable, Equatable {
  /// One line of plain text; it should end in a space, which is never coloured.
  public var text: String
  /// The colour of `text` on a terminal that has colours and a user who wants them.
  public var colour: Colour?
  /// A line above the prompt, part of what is redrawn with it; cut to the terminal's width.
  public var header: String?

  public init(_ text: String, colour: Colour? = nil, header: String? = nil) {
    self.text = text
    self.colour = colour
    self.header = header
  }
}

/// The colours of ECMA-48's "select graphic rendition" that read well on light and dark.
public enum Colour: Int, Sendable, CaseIterable {
  case red = 31
  case green, yellow, blue, magenta, cyan
}

extension Prompt {
  /// libedit's form: escape sequences stand between two SOH, and the last character is plain, because libedit
  /// drops a final sequence and the colour would leak into the line.
  func rendered(colours: Bool) -> String {
    let plain = displayable(text)
    return colour.map { colours ? $0.applied(to: plain) : plain } ?? plain
  }

  /// The header as a whole row, or nothing; libedit's prompts cannot have a line end.
  func renderedHeader(columns: Int, colours: Bool) -> String {
    guard let header else { return "" }
    let line = cut(displayable(header), toColumns: columns - 1)
    return colours ? "\u{1B}[2m\(line)\u{1B}[0m\r\n" : "\(line)\r\n"
  }

  private func displayable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }))
  }
}

extension Colour {
  fileprivate func applied(to text: String) -> String {
    guard let last = text.last, text.count > 1 else { return text }
    return "\u{1}\u{1B}[\(rawValue)m\u{1}\(text.dropLast())\u{1}\u{1B}[0m\u{1}\(last)"
  }
}
