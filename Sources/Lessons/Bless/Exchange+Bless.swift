extension Exchange {
  /// The edit after which this command shows what came, and the values after it; nil if there is
  /// none, as where a pattern would take more than it can.
  func blessed(
    with came: [String], as performed: String, step: String, values: inout [String: String]
  ) -> OutputEdit? {
    let came = came.filter { LineKind(of: $0) != .explanation }
    let alignment = OutputAlignment(of: expected, with: came, values)
    var edit = OutputEdit(line: line, step: step, command: performed)
    var result: [ExpectedLine] = []
    var anchor = line
    for row in alignment.rows {
      switch row {
      case .keep(let index):
        result.append(expected[index])
        anchor = expected[index].line
        continue
      case .drop(let index): anchor = remove(index, in: &edit)
      case .replace(let index, let new):
        anchor = remove(index, in: &edit)
        let text = blessedLine(
          came[new], replacing: expected[index].pattern, command: performed, values: values)
        guard let line = add(text, after: anchor, in: &edit) else { return nil }
        result.append(line)
      case .add(let new):
        let text = blessedLine(came[new], replacing: nil, command: performed, values: values)
        guard let line = add(text, after: anchor, in: &edit) else { return nil }
        result.append(line)
      }
    }
    let exchange = Exchange(line: line, command: command, expected: result)
    return exchange.difference(from: came, as: performed, values: &values) == nil ? edit : nil
  }

  /// The edit after which `...` stands for what is not the same each time, from the first line that differs
  /// to the last, and the values after it; nil if there is none.
  func loosened(
    with came: [String], as performed: String, step: String, values: inout [String: String]
  ) -> OutputEdit? {
    let came = came.filter { LineKind(of: $0) != .explanation }
    let rows = OutputAlignment(of: expected, with: came, values).rows
    guard let varying = varying(rows) else { return nil }
    var edit = OutputEdit(line: line, step: step, command: performed)
    let before = rows[..<varying.lowerBound].compactMap(written)
    for index in rows[varying].compactMap(written) { _ = remove(index, in: &edit) }
    let anchor = before.last.map { expected[$0].line } ?? line
    guard let dots = add("...", after: anchor, in: &edit) else { return nil }
    let after = rows[varying.upperBound...].compactMap(written)
    let result = before.map { expected[$0] } + [dots] + after.map { expected[$0] }
    let exchange = Exchange(line: line, command: command, expected: result)
    return exchange.difference(from: came, as: performed, values: &values) == nil ? edit : nil
  }

  /// The rows from the first that is not kept to the last, with those beside them that vary as well: dots,
  /// and calls that came to the same by chance.
  private func varying(_ rows: [OutputAlignment.Row]) -> Range<Int>? {
    let changed = rows.indices.filter { if case .keep = rows[$0] { false } else { true } }
    guard var first = changed.first, var last = changed.last else { return nil }
    let calls = Set(
      rows[first...last].compactMap(written).compactMap { expected[$0].callThatReturns })
    func belongs(_ row: OutputAlignment.Row) -> Bool {
      guard let line = written(row).map({ expected[$0] }) else { return false }
      return line.kind == .ellipsis || line.callThatReturns.map(calls.contains) ?? false
    }
    while first > 0, belongs(rows[first - 1]) { first -= 1 }
    while last + 1 < rows.count, belongs(rows[last + 1]) { last += 1 }
    return first..<(last + 1)
  }

  /// The line of the lesson that the row is about.
  private func written(_ row: OutputAlignment.Row) -> Int? {
    switch row {
    case .keep(let index), .drop(let index), .replace(let index, _): index
    case .add: nil
    }
  }

  private func remove(_ index: Int, in edit: inout OutputEdit) -> Int {
    edit.removed[expected[index].line] = expected[index].pattern.text
    return expected[index].line
  }

  private func add(_ text: String, after line: Int, in edit: inout OutputEdit) -> ExpectedLine? {
    let kind = LineKind(of: text)
    edit.added[line, default: []].append(text)
    guard let pattern = try? Pattern(kind == .state ? evenlySpaced(text) : text) else { return nil }
    return ExpectedLine(line: line, kind: kind, pattern: pattern)
  }

  /// Whether a call that is shown as a success has failed.
  func turnsIntoError(with came: [String]) -> Bool {
    func failures(_ lines: [String]) -> Int {
      lines.count { LineKind(of: $0).mustBeShown && $0.contains(") = -1") }
    }
    return failures(came) > failures(expected.map(\.pattern.text))
  }
}

extension ExpectedLine {
  /// `server< recv` of a line with what came of it; nil for others.
  fileprivate var callThatReturns: Substring? {
    guard kind.mustBeShown, pattern.text.contains(" = ") else { return nil }
    return pattern.text.prefix { $0 != "(" && $0 != "×" }
  }
}
