extension Pattern {
  /// The values after matching the whole line, with what it captured; nil where it does not match.
  ///
  /// A name that has no value matches nothing.
  public func match(_ line: String, _ values: [String: String] = [:]) -> [String: String]? {
    var search = Search(pieces: pieces, line: Array(line.utf8))
    return search.match(0, 0, values)
  }
}

/// A match with backtracking: `{*}` and text captures take as little as will do.
///
/// Dead ends are remembered and the effort is bounded, so that no line can hold up a replay.
private struct Search {
  let pieces: [Pattern.Piece]
  let line: [UInt8]
  var deadEnds: Set<Place> = []
  var effort = 100_000

  struct Place: Hashable {
    var piece: Int
    var offset: Int
    var values: [String: String]
  }

  mutating func match(_ index: Int, _ offset: Int, _ values: [String: String]) -> [String: String]?
  {
    guard index < pieces.count else { return offset == line.count ? values : nil }
    let place = Place(piece: index, offset: offset, values: values)
    guard effort > 0, !deadEnds.contains(place) else { return nil }
    effort -= 1
    if let found = advance(index, offset, values) { return found }
    deadEnds.insert(place)
    return nil
  }

  private mutating func advance(
    _ index: Int, _ offset: Int, _ values: [String: String]
  ) -> [String: String]? {
    switch pieces[index] {
    case .literal(let bytes):
      return starts(with: bytes, at: offset)
        ? match(index + 1, offset + bytes.count, values) : nil
    case .brace:
      return starts(with: [UInt8(ascii: "{")], at: offset)
        ? match(index + 1, offset + 1, values) : nil
    case .repeated(let name):
      guard let bytes = values[name].map({ Array($0.utf8) }) else { return nil }
      return starts(with: bytes, at: offset)
        ? match(index + 1, offset + bytes.count, values) : nil
    case .anything:
      return shortest(from: offset, offset) { search, end in search.match(index + 1, end, values) }
    case .capture(let name, .text):
      return shortest(from: offset, offset + 1) { search, end in
        search.match(index + 1, end, search.keeping(name, offset..<end, values))
      }
    case .capture(let name, let kind):
      guard let end = number(kind, at: offset) else { return nil }
      return match(index + 1, end, keeping(name, offset..<end, values))
    }
  }

  /// Tries ever longer ends, each at the start of a character, until one leads to a match.
  private mutating func shortest(
    from start: Int, _ first: Int, _ attempt: (inout Search, Int) -> [String: String]?
  ) -> [String: String]? {
    guard first <= line.count else { return nil }
    for end in first...line.count where end == line.count || line[end] & 0xC0 != 0x80 {
      if let found = attempt(&self, end) { return found }
    }
    return nil
  }

  private func starts(with bytes: [UInt8], at offset: Int) -> Bool {
    line[offset...].starts(with: bytes)
  }

  private func keeping(
    _ name: String, _ range: Range<Int>, _ values: [String: String]
  ) -> [String: String] {
    var values = values
    values[name] = String(decoding: line[range], as: UTF8.self)
    return values
  }

  /// Where the number that starts at the offset ends: all of its digits, never a part of them.
  private func number(_ kind: CaptureKind, at offset: Int) -> Int? {
    var start = offset
    if kind == .number, start < line.count, line[start] == UInt8(ascii: "-") { start += 1 }
    let digits = line[start...].prefix { (0x30...0x39).contains($0) }
    guard !digits.isEmpty else { return nil }
    if kind == .port {
      guard UInt16(String(decoding: digits, as: UTF8.self)) != nil else { return nil }
    }
    return digits.endIndex
  }
}
