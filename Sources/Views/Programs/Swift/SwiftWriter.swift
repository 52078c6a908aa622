internal import Log
internal import SystemCalls

/// Writes a role's program in Swift, with the C library that Linux has.
struct SwiftWriter {
  let program: RoleProgram
  var helpers: Set<SwiftHelper> = []
  var asked = AskedPorts()
  var remarks: [String] = []
  /// Variables that are declared, and constants of C that Swift does not see.
  var declared: Set<String> = []
  var constants: [String: Int] = [:]
  /// The variable that holds the last file status flags.
  var flags = "flags"
  /// The variable that holds when the last rounds with a pace began.
  private var began = "began"
  /// What each step became.
  private(set) var parts: [[String]] = []
  private var body = SourceText(indent: 4)

  init(_ program: RoleProgram) { self.program = program }

  mutating func file() -> ProgramFile {
    declared = Set(variables.map(\.name) + program.calls.compactMap(\.learns))
    for step in program.steps where !step.calls.isEmpty { write(step) }
    closeHelpers()
    var text = SourceText(indent: 4)
    text.add(heading)
    text.add("")
    text.add(helperLines)
    text.add(argumentLines)
    text.add(["", "func run() throws {"])
    if (helperLines + start + body.lines).contains(where: { $0.contains("print(") }) {
      text.add("setvbuf(stdout, nil, _IOLBF, 0) // each line at once, also into a pipe", depth: 1)
    }
    text.add(start, depth: 1)
    text.add(body.lines, depth: 1)
    text.add(unused, depth: 1)
    text.add(["}", "", "do {", "    try run()", "} catch {"])
    text.add([
      "    fputs(\"\\(CommandLine.arguments[0]): \\(error)\\n\", stderr)", "    exit(1)", "}",
    ])
    return ProgramFile(name: program.fileName(.swift), text: text.text, remarks: remarks)
  }

  private var heading: [String] {
    let name = program.fileName(.swift)
    let base = name.dropLast(6)
    let usage = program.usage
    return [
      "// What \(program.role) did, call by call.", "//",
      "// swiftc -o \(base) \(name) && ./\(base)\(usage.isEmpty ? "" : " ")\(usage)",
      "import Glibc",
    ]
  }

  private var helperLines: [String] {
    let constants = constants.sorted { $0.key < $1.key }
      .map { "let \($0.key): Int32 = \($0.value) // Swift does not see C's" }
    return constants + (constants.isEmpty ? [] : [""])
      + SwiftHelper.allCases.filter(helpers.contains).flatMap { $0.lines + [""] }
  }

  private mutating func closeHelpers() {
    for helper in SwiftHelper.allCases.reversed() where helpers.contains(helper) {
      helpers.formUnion(helper.needs)
    }
  }

  private var argumentLines: [String] {
    guard !program.arguments.isEmpty else { return [] }
    let ordered = program.orderedArguments
    let required = ordered.count { $0.preset == nil }
    var lines = ["let arguments = CommandLine.arguments"]
    if required > 0 {
      lines += [
        "guard arguments.count > \(required) else {",
        "    fputs(\"usage: \\(arguments[0]) \(program.usage)\\n\", stderr)", "    exit(2)", "}",
      ]
    }
    for (index, argument) in ordered.enumerated() {
      let place = "arguments[\(index + 1)]"
      let preset = argument.preset.map { swiftText(Array($0.utf8)) }
      let value = preset.map { "arguments.count > \(index + 1) ? \(place) : \($0)" } ?? place
      lines.append("let \(argument.name) = \(value)")
    }
    return lines
  }

  /// What a role has from the start, and the variables that are filled more than once.
  private var start: [String] {
    var lines: [String] = []
    if program.sends { lines.append("signal(SIGPIPE, SIG_IGN) // send says EPIPE instead") }
    if program.isInterrupted { lines.append("letInterruptEndCalls()") }
    return lines + variables.map { "var \($0.name): Int32 = -1" }
      + relearnt.map { "var \($0) = Address(bytes: [])" }
  }

  /// Descriptors that no call names: they stay open all the same.
  private var unused: [String] {
    let names = program.unusedNames
    return names.isEmpty ? [] : [""] + names.map { "_ = \($0) // it stays open" }
  }

  /// Descriptors that are made again and again: they stand at the top.
  private var variables: [MadeName] {
    let all = program.steps.flatMap { step in
      step.calls.flatMap { call in
        call.made.map { made in
          (made, isEarly: step.rounds > 1)
        }
      }
    }
    return all.map(\.0).filter { made in
      made.isFirst && (all.contains { $0.0.name == made.name && ($0.isEarly || !$0.0.isFirst) })
    }
  }

  /// Addresses that are brought again and again: they stand at the top.
  var relearnt: [String] {
    let all = program.calls.compactMap(\.learns)
    return Set(all).filter { name in all.count { $0 == name } > 1 || isInLoop(name) }.sorted()
  }

  private func isInLoop(_ name: String) -> Bool {
    program.steps.contains { $0.rounds > 1 && $0.calls.contains { $0.learns == name } }
  }

  // MARK: Steps

  private mutating func write(_ step: ProgramStep) {
    if program.isInterrupted { helpers.insert(.interrupted) }
    body.add("")
    if !step.comment.isEmpty { body.add("// \(program.role)> \(commentText(step.comment))") }
    let asking = asked.new(in: step, of: program).map { self.asking($0) }
    body.add(asking)
    if step.startsClock {
      helpers.insert(.clock)
      began = fresh("began")
      body.add("let \(began) = now()")
    }
    let lines = inLoop(lines(of: step), of: step)
    parts.append(asking + lines)
    body.add(lines)
  }

  private func inLoop(_ lines: [String], of step: ProgramStep) -> [String] {
    let start = step.tick.flatMap { step.start(each: "\($0)") }
    let sleep = start.map { ["sleepUntil(\(began), plus: \($0))"] } ?? []
    guard step.rounds > 1 else { return sleep + lines }
    let number = step.isCounted ? "number" : "_"
    let numbers = step.numbers
    return ["for \(number) in \(numbers.lowerBound)...\(numbers.upperBound) {"]
      + indented(sleep + lines, by: 4) + [
        "}"
      ]
  }

  private mutating func lines(of step: ProgramStep) -> [String] {
    guard step.parts.isEmpty else {
      var all: [String] = []
      for part in step.parts { all += inLoop(lines(of: part), of: part) }
      return all
    }
    if let last = step.calls.last, let loop = loop(step) { return guarded(loop, last) }
    return step.calls.flatMap { call in
      guarded(step.exact(call).flatMap { loop($0) } ?? lines(of: call, in: step), call)
    }
  }

  /// A call that failed in the session may fail: the program says so, and goes on.
  private func guarded(_ lines: [String], _ call: ProgramCall) -> [String] {
    guard let fate = call.fate else { return lines }
    guard call.errno != nil else { return ["// \(fate.capitalizedFirst)."] + lines }
    return ["do {"] + indented(lines, by: 4) + ["} catch { // \(fate)", "    print(error)", "}"]
  }

  /// The call, which throws where it fails.
  mutating func checked(_ name: String, _ expression: String) -> String {
    helpers.insert(.check)
    return "try check(\"\(name)\", \(expression))"
  }

  /// `let` where the variable is new, nothing where it is declared at the top.
  mutating func assign(_ name: String, _ value: String, isFirst: Bool = true) -> String {
    let isNew = declared.insert(name).inserted
    return isNew ? "let \(name) = \(value)" : "\(name) = \(value)"
  }

  mutating func remark(_ text: String) { if !remarks.contains(text) { remarks.append(text) } }
}
