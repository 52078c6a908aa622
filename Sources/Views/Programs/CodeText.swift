internal import Log
internal import SystemCalls

/// The last line that made a call, in each language, with the prototypes of its calls; nil where the
/// role has made none.
///
/// The languages stand side by side where `width` columns are enough, else one below the other.
public func codeText(_ program: RoleProgram, width: Int, utf8: Bool) -> String? {
  guard let place = program.steps.lastIndex(where: { !$0.calls.isEmpty }) else { return nil }
  let step = program.steps[place]
  let typed = safeText("\(program.role)> \(step.typed)", utf8: utf8)
  let blocks = ProgramLanguage.shown.map { language in
    [language.title]
      + program.code(ofStep: place, in: language).map { "  \(safeText($0, utf8: utf8))" }
  }
  let head = step.typed.isEmpty ? [] : wrapped(typed, width: width)
  let shown = sideBySide(blocks, width: width) ?? blocks.flatMap { $0 + [""] }.dropLast()
  return (head + prototypeLines(of: step, width: width) + [""] + shown).joined(separator: "\n")
}

extension ProgramLanguage {
  /// In the order in which `code` shows them.
  fileprivate static let shown: [ProgramLanguage] = [.c, .python, .swift]
}

extension RoleProgram {
  /// What a step becomes in the program, without its comment; below it the functions of the program's
  /// own that it calls in a loop's place, since the loop is what there is to learn.
  func code(ofStep place: Int, in language: ProgramLanguage) -> [String] {
    let part = steps[..<place].count { !$0.calls.isEmpty }
    let (parts, loops) = partsAndLoops(in: language)
    guard part < parts.count else { return [] }
    let lines = parts[part].flatMap { $0.split(separator: "\n").map(String.init) }
    let meant = loops.filter { loop in lines.contains { $0.contains(loop.call) } }
    return lines + meant.flatMap { [""] + $0.lines }
  }

  /// Each function by how a call of it can be told.
  private typealias Loop = (call: String, lines: [String])

  private func partsAndLoops(in language: ProgramLanguage) -> ([[String]], [Loop]) {
    switch language {
    case .python:
      var writer = PythonWriter(self)
      _ = writer.file()
      let loops: [(String, PythonHelper)] = [
        ("send_all(", .sendAll), ("recv_exactly(", .receiveExactly), ("recv_until(", .receiveUntil),
        ("recv_all(", .receiveAll),
      ]
      return (writer.parts, loops.map { ($0, $1.lines) })
    case .c:
      var writer = CWriter(self)
      _ = writer.file()
      let loops: [(String, CHelper)] = [
        ("send_all(", .sendAll), ("recv_exactly(", .receiveExactly), ("recv_until(", .receiveUntil),
        ("recv_all(", .receiveAll),
      ]
      return (writer.parts, loops.map { ($0, $1.lines) })
    case .swift:
      var writer = SwiftWriter(self)
      _ = writer.file()
      let loops: [(String, SwiftHelper)] = [
        ("sendAll(", .sendAll), ("receiveExactly(", .receiveExactly), ("until: ", .receiveUntil),
        ("receiveAll(", .receiveAll),
      ]
      return (writer.parts, loops.map { ($0, $1.lines) })
    }
  }
}

/// Columns, three spaces apart; nil where they are too wide.
private func sideBySide(_ blocks: [[String]], width: Int) -> [String]? {
  let gap = "   "
  let widths = blocks.map { $0.map { displayWidth($0) }.max() ?? 0 }
  guard widths.reduce(0, +) + gap.count * (blocks.count - 1) <= width else { return nil }
  let height = blocks.map(\.count).max() ?? 0
  return (0..<height).map { row in
    let cells = zip(blocks, widths).map { block, width in
      let cell = row < block.count ? block[row] : ""
      return cell + String(repeating: " ", count: width - displayWidth(cell))
    }
    let line = cells.joined(separator: gap)
    return String(line.reversed().drop { $0 == " " }.reversed())
  }
}

/// Each call's once, behind it the page that it is from.
private func prototypeLines(of step: ProgramStep, width: Int) -> [String] {
  var seen: Set<String> = []
  return step.calls.map(\.call.name).filter { seen.insert($0).inserted }.flatMap { name in
    guard let prototype = Prototype.of[name] else { return [] as [String] }
    let lines = wrapped(prototype.text, width: max(20, width - 4))
    let indented = lines.enumerated().map { ($0 == 0 ? "  " : "      ") + $1 }
    return indented + ["      (man \(prototype.section) \(prototype.page))"]
  }
}
