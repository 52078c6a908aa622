/// The row below the line, which is there only while nobody types: libedit takes it for empty.
extension EditSession {
  func showStatus() {
    guard traits.allowsDecoration, !isSearching, let delegate else { return }
    let wanted = delegate.status.map { cut(printable($0), toColumns: size.columns - 1) }
    guard wanted != shownStatus else { return }
    guard let wanted else { return eraseStatus() }
    let rows = rowsBelow
    guard layout().end.row + 1 + (header.isEmpty ? 0 : 1) < size.rows else { return eraseStatus() }
    // On the last row of the screen, a line end makes room.
    Output.write(
      String(repeating: "\r\n", count: rows) + "\u{1B}[2m\(wanted)\u{1B}[22m\u{1B}[K"
        + wayBack(from: rows))
    shownStatus = wanted
  }

  func eraseStatus() {
    guard shownStatus != nil else { return }
    shownStatus = nil
    let rows = rowsBelow
    Output.write("\r\u{1B}[\(rows)B\u{1B}[K" + wayBack(from: rows))
  }

  /// Takes off the screen what is neither prompt nor line.
  func eraseAdditions() {
    eraseHint()
    eraseStatus()
  }

  /// From the cursor's row.
  private var rowsBelow: Int {
    let (cursor, end) = layout()
    return end.row - cursor.row + 1
  }

  private func wayBack(from rows: Int) -> String {
    let column = layout().cursor.column
    return "\u{1B}[\(rows)A\r" + (column > 0 ? "\u{1B}[\(column)C" : "")
  }
}
