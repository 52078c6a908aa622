/// A small terminal: what a person would see of a program's output. Colours are left out.
public struct Screen: Sendable {
  public private(set) var columns: Int
  public private(set) var rows: Int
  /// Where the next character goes, from 0.
  public private(set) var cursor = (row: 0, column: 0)
  /// The rows that left the screen at the top, the oldest first.
  public private(set) var scrolledOff: [String] = []

  /// Everything written, without the sequences.
  public private(set) var plain: [UInt8] = []

  private var cells: [[Character]]
  private var wrapsNext = false
  private var pending: [UInt8] = []

  private static let blank: Character = " "
  private static let covered: Character = "\0"  // the right half of a wide character

  public init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: Array(repeating: Self.blank, count: columns), count: rows)
  }

  /// The rows, without the blanks at their ends.
  public var lines: [String] { cells.map(Self.text) }

  /// The rows down to the last that is not empty.
  public var text: String {
    let used = lines.lastIndex { !$0.isEmpty } ?? -1
    return lines[...used].joined(separator: "\n")
  }

  /// The row in which the cursor is.
  public var currentLine: String { lines[cursor.row] }

  public func contains(_ text: String) -> Bool { lines.contains { $0.contains(text) } }

  /// Keeps the rows as they are, cut or padded (a terminal that does not reflow).
  public mutating func resize(columns: Int, rows: Int) {
    while cursor.row >= rows { scroll() }
    cells = (0..<rows).map { row in
      let old = row < cells.count ? cells[row] : []
      return Array((old + Array(repeating: Self.blank, count: columns)).prefix(columns))
    }
    (self.columns, self.rows) = (columns, rows)
    cursor = (min(cursor.row, rows - 1), min(cursor.column, columns - 1))
    wrapsNext = false
  }

  public mutating func write(_ bytes: some Sequence<UInt8>) {
    pending += bytes
    while let (action, length) = Token.first(of: pending) {
      pending.removeFirst(length)
      apply(action)
    }
  }

  private mutating func apply(_ token: Token) {
    switch token {
    case .scalar(let scalar):
      plain += Array(String(scalar).utf8)
      put(scalar)
    case .control(let byte):
      plain.append(byte)
      control(byte)
    case .sequence(let final, let numbers): sequence(final, numbers)
    case .ignored: break
    }
  }

  private mutating func control(_ byte: UInt8) {
    wrapsNext = false
    switch byte {
    case 0x08: cursor.column = max(0, cursor.column - 1)
    case 0x09: cursor.column = min(columns - 1, (cursor.column / 8 + 1) * 8)
    case 0x0A: lineFeed()
    case 0x0D: cursor.column = 0
    default: break
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let width = Token.width(of: scalar)
    if width == 0 {
      let column = max(0, cursor.column - 1)
      cells[cursor.row][column] = Character(String(cells[cursor.row][column]) + String(scalar))
      return
    }
    if wrapsNext || cursor.column + width > columns {
      cursor.column = 0
      lineFeed()
    }
    wrapsNext = false
    cells[cursor.row][cursor.column] = Character(scalar)
    if width == 2 { cells[cursor.row][cursor.column + 1] = Self.covered }
    cursor.column += width
    if cursor.column >= columns {
      cursor.column = columns - 1
      wrapsNext = true
    }
  }

  private mutating func sequence(_ final: UInt8, _ numbers: [Int]) {
    wrapsNext = false
    let count = max(1, numbers.first ?? 1)
    switch final {
    case UInt8(ascii: "A"): cursor.row = max(0, cursor.row - count)
    case UInt8(ascii: "B"): cursor.row = min(rows - 1, cursor.row + count)
    case UInt8(ascii: "C"): cursor.column = min(columns - 1, cursor.column + count)
    case UInt8(ascii: "D"): cursor.column = max(0, cursor.column - count)
    case UInt8(ascii: "G"): cursor.column = min(columns, count) - 1
    case UInt8(ascii: "H"):
      cursor = (min(rows, count) - 1, min(columns, numbers.count > 1 ? max(1, numbers[1]) : 1) - 1)
    case UInt8(ascii: "J"): eraseDisplay(numbers.first ?? 0)
    case UInt8(ascii: "K"): eraseLine(numbers.first ?? 0)
    case UInt8(ascii: "P"): deleteCharacters(count)
    case UInt8(ascii: "@"): insertCharacters(count)
    default: break
    }
  }

  private mutating func eraseDisplay(_ mode: Int) {
    eraseLine(mode)
    let erased = mode == 0 ? (cursor.row + 1)..<rows : mode == 1 ? 0..<cursor.row : 0..<rows
    for row in erased { cells[row] = Array(repeating: Self.blank, count: columns) }
  }

  private mutating func eraseLine(_ mode: Int) {
    let erased =
      mode == 0 ? cursor.column..<columns : mode == 1 ? 0..<(cursor.column + 1) : 0..<columns
    for column in erased { cells[cursor.row][column] = Self.blank }
  }

  private mutating func deleteCharacters(_ count: Int) {
    let gone = min(count, columns - cursor.column)
    cells[cursor.row].removeSubrange(cursor.column..<(cursor.column + gone))
    cells[cursor.row] += Array(repeating: Self.blank, count: gone)
  }

  private mutating func insertCharacters(_ count: Int) {
    let new = min(count, columns - cursor.column)
    cells[cursor.row].insert(
      contentsOf: Array(repeating: Self.blank, count: new), at: cursor.column)
    cells[cursor.row].removeLast(new)
  }

  private mutating func lineFeed() {
    if cursor.row == rows - 1 { scroll() }
    cursor.row += 1
  }

  private mutating func scroll() {
    scrolledOff.append(Self.text(cells.removeFirst()))
    cells.append(Array(repeating: Self.blank, count: columns))
    cursor.row -= 1
  }

  private static func text(_ row: [Character]) -> String {
    let visible = row.filter { $0 != covered }
    let end = visible.lastIndex { $0 != blank }.map { $0 + 1 } ?? 0
    return String(visible[..<end])
  }
}
