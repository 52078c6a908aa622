/// A rectangle of characters with lines, which join where they meet, and text over them.
struct LineCanvas {
  struct Place: Hashable {
    var column: Int
    var row: Int
  }

  let columns: Int
  let rows: Int
  private let utf8: Bool
  /// Where each cell's lines lead, as bits of `Arm`; and whether they are bold.
  private var arms: [UInt8]
  private var isBold: [Bool]
  private var text: [Character?]

  private enum Arm {
    static let up: UInt8 = 1
    static let right: UInt8 = 2
    static let down: UInt8 = 4
    static let left: UInt8 = 8
  }

  init(columns: Int, rows: Int, utf8: Bool) {
    self.columns = columns
    self.rows = rows
    self.utf8 = utf8
    arms = Array(repeating: 0, count: columns * rows)
    isBold = Array(repeating: false, count: columns * rows)
    text = Array(repeating: nil, count: columns * rows)
  }

  /// Draws from corner to corner, across and down, with a head at the last.
  mutating func arrow(_ corners: [Place], isBold: Bool) {
    for (from, to) in zip(corners, corners.dropFirst()) { line(from, to, isBold) }
    guard let last = corners.last, let before = corners.dropLast().last else { return }
    let heads = utf8 ? ["▼", "▲", "▶", "◀"] : ["v", "^", ">", "<"]
    let head =
      last.column == before.column
      ? (last.row > before.row ? 0 : 1) : (last.column > before.column ? 2 : 3)
    write(heads[head], at: last)
  }

  mutating func write(_ words: String, at place: Place) {
    for (offset, character) in words.enumerated() {
      guard let index = index(Place(column: place.column + offset, row: place.row)) else { return }
      text[index] = character
    }
  }

  private mutating func line(_ from: Place, _ to: Place, _ bold: Bool) {
    let across = (to.column - from.column).signum()
    let down = (to.row - from.row).signum()
    let ahead = across > 0 ? Arm.right : across < 0 ? Arm.left : down > 0 ? Arm.down : Arm.up
    let behind = ahead == Arm.up ? Arm.down : ahead == Arm.down ? Arm.up : ahead ^ 0b1010
    var place = from
    while place != to {
      join(place, ahead, bold)
      place.column += across
      place.row += down
      join(place, behind, bold)
    }
  }

  private mutating func join(_ place: Place, _ arm: UInt8, _ bold: Bool) {
    guard let index = index(place) else { return }
    arms[index] |= arm
    isBold[index] = isBold[index] || bold
  }

  private func index(_ place: Place) -> Int? {
    guard (0..<columns).contains(place.column), (0..<rows).contains(place.row) else { return nil }
    return place.row * columns + place.column
  }

  /// From the top, without blanks at their ends.
  var lines: [String] {
    (0..<rows).map { row in
      let characters = (row * columns..<(row + 1) * columns).map(character)
      return String(characters.reversed().drop { $0 == " " }.reversed())
    }
  }

  private func character(_ index: Int) -> Character {
    if let written = text[index] { return written }
    let signs =
      utf8
      ? (isBold[index] ? LineCanvas.bold : LineCanvas.light)
      : (isBold[index] ? LineCanvas.boldASCII : LineCanvas.lightASCII)
    return signs[Int(arms[index])]
  }

  /// By the bits of their arms.
  private static let light = Array(" ╵╶└╷│┌├╴┘─┴┐┤┬┼")
  private static let bold = Array(" ╹╺┗╻┃┏┣╸┛━┻┓┫┳╋")
  private static let lightASCII = Array(" |-+||++-+-+++++")
  private static let boldASCII = Array(" #=####" + "#=#=#####")
}
