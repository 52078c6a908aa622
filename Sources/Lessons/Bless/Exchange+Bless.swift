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
