internal import Log
internal import SystemCalls

/// Writes a role's program in C.
struct CWriter {
  let program: RoleProgram
  var includes: Set<String> = ["stdio.h", "stdlib.h", "sys/socket.h", "unistd.h"]
  var helpers: Set<CHelper> = []
  var asked = AskedPorts()
  var remarks: [String] = []
  /// Variables and when they are declared: a name is declared once, before its first step.
  var declared: [(type: String, name: String)] = []
  /// How much `huge_buffer` has room for.
  var hugeSize = 0
  /// What each step became.
  private(set) var parts: [[String]] = []
  private var body = SourceText(indent: 4)

  init(_ program: RoleProgram) { self.program = program }

  mutating func file() -> ProgramFile {
    for step in program.steps where !step.calls.isEmpty { write(step) }
    let start = start
    closeHelpers()
    var text = SourceText(indent: 4)
    text.add(heading)
    text.add(includeLines)
    text.add("")
    text.add(helperLines)
    text.add(["int main(\(program.arguments.isEmpty ? "void" : "int argc, char *argv[]"))", "{"])
    text.add(start, depth: 1)
    text.add(body.lines, depth: 1)
    text.add("return 0;", depth: 1)
    text.add("}")
    return ProgramFile(name: program.fileName(.c), text: text.text, remarks: remarks)
  }

  private var heading: [String] {
    let name = program.fileName(.c)
    let base = name.dropLast(2)
    let usage = program.usage
    return [
      "/* What \(program.role) did, call by call.", " *",
      " * gcc -Wall -Wextra -o \(base) \(name) && ./\(base)\(usage.isEmpty ? "" : " ")\(usage)",
      " */",
    ]
  }

  private var includeLines: [String] {
    let all = helpers.reduce(includes) { $0.union($1.includes) }
    let needsGNU = !all.isDisjoint(with: ["poll.h"]) || helpers.contains(.gnu)
    return (needsGNU ? ["#define _GNU_SOURCE"] : []) + all.sorted().map { "#include <\($0)>" }
  }

  private var helperLines: [String] {
    CHelper.allCases.filter { helpers.contains($0) && !$0.lines.isEmpty }
      .flatMap { $0.lines + [""] }
  }

  /// What helpers stand on.
  private mutating func closeHelpers() {
    for helper in CHelper.allCases.reversed() where helpers.contains(helper) {
      helpers.formUnion(helper.needs)
    }
  }

  /// The command line, what a role has from the start, and the variables.
  private var start: [String] { argumentLines + settings + declarations }

  private var prints: Bool {
    !helpers.isDisjoint(with: [.show, .printAddress, .printPort])
      || parts.contains { $0.contains { $0.contains("printf(") } }
  }

  private var settings: [String] {
    var lines: [String] = []
    if prints {
      lines.append("setvbuf(stdout, NULL, _IOLBF, 0); /* each line at once, also into a pipe */")
    }
    if program.sends {
      lines.append("signal(SIGPIPE, SIG_IGN); /* send says EPIPE instead */")
    }
    if program.isInterrupted {
      lines.append("sigaction(SIGINT, &(struct sigaction){.sa_handler = interrupted}, NULL);")
    }
    return lines
  }

  private var declarations: [String] {
    declared.map { declared in
      declared.type.hasSuffix("]")
        ? arrayDeclaration(declared) : "\(declared.type) \(declared.name);"
    }
  }

  private func arrayDeclaration(_ declared: (type: String, name: String)) -> String {
    let bracket = declared.type.firstIndex(of: "[") ?? declared.type.endIndex
    return "\(declared.type[..<bracket]) \(declared.name)\(declared.type[bracket...]);"
  }

  private mutating func noteArguments() {
    if program.sends { includes.insert("signal.h") }
    if program.isInterrupted {
      includes.formUnion(["signal.h"])
      helpers.insert(.interrupted)
    }
  }

  private var argumentLines: [String] {
    guard !program.arguments.isEmpty else { return [] }
    let ordered = program.orderedArguments
    let required = ordered.count { $0.preset == nil }
    var lines: [String] = []
    if required > 0 {
      lines += [
        "if (argc < \(required + 1)) {",
        "    fprintf(stderr, \"usage: %s \(program.usage)\\n\", argv[0]);", "    return 2;", "}",
      ]
    }
    for (index, argument) in ordered.enumerated() {
      let place = "argv[\(index + 1)]"
      let preset = argument.preset.map { cText(Array($0.utf8)) }
      let value = preset.map { "argc > \(index + 1) ? \(place) : \($0)" } ?? place
      lines.append("const char *\(argument.name) = \(value);")
    }
    return lines
  }

  // MARK: Steps

  private mutating func write(_ step: ProgramStep) {
    noteArguments()
    body.add("")
    if !step.comment.isEmpty { body.add("/* \(program.role)> \(commentText(step.comment)) */") }
    let asking = asked.new(in: step, of: program).map { self.asking($0) }
    body.add(asking)
    if step.startsClock { body.add(clock()) }
    let lines = inLoop(lines(of: step), of: step)
    parts.append(asking + lines)
    body.add(lines)
  }

  private func inLoop(
    _ lines: [String], of step: ProgramStep, named number: String = "number"
  ) -> [String] {
    let start = step.tick.flatMap { step.start(each: "\($0)LL") }
    let sleep = start.map { ["sleep_until(began, \($0));"] } ?? []
    guard step.rounds > 1 else { return sleep + lines }
    let (first, last) = (step.numbers.lowerBound, step.numbers.upperBound)
    return [
      "for (int \(number) = \(first); \(number) <= \(last); \(number)++) {"
    ]
      + indented(sleep + lines, by: 4) + ["}"]
  }

  private mutating func clock() -> String {
    helpers.formUnion([.gnu, .sleepUntil])
    declare("struct timespec", "began")
    return "clock_gettime(CLOCK_MONOTONIC, &began);"
  }

  private mutating func lines(of step: ProgramStep) -> [String] {
    guard step.parts.isEmpty else {
      var all: [String] = []
      for part in step.parts { all += inLoop(lines(of: part), of: part, named: "round") }
      return all
    }
    if let loop = loop(step) { return loop }
    return step.calls.flatMap { call in
      if let loop = step.exact(call).flatMap({ loop($0) }) { return loop }
      return (call.errno == nil ? call.fate.map { ["/* \($0.capitalizedFirst). */"] } ?? [] : [])
        + lines(of: call, in: step)
    }
  }

  /// The call as a condition: what happens where it fails, and then what it brought.
  mutating func checked(
    _ expression: String, _ call: ProgramCall, _ then: [String] = [], name: String? = nil
  ) -> [String] {
    let name = name ?? call.call.name
    guard let errno = call.errno else {
      helpers.insert(.die)
      return ["if (\(expression) == -1)", "    die(\"\(name)\");"] + then
    }
    let comment = " /* in the session: \(errno.name) */"
    let failing = ["if (\(expression) == -1)\(comment)", "    perror(\"\(name)\");"]
    guard !then.isEmpty else { return failing }
    let isOne = then.count == 1
    return failing + ["else\(isOne ? "" : " {")"] + indented(then, by: 4) + (isOne ? [] : ["}"])
  }

  mutating func declare(_ type: String, _ name: String) {
    if !declared.contains(where: { $0.name == name }) { declared.append((type, name)) }
  }

  mutating func remark(_ text: String) { if !remarks.contains(text) { remarks.append(text) } }
}
