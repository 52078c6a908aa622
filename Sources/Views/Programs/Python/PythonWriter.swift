internal import Log
internal import SystemCalls

/// Writes a role's program in Python.
struct PythonWriter {
  let program: RoleProgram
  var imports: Set<String> = []
  var helpers: Set<PythonHelper> = []
  var asked = AskedPorts()
  var remarks: [String] = []
  /// Variables that are stream sockets.
  var streams: Set<String> = []
  /// What each step became.
  private(set) var parts: [[String]] = []
  private var body = SourceText(indent: 4)

  init(_ program: RoleProgram) { self.program = program }

  mutating func file() -> ProgramFile {
    for step in program.steps where !step.calls.isEmpty { write(step) }
    var text = SourceText(indent: 4)
    text.add(heading)
    text.add(moduleLines)
    text.add(["", ""])
    text.add(helperLines)
    text.add("def main():")
    text.add(start, depth: 1)
    text.add(body.lines, depth: 1)
    text.add(["", ""])
    text.add(ending)
    return ProgramFile(name: program.fileName(.python), text: text.text, remarks: remarks)
  }

  private var heading: [String] {
    let usage = program.usage
    let name = program.fileName(.python)
    return [
      "#!/usr/bin/env python3",
      "\"\"\"What \(program.role) did, call by call.", "",
      "Usage: python3 \(name)\(usage.isEmpty ? "" : " ")\(usage)", "\"\"\"", "",
    ]
  }

  private var moduleLines: [String] {
    let needed = helpers.reduce(imports) { $0.union($1.imports) }
    return needed.union(program.arguments.isEmpty ? [] : ["argparse"])
      .union(["sys", "traceback"]).sorted()
      .map { "import \($0)" }
  }

  private var helperLines: [String] {
    PythonHelper.allCases.filter(helpers.contains).flatMap { $0.lines + ["", ""] }
  }

  /// The command line, and what a role has from the start.
  private var start: [String] {
    var lines = argumentLines
    if program.isInterrupted { lines.append("signal.signal(signal.SIGINT, interrupted)") }
    return lines
  }

  private var argumentLines: [String] {
    guard !program.arguments.isEmpty else { return [] }
    let lines = program.orderedArguments.map { argument in
      let type = argument.kind == .port ? ", type=int" : ""
      let preset = argument.preset.map { text in
        ", nargs=\"?\", default="
          + (argument.kind == .port ? text : pythonText(Array(text.utf8), isText: true))
      }
      return "parser.add_argument(\"\(argument.name)\"\(type)\(preset ?? ""), "
        + "help=\"\(argument.meaning)\")"
    }
    return ["parser = argparse.ArgumentParser()"] + lines + ["arguments = parser.parse_args()"]
  }

  private var ending: [String] {
    [
      "if __name__ == \"__main__\":", "    try:", "        main()",
      "    except OSError as error:",
      "        call = traceback.extract_tb(error.__traceback__)[1]",
      "        sys.exit(f\"{sys.argv[0]}, line {call.lineno}: {call.line}: {error}\")",
    ]
  }

  // MARK: Steps

  private mutating func write(_ step: ProgramStep) {
    if !body.lines.isEmpty || !start.isEmpty { body.add("") }
    if !step.comment.isEmpty { body.add("# \(program.role)> \(commentText(step.comment))") }
    let asking = asked.new(in: step, of: program).map { self.asking($0) }
    body.add(asking)
    if step.startsClock { body.add(clock()) }
    let lines = inLoop(lines(of: step), of: step)
    parts.append(asking + lines)
    body.add(lines)
  }

  private func inLoop(_ lines: [String], of step: ProgramStep) -> [String] {
    let sleep = sleep(step)
    guard step.rounds > 1 else { return sleep + lines }
    return [heading(ofLoop: step)] + indented(sleep + lines, by: 4)
  }

  private func heading(ofLoop step: ProgramStep) -> String {
    guard step.isCounted else { return "for _ in range(\(step.rounds)):" }
    let numbers = step.numbers
    return "for number in range(\(numbers.lowerBound), \(numbers.upperBound + 1)):"
  }

  private mutating func clock() -> String {
    helpers.insert(.sleepUntil)
    return "began = time.monotonic()"
  }

  private func sleep(_ step: ProgramStep) -> [String] {
    let start = step.tick.flatMap { step.start(each: "\(Double($0) / 1e9)") }
    return start.map { ["sleep_until(began + \($0))"] } ?? []
  }

  private mutating func lines(of step: ProgramStep) -> [String] {
    guard step.parts.isEmpty else {
      var all: [String] = []
      for part in step.parts { all += inLoop(lines(of: part), of: part) }
      return all
    }
    if let last = step.calls.last, let loop = loop(step) { return guarded(loop, last) }
    var lines: [String] = []
    var index = 0
    while index < step.calls.count {
      let call = step.calls[index]
      let next = index + 1 < step.calls.count ? step.calls[index + 1] : nil
      if let next, let switching = nonblocking(call, next) {
        lines += guarded([switching], next)
        index += 1
      } else {
        let whole = step.exact(call).flatMap { loop($0) }
        lines += guarded(whole ?? self.lines(of: call, in: step), call)
      }
      index += 1
    }
    return lines
  }

  /// A call that failed in the session may fail: the program says so, and goes on.
  private mutating func guarded(_ lines: [String], _ call: ProgramCall) -> [String] {
    guard let fate = call.fate else { return lines }
    if call.isInterrupted { helpers.insert(.interrupted) }
    guard call.errno != nil || call.isInterrupted else {
      return ["# \(fate.capitalizedFirst)."] + lines
    }
    return ["try:"] + indented(lines, by: 4) + [
      "except OSError as error:  # \(fate)", "    print(\"\(call.call.name):\", error, flush=True)",
    ]
  }

  private func nonblocking(_ call: ProgramCall, _ next: ProgramCall) -> String? {
    guard call.call.constant("op") == "F_GETFL", next.call.constant("op") == "F_SETFL",
      call.errno == nil, let target = call.target, let flags = next.call.number("arg")
    else { return nil }
    return "\(target).setblocking(\(flags & 0x800 == 0 ? "True" : "False"))"
  }

  mutating func leaveOut(_ call: ProgramCall, _ reason: String) -> [String] {
    remark("\(call.call.name): \(reason)")
    return ["# \(call.call.name) is left out: \(reason).", "pass"]
  }

  mutating func remark(_ text: String) { if !remarks.contains(text) { remarks.append(text) } }
}

extension String {
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
