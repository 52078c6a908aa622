extension Exchange {
  /// Compares what is shown for this command with what came: nil if it agrees, and then `values`
  /// has what was captured.
  ///
  /// Call lines and late lines must all be shown, in order, where any is shown; other lines count
  /// where they are written; explanations never count. Where nothing is shown, nothing is compared.
  public func difference(
    from actual: [String], as performed: String, values: inout [String: String]
  ) -> Difference? {
    let came = actual.filter { LineKind(of: $0) != .explanation }
    var comparison = Comparison(shown: expected, came: came)
    if let found = comparison.match(0, 0, values) {
      values = found
      return nil
    }
    return Difference(of: self, performed: performed, from: came, values: values)
  }
}

extension ExpectedLine {
  /// The values after matching a line of the same kind.
  func match(_ line: String, _ values: [String: String]) -> [String: String]? {
    guard LineKind(of: line) == kind else { return nil }
    return pattern.match(kind == .state ? evenlySpaced(line) : withoutTrailingBlanks(line), values)
  }
}

/// A state line with one space between its words: its columns are for the eye alone.
func evenlySpaced(_ line: String) -> String {
  "  " + line.split(whereSeparator: \.isBlank).joined(separator: " ")
}

private struct Comparison {
  let shown: [ExpectedLine]
  let came: [String]
  /// Whether each line that came may go unmatched.
  let mayBeSkipped: [Bool]
  /// From here on each may.
  let end: Int
  var deadEnds: Set<Place> = []
  /// From which line on each `...` is known to lead nowhere.
  var deadDots: [Dots: Int] = [:]
  var effort = 100_000

  struct Place: Hashable {
    var shown: Int
    var came: Int
    var values: [String: String]
  }

  struct Dots: Hashable {
    var shown: Int
    var values: [String: String]
  }

  init(shown: [ExpectedLine], came: [String]) {
    self.shown = shown
    self.came = came
    let calls = shown.contains(where: \.kind.mustBeShown)
    mayBeSkipped = came.map { !calls || !LineKind(of: $0).mustBeShown }
    end = (mayBeSkipped.lastIndex(of: false) ?? -1) + 1
  }

  mutating func match(_ index: Int, _ start: Int, _ values: [String: String]) -> [String: String]? {
    guard index < shown.count else { return start >= end ? values : nil }
    let place = Place(shown: index, came: start, values: values)
    guard effort > 0, !isDeadEnd(place) else { return nil }
    effort -= 1
    if let found = advance(index, start, values) { return found }
    if shown[index].kind == .ellipsis {
      deadDots[Dots(shown: index, values: values)] = start
    } else {
      deadEnds.insert(place)
    }
    return nil
  }

  /// Dots that led nowhere from one line lead nowhere from a later one either.
  private func isDeadEnd(_ place: Place) -> Bool {
    guard shown[place.shown].kind == .ellipsis else { return deadEnds.contains(place) }
    let earlier = deadDots[Dots(shown: place.shown, values: place.values)]
    return earlier.map { $0 <= place.came } ?? false
  }

  private mutating func advance(
    _ index: Int, _ start: Int, _ values: [String: String]
  ) -> [String: String]? {
    let line = shown[index]
    for next in start...came.count {
      if line.kind == .ellipsis {
        if let found = match(index + 1, next, values) { return found }
      } else if next < came.count {
        if let now = line.match(came[next], values),
          let found = match(index + 1, next + 1, now)
        {
          return found
        }
        guard mayBeSkipped[next] else { return nil }
      }
    }
    return nil
  }
}
