/// What one command should have shown and what came instead, line by line.
public struct Difference: Hashable, Sendable {
  /// The first line of the file that was not met.
  public var line: Int
  /// The command as it was performed, names put in.
  public var command: String
  public var rows: [Row]
  /// The values of the names that the expected lines repeat.
  public var values: [String: String]

  public enum Row: Hashable, Sendable {
    case same(String)
    /// Written in the lesson, and did not come.
    case missing(String, line: Int)
    /// Came, and is not written in the lesson.
    case unexpected(String)
  }

  /// More would push the first line of the report off the screen.
  static let mostRows = 60

  /// The rows as text, `-` for what was expected and `+` for what came; controls are escaped.
  public var lines: [String] {
    let names = values.sorted { $0.key < $1.key }.map { "    where {\($0.key)} is \($0.value)" }
    let shown = rows.prefix(Difference.mostRows).map(\.text)
    let left = rows.count - shown.count
    return ["    \(command)"] + shown + (left > 0 ? ["    … and \(left) more lines"] : []) + names
  }
}

extension Difference.Row {
  fileprivate var text: String {
    switch self {
    case .same(let line): "      \(harmless(line))"
    case .missing(let line, _): "    - \(harmless(line))"
    case .unexpected(let line): "    + \(harmless(line))"
    }
  }
}

extension Difference {
  init(
    of exchange: Exchange, performed: String, from came: [String], values: [String: String]
  ) {
    let pairs = alignment(of: exchange.expected, with: came, values)
    command = performed
    rows = interleave(exchange.expected, came, pairs)
    let missing = rows.compactMap { if case .missing(_, let line) = $0 { line } else { nil } }
    let matched = pairs.last.map { exchange.expected[$0.expected].line }
    line = missing.first ?? matched ?? exchange.line
    let repeated = Set(exchange.expected.flatMap(\.pattern.repeats))
    self.values = values.filter { repeated.contains($0.key) }
  }
}

/// Which expected line goes with which line that came.
private struct Pair {
  var expected: Int
  var came: Int
}

/// The longest common subsequence, where a name without a value yet takes anything.
private func alignment(
  of expected: [ExpectedLine], with came: [String], _ values: [String: String]
) -> [Pair] {
  // A difference is read by a person: beyond this much, everything is shown as different.
  guard expected.count * came.count <= 10_000 else { return [] }
  let agrees = expected.map { line in came.map { line.couldMatch($0, values) } }
  var length = Array(
    repeating: Array(repeating: 0, count: came.count + 1), count: expected.count + 1)
  for i in expected.indices.reversed() {
    for j in came.indices.reversed() {
      length[i][j] =
        agrees[i][j] ? length[i + 1][j + 1] + 1 : max(length[i + 1][j], length[i][j + 1])
    }
  }
  var pairs: [Pair] = []
  var (i, j) = (0, 0)
  while i < expected.count, j < came.count {
    if agrees[i][j] {
      pairs.append(Pair(expected: i, came: j))
      (i, j) = (i + 1, j + 1)
    } else if length[i + 1][j] >= length[i][j + 1] {
      i += 1
    } else {
      j += 1
    }
  }
  return pairs
}

/// The rows in reading order: between two lines that agree, what is missing before what came.
private func interleave(
  _ expected: [ExpectedLine], _ came: [String], _ pairs: [Pair]
) -> [Difference.Row] {
  // A state line that nobody wrote is no difference, unless one that was written is missing, or it
  // is all that came.
  let isStateMissing = expected.indices.contains { index in
    !expected[index].kind.mustBeShown && !pairs.contains { $0.expected == index }
  }
  let showsAll = isStateMissing || !came.contains { LineKind(of: $0).mustBeShown }
  var rows: [Difference.Row] = []
  var (i, j) = (0, 0)
  for pair in pairs + [Pair(expected: expected.count, came: came.count)] {
    rows += expected[i..<pair.expected].filter { $0.kind != .ellipsis }.map {
      .missing($0.pattern.text, line: $0.line)
    }
    rows += came[j..<pair.came].filter { showsAll || LineKind(of: $0).mustBeShown }
      .map(Difference.Row.unexpected)
    if pair.came < came.count { rows.append(.same(came[pair.came])) }
    (i, j) = (pair.expected + 1, pair.came + 1)
  }
  return rows
}

extension ExpectedLine {
  /// Whether the line would match if every name without a value could be anything.
  func couldMatch(_ line: String, _ values: [String: String]) -> Bool {
    var loose = self
    loose.pattern.pieces = pattern.pieces.map { piece in
      if case .repeated(let name) = piece, values[name] == nil { .anything } else { piece }
    }
    return loose.match(line, values) != nil
  }
}
