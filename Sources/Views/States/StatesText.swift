internal import SystemCalls

/// TCP's states with the sockets of a session on them, and the way of each: lines joined by line
/// breaks. Where the picture has no room in `width` columns only the ways are told.
public func statesText(_ paths: [StatePath], width: Int, utf8: Bool) -> String {
  let width = max(20, width)
  let shown = Array(paths.suffix(mostMarks))
  let marked = zip(marks, shown).map { (mark: $0, path: $1) }
  let picture =
    width < StatesPicture.columns
    ? wrapped("(the picture takes \(StatesPicture.columns) columns)", width: width)
    : StatesPicture(marked, utf8: utf8).lines + [""]
  let ways = labelledLines(
    marked.map { ("\($0.mark)  \($0.path.name)", way(of: $0.path)) }, width: width, utf8: utf8)
  let left = paths.count - shown.count
  let more = left > 0 ? ["(\(left) before these are left out: states SOCKET)"] : []
  return (picture + [ways] + more + remark(on: shown, width: width)).joined(separator: "\n")
}

/// One socket's, with what was typed before each step and when.
public func statesText(following path: StatePath, width: Int, utf8: Bool) -> String {
  let start = path.steps[0].time
  let rows = path.steps.map { step in
    let time = durationText(step.time - min(step.time, start))
    let when = step.isSeen ? "after \(time)" : "passed between two looks"
    return (
      label: step.state.name,
      text: when + (step.statement.isEmpty || !step.isSeen ? "" : ", behind `\(step.statement)`")
    )
  }
  let steps = labelledLines(rows, width: max(20, width), utf8: utf8)
  guard width >= StatesPicture.columns else { return "\(path.name)\n\(steps)" }
  let picture = StatesPicture([(mark: marks[0], path: path)], utf8: utf8).lines
  return (picture + ["", "\(marks[0])  \(path.name)", steps]).joined(separator: "\n")
}

private let mostMarks = 52

/// One letter for each socket that is drawn.
private let marks =
  (UInt8(ascii: "a")...UInt8(ascii: "z")).map(letter)
  + (UInt8(ascii: "A")...UInt8(ascii: "Z")).map(letter)

private func letter(_ code: UInt8) -> String { String(Unicode.Scalar(code)) }

/// `CLOSED → (SYN_SENT) → ESTABLISHED`
private func way(of path: StatePath) -> String {
  path.steps.map { $0.isSeen ? $0.state.name : "(\($0.state.name))" }.joined(separator: " → ")
}

private func remark(on paths: [StatePath], width: Int) -> [String] {
  guard paths.contains(where: { $0.steps.contains { !$0.isSeen } }) else { return [] }
  return wrapped(
    "In parentheses: passed between two looks. A reset leads to CLOSED from anywhere.",
    width: width)
}
