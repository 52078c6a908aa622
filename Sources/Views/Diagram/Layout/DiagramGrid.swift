/// Where the columns of a diagram stand, in cells.
struct DiagramGrid: Sendable {
  let width: Int
  /// Room for the time, at the left.
  let gutter: Int
  /// Where each column's line stands.
  let places: [Int]
  /// How many columns there are; what is beyond those that have room stands on the last.
  let count: Int

  /// The least distance between two columns.
  private static let least = 8

  init(columns: Int, width: Int, gutter: Int) {
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

  /// A text beside a column: right of it if it has room there, else left of it, else on several lines.
  func beside(_ column: Int, _ text: String) -> [(x: Int, text: String)] {
    let x = x(of: column)
    let (right, left) = (width - x - 2, x - gutter - 2)
    let columns = displayWidth(text)
    if columns <= right { return [(x + 2, text)] }
    let isShort = right >= 20 && columns <= 2 * right - 6
    if columns <= left, !isShort { return [(x - 1 - columns, text)] }
    if right >= min(left, 20) {
      return brokenAtWords(text, width: max(8, right)).map { (x + 2, $0) }
    }
    return brokenAtWords(text, width: left).map { (x - 1 - displayWidth($0), $0) }
  }
}
