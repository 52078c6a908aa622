/// Where the columns of a diagram stand, in cells.
struct DiagramGrid: Sendable {
  let width: Int
  /// Room for the time, at the left.
  let gutter: Int
  /// Where each column's line stands.
  let places: [Int]
  /// How many columns there are; what is beyond those that have room stands on the last.
  let count: Int
  /// What is written does not cross another column's line, where there is room for that: a drawing cannot be
  /// widened, and what is cut off there can still be read.
  let keepsColumns: Bool

  /// The least distance between two columns.
  private static let least = 8

  init(columns: Int, width: Int, gutter: Int, keepsColumns: Bool = false) {
    self.keepsColumns = keepsColumns
    self.width = width
    self.gutter = gutter
    count = columns
    let drawn = max(1, min(columns, (width - gutter) / DiagramGrid.least))
    // The last one has what is written beside it at its right.
    let shares = Double(drawn - 1) + (drawn == 2 ? 1.15 : 1.6)
    let step = Double(width - gutter) / shares
    places = (0..<drawn).map { gutter + Int(Double($0) * step) }
  }

  /// How many share the last place.
  var sharing: Int { count - places.count + 1 }

  func place(of column: Int) -> Int { min(max(0, column), places.count - 1) }

  /// nil for what goes nowhere: beyond the last.
  func x(of column: Int) -> Int {
    column >= count
      ? min(width - 1, places[places.count - 1] + DiagramGrid.least)
      : places[place(of: column)]
  }

  /// A piece of a text where it stands, on a line of its own.
  struct Piece {
    var x: Int
    var text: String
    /// The text before it was cut.
    var whole: String?
  }

  /// A text beside a column: right of it if it has room there, else left of it, else on several lines.
  func beside(_ column: Int, _ text: String) -> [Piece] {
    let x = x(of: column)
    if keepsColumns { return besideWithin(x, text) }
    let (right, left) = (width - x - 2, x - gutter - 2)
    let columns = displayWidth(text)
    if columns <= right { return [Piece(x: x + 2, text: text)] }
    let isShort = right >= 20 && columns <= 2 * right - 6
    if columns <= left, !isShort { return [Piece(x: x - 1 - columns, text: text)] }
    if right >= min(left, 20) {
      return brokenAtWords(text, width: max(8, right)).map { Piece(x: x + 2, text: $0) }
    }
    return brokenAtWords(text, width: left).map { leftOf(x, $0) }
  }

  func leftOf(_ x: Int, _ text: String) -> Piece {
    Piece(x: x - 1 - displayWidth(text), text: text)
  }
}
