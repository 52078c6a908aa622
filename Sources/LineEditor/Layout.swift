internal import CLibedit

/// Where characters land on the screen, reckoned as libedit does.
///
/// libedit keeps its own reckoning to itself; whoever prints above the edited line needs it too.
struct Layout: Equatable {
  var row = 0
  var column = 0
  let columns: Int

  init(columns: Int) { self.columns = max(columns, 2) }

  mutating func place(_ scalars: some Sequence<Unicode.Scalar>) {
    for scalar in scalars { place(scalar) }
  }

  private mutating func place(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\n": nextRow()
    case "\t": repeat { advance(1) } while column % 8 != 0
    default: advance(cells(of: scalar))
    }
  }

  private mutating func advance(_ width: Int) {
    guard width <= columns - column else {
      nextRow()
      return advance(min(width, columns))
    }
    column += width
    if column >= columns { nextRow() }
  }

  private mutating func nextRow() {
    row += 1
    column = 0
  }

  /// libedit shows a control as ^X and what cannot be printed as \U+XXXX, cell by cell.
  private func cells(of scalar: Unicode.Scalar) -> Int {
    if scalar.value < 32 || scalar.value == 127 { return 2 }
    let width = Int(wcwidth(wchar_t(scalar.value)))
    return width >= 0 ? width : scalar.value > 0xFFFF ? 8 : 7
  }
}

/// The number of terminal columns that `text` takes.
func columns(of text: some StringProtocol) -> Int {
  text.unicodeScalars.reduce(0) { $0 + max(0, Int(wcwidth(wchar_t($1.value)))) }
}

/// `text`, its tail replaced by `…` where it takes more than `limit` columns.
func cut(_ text: String, toColumns limit: Int) -> String {
  guard columns(of: text) > limit else { return text }
  guard limit > 0 else { return "" }
  var kept = ""
  var width = 0
  for character in text {
    width += columns(of: String(character))
    if width > limit - 1 { break }
    kept.append(character)
  }
  return kept + "…"
}
