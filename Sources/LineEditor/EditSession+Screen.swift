internal import CLibedit

/// What the editor itself writes to the screen, beside libedit.
extension EditSession {
  /// Where the cursor and the end of the line are, counted from the prompt's first row.
  func layout(columns: Int? = nil) -> (cursor: Layout, end: Layout) {
    var layout = Layout(columns: columns ?? size.columns)
    layout.place(visiblePrompt.unicodeScalars)
    let (before, after) = line
    layout.place(before.unicodeScalars)
    let cursor = layout
    layout.place(after.unicodeScalars)
    return (cursor, layout)
  }

  /// Takes prompt and line off the screen, the cursor to where the prompt began.
  func erase(rows: Int? = nil) {
    isHintShown = false
    shownStatus = nil
    guard traits.allowsDecoration else { return erasePlainly() }
    let up = (rows ?? layout().cursor.row) + (header.isEmpty ? 0 : 1)
    Output.write("\r" + (up > 0 ? "\u{1B}[\(up)A" : "") + "\u{1B}[J")
  }

  /// Without sequences only one row can be taken off; several are left behind.
  private func erasePlainly() {
    let end = layout().end
    if end.row == 0, header.isEmpty {
      return Output.write("\r" + String(repeating: " ", count: end.column) + "\r")
    }
    goToEnd()
    Output.write("\r\n")
  }

  func redraw() {
    Output.write(header)
    libedit_refresh(editor)
  }

  func printAbove(_ lines: [String]) {
    late += lines
    guard delegate == nil || !mustQueue else { return }
    printLate()
  }

  /// Prints what was kept back, and makes the prompt what it should be, as soon as that does not disturb.
  func printLate() {
    guard !late.isEmpty || isPromptWrong else { return }
    let isEditing = delegate != nil
    if isEditing, mustQueue { return }
    let text = late.map { $0 + "\r\n" }.joined()
    late = []
    if isEditing { erase() }
    Output.write(text)
    guard isEditing else { return }
    if isPromptStale { askForPrompt() }
    redraw()
  }

  private var mustQueue: Bool {
    isSearching || layout().end.row >= size.rows - (header.isEmpty ? 1 : 2)
  }

  /// Puts the cursor behind the line's end, for what is written below it.
  func goToEnd() {
    eraseAdditions()
    guard traits.allowsDecoration else { return Output.write(line.after) }
    let (cursor, end) = layout()
    let down = end.row - cursor.row
    Output.write(
      "\r" + (down > 0 ? "\u{1B}[\(down)B" : "") + (end.column > 0 ? "\u{1B}[\(end.column)C" : ""))
  }

  func showHint() {
    guard traits.allowsDecoration, !isHintShown, !isSearching, let delegate else { return }
    let (before, after) = line
    guard after.isEmpty, let hint = delegate.hint(for: whole(before)) else { return }
    let text = cut(printable(hint), toColumns: size.columns - layout().cursor.column - 1)
    guard !text.isEmpty else { return }
    Output.write("\u{1B}[2m\(text)\u{1B}[22m\u{1B}[\(columns(of: text))D")
    isHintShown = true
  }

  /// Without controls.
  func printable(_ text: String) -> String {
    let scalars = text.unicodeScalars.filter { $0.value >= 32 && !(127..<160).contains($0.value) }
    return String(String.UnicodeScalarView(scalars))
  }

  func eraseHint() {
    guard isHintShown else { return }
    isHintShown = false
    Output.write("\u{1B}[K")
  }

  /// The text so far, with the lines of which the present one is the continuation.
  func whole(_ line: String) -> String { earlier.map { $0 + "\n" + line } ?? line }

  func resize() {
    guard !isSearching else { return el_resize(editor) }
    let old = layout().cursor.row
    let new = layout(columns: TerminalTraits.size().columns).cursor.row
    erase(rows: max(old, new))
    measure()
    el_resize(editor)
    redraw()
  }
}
