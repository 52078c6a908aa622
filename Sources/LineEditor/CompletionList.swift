/// What TAB inserts and what it lists.
struct CompletionList {
  static let longest = 100

  let candidates: [Completions.Candidate]

  /// What all candidates begin with.
  var commonPrefix: String {
    guard var prefix = candidates.first?.text else { return "" }
    for candidate in candidates.dropFirst() {
      prefix = String(zip(prefix, candidate.text).prefix { $0 == $1 }.map(\.0))
    }
    return prefix
  }

  /// The candidates as lines of at most `width` columns: with their summaries where any has one and all fit so,
  /// in columns otherwise; beyond 100 candidates, how many more there are.
  func lines(width: Int, rows: Int) -> [String] {
    let shown = candidates.prefix(Self.longest)
    let omitted = candidates.count - shown.count
    let hasSummaries = shown.contains { $0.summary != nil }
    var lines =
      hasSummaries && shown.count <= max(rows - 2, 1)
      ? withSummaries(shown, width: width) : inColumns(shown, width: width)
    if omitted > 0 { lines.append("… and \(omitted) more") }
    return lines
  }

  private func withSummaries(_ shown: ArraySlice<Completions.Candidate>, width: Int) -> [String] {
    let widest = shown.map { columns(of: $0.text) }.max() ?? 0
    return shown.map { candidate in
      guard let summary = candidate.summary else {
        return cut(candidate.text, toColumns: width - 1)
      }
      return cut(padded(candidate.text, to: widest + 2) + summary, toColumns: width - 1)
    }
  }

  private func inColumns(_ shown: ArraySlice<Completions.Candidate>, width: Int) -> [String] {
    let names = shown.map { cut($0.text, toColumns: width - 1) }
    let cell = (names.map { columns(of: $0) }.max() ?? 0) + 2
    let across = max(1, (width + 1) / cell)
    let down = (names.count + across - 1) / across
    return (0..<down).map { row in
      let cells = stride(from: row, to: names.count, by: down).map { names[$0] }
      return cells.dropLast().map { padded($0, to: cell) }.joined() + (cells.last ?? "")
    }
  }

  private func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - columns(of: text)))
  }
}
