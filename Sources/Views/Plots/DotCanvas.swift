/// A rectangle of characters, each of which shows several dots: 2 across and 4 up as a braille pattern,
/// or in ASCII 1 across and 2 up.
struct DotCanvas {
  let columns: Int
  let rows: Int
  private let utf8: Bool
  /// The dots of each character, row by row from the top.
  private var cells: [UInt8]

  init(columns: Int, rows: Int, utf8: Bool) {
    self.columns = columns
    self.rows = rows
    self.utf8 = utf8
    cells = Array(repeating: 0, count: columns * rows)
  }

  var dotsAcross: Int { columns * (utf8 ? 2 : 1) }
  var dotsUp: Int { rows * dotsOfRow }
  private var dotsOfRow: Int { utf8 ? 4 : 2 }

  /// Sets a dot, counted from 0 at the left and at the bottom; one outside is left out.
  mutating func set(_ across: Int, _ up: Int) {
    guard (0..<dotsAcross).contains(across), (0..<dotsUp).contains(up) else { return }
    let down = dotsUp - 1 - up
    let cell = down / dotsOfRow * columns + (utf8 ? across / 2 : across)
    cells[cell] |= utf8 ? DotCanvas.braille[across % 2][down % 4] : 1 << (down % 2)
  }

  /// From the bottom to that dot.
  mutating func bar(_ across: Int, _ up: Int) {
    for dot in 0...max(0, up) { set(across, dot) }
  }

  /// The bits of a braille pattern (U+2800), left and right, from the top.
  private static let braille: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

  /// From the top.
  var lines: [String] {
    (0..<rows).map { row in
      cells[row * columns..<(row + 1) * columns].map(character).joined()
    }
  }

  private func character(_ dots: UInt8) -> String {
    if dots == 0 { return " " }
    guard utf8 else { return ["'", ".", ":"][Int(dots) - 1] }
    return Unicode.Scalar(0x2800 + UInt32(dots)).map { String($0) } ?? " "
  }
}
