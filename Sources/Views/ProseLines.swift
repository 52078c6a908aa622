internal import Log

/// Prose set for the style's width: paragraphs are broken between words, code lines stay whole
/// where they fit.
///
/// Without colour, emphasis stands between asterisks and code between back-ticks, as in Markdown:
/// nothing is said by colour alone. All but commands is set in by two columns, as everything that is
/// no call: so it is known for output when it is pasted.
func proseLines(_ prose: Prose, style: TerminalText.Style) -> [String] {
  let setter = ProseSetter(style: style, width: style.columns - 2)
  return prose.blocks.flatMap(setter.lines)
}

private struct ProseSetter {
  let style: TerminalText.Style
  let width: Int

  func lines(of block: Prose.Block) -> [String] {
    let lines =
      switch block.kind {
      case .heading: headingLines(block)
      case .paragraph: paragraphLines(block)
      case .code: codeLines(block)
      case .command, .program: [safe(block.spans.map(\.text).joined())]
      }
    let inset = [.command, .program].contains(block.kind) ? "" : "  "
    return (block.isApart ? [""] : []) + lines.map { $0.isEmpty ? "" : inset + $0 }
  }

  private func headingLines(_ block: Prose.Block) -> [String] {
    let text = safe(block.spans.map(\.text).joined())
    return wrapped(text, width: width).map { painted($0, .heading) }
  }

  private func codeLines(_ block: Prose.Block) -> [String] {
    let room = max(10, width - block.indent)
    let margin = String(repeating: " ", count: block.indent)
    let text = safe(block.spans.map(\.text).joined())
    return codeRows(of: text, room: room).map { margin + painted($0, .code) }
  }

  /// A line that does not fit goes on below, set in, after the last space that leaves room; only a
  /// word that is wider than a row is cut.
  private func codeRows(of text: String, room: Int) -> [String] {
    let lead = text.prefix { $0 == " " }.count
    let hanging = String(repeating: " ", count: min(lead + 2, room / 2))
    var rows: [String] = []
    var rest = text[...]
    var margin = ""
    while displayWidth(rest) > room - margin.count {
      let end = lineEnd(in: rest, room: room - margin.count)
      let row = rest[..<end]
      rows.append(margin + row.prefix(through: row.lastIndex { $0 != " " } ?? row.startIndex))
      rest = rest[end...].drop { $0 == " " }
      margin = hanging
    }
    return rest.isEmpty && !rows.isEmpty ? rows : rows + [margin + rest]
  }

  /// Where the first row of a text that is too wide ends: at its last space after a word, if any.
  private func lineEnd(in text: Substring, room: Int) -> String.Index {
    var (used, space, hasWord) = (0, String.Index?.none, false)
    for index in text.indices {
      used += displayWidth(String(text[index]))
      if text[index] == " " { space = hasWord ? index : nil } else { hasWord = true }
      if used > room { return space ?? max(index, text.index(after: text.startIndex)) }
    }
    return text.endIndex
  }

  private func paragraphLines(_ block: Prose.Block) -> [String] {
    let marker = safe(block.marker)
    let margin = String(repeating: " ", count: block.indent)
    let hanging = String(repeating: " ", count: displayWidth(marker))
    let room = max(10, width - block.indent - displayWidth(marker))
    return rows(of: words(in: block.spans), room: room).enumerated().map { index, row in
      margin + (index == 0 ? marker : hanging) + row
    }
  }

  // MARK: Words

  /// What is not broken: its width, and the text with its colours.
  private struct Word {
    var width = 0
    var text = ""
    var endsLine = false
  }

  private func words(in spans: [Prose.Span]) -> [Word] {
    var words: [Word] = []
    var isOpen = false  // whether the next piece belongs to the last word
    for span in spans {
      if span.style == .lineBreak {
        if words.isEmpty { words.append(Word()) }
        words[words.count - 1].endsLine = true
        isOpen = false
        continue
      }
      let shown = marked(span)
      for (index, piece) in shown.split(separator: " ", omittingEmptySubsequences: false)
        .enumerated()
      {
        if index > 0 { isOpen = false }
        if piece.isEmpty { continue }
        if !isOpen { words.append(Word()) }
        words[words.count - 1].width += displayWidth(piece)
        words[words.count - 1].text += painted(String(piece), colour(of: span.style))
        isOpen = true
      }
    }
    return words
  }

  private func marked(_ span: Prose.Span) -> String {
    let text = safe(span.text)
    switch span.style {
    case .code: return style.colour ? text : "`\(text)`"
    case .emphasis, .strong: return style.colour ? text : "*\(text)*"
    case .link: return "<\(text)>"
    case .plain, .lineBreak: return text
    }
  }

  private func rows(of words: [Word], room: Int) -> [String] {
    var rows: [String] = []
    var row = ""
    var used = 0
    for word in words {
      if used > 0, used + 1 + word.width > room {
        rows.append(row)
        (row, used) = ("", 0)
      }
      row += (used > 0 ? " " : "") + word.text
      used += (used > 0 ? 1 : 0) + word.width
      if word.endsLine {
        rows.append(row)
        (row, used) = ("", 0)
      }
    }
    return used > 0 || rows.isEmpty ? rows + [row] : rows
  }

  private func colour(of style: Prose.Span.Style) -> TerminalText.Style.Colour? {
    switch style {
    case .code: .code
    case .emphasis: .emphasis
    case .strong: .heading
    case .link: .aside
    case .plain, .lineBreak: nil
    }
  }

  private func painted(_ text: String, _ colour: TerminalText.Style.Colour?) -> String {
    guard style.colour, let colour, !text.isEmpty else { return text }
    return colour.rawValue + text + TerminalText.Style.Colour.reset
  }

  private func safe(_ text: String) -> String { safeText(text, utf8: style.utf8) }
}
