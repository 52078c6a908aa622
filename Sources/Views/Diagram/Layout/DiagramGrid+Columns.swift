/// What is written between the columns of a drawing, cut where it has no room.
extension DiagramGrid {
  /// Where columns stand closer than this, what is written crosses them.
  static let leastRoom = 20
  private static let mostLines = 3

  func besideWithin(_ x: Int, _ text: String) -> [Piece] {
    let (right, left) = (roomRight(of: x), roomLeft(of: x))
    return right >= DiagramGrid.leastRoom || right >= left
      ? rightOf(x, text, room: right) : leftOf(x, text, room: left)
  }

  /// On an arrow that goes straight to its end; on one that does not, outside of the column that it leaves
  /// or comes to, if that has room, else where it does not hide much of it.
  func labelWithin(
    _ text: String, on shaft: DiagramLine.Shaft, isSlanted: Bool
  ) -> [Piece] {
    if shaft.startsAtColumn, shaft.end == .arrives { return label(text, onWhole: shaft) }
    let (own, other) =
      shaft.startsAtColumn ? (shaft.from, shaft.to) : (shaft.to, shaft.from)
    let goesRight = other > own
    let enough = min(displayWidth(text), DiagramGrid.leastRoom)
    let outside = goesRight ? roomLeft(of: own) : roomRight(of: own)
    if outside >= enough {
      return goesRight ? leftOf(own, text, room: outside) : rightOf(own, text, room: outside)
    }
    let start = isSlanted ? own : other
    return goesRight
      ? rightOf(start, text, room: roomRight(of: start))
      : leftOf(start, text, room: roomLeft(of: start))
  }

  private func label(_ text: String, onWhole shaft: DiagramLine.Shaft) -> [Piece] {
    let (left, right) = (min(shaft.from, shaft.to), max(shaft.from, shaft.to))
    let (columns, room) = (displayWidth(text), right - left - 5)
    let isBeside = room < DiagramGrid.leastRoom || columns <= roomRight(of: right)
    guard columns <= room || !isBeside else { return besideWithin(right, text) }
    let shown = columns <= room ? text : cut(text, to: room, utf8: true)
    let x = left + (right - left - displayWidth(shown)) / 2 + 1
    return [Piece(x: x, text: shown, whole: columns <= room ? nil : text)]
  }

  // MARK: Room

  /// In cells, before the next column that is not too close.
  private func roomRight(of x: Int) -> Int {
    let next = places.first { $0 - x - 3 >= DiagramGrid.leastRoom }
    return next.map { $0 - x - 3 } ?? width - x - 2
  }

  private func roomLeft(of x: Int) -> Int {
    let before = places.last { x - $0 - 3 >= DiagramGrid.leastRoom }
    return before.map { x - $0 - 3 } ?? x - gutter - 2
  }

  private func rightOf(_ x: Int, _ text: String, room: Int) -> [Piece] {
    lines(text, room).map { Piece(x: x + 2, text: $0.text, whole: $0.whole) }
  }

  private func leftOf(_ x: Int, _ text: String, room: Int) -> [Piece] {
    lines(text, room).map {
      Piece(x: x - 1 - displayWidth($0.text), text: $0.text, whole: $0.whole)
    }
  }

  /// A few lines; the first has the whole text if they do not.
  private func lines(_ text: String, _ room: Int) -> [(text: String, whole: String?)] {
    let room = max(8, room)
    let all = brokenAtWords(text, width: room)
    guard all.count > DiagramGrid.mostLines else { return all.map { ($0, nil) } }
    var lines = all.prefix(DiagramGrid.mostLines).map { (text: $0, whole: String?.none) }
    let last = lines[DiagramGrid.mostLines - 1].text
    let isFull = displayWidth(last) + 1 > room
    lines[DiagramGrid.mostLines - 1].text = isFull ? cut(last, to: room, utf8: true) : last + "…"
    return lines.map { ($0.text, text) }
  }
}
