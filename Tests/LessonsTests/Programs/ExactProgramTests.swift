import Foundation
import Log
import Synchronization
import SystemCalls
import Testing

@testable import Lessons
@testable import Views

/// The programs that a lesson's roles become make the same calls as the roles did, and get the same
/// answers.
@Suite(.serialized, .enabled(if: canTrace(), "strace, gcc or python3 is missing, or may not trace"))
struct ExactProgramTests {
  static let lessons = ShippedLessons.all.filter { shipped in
    hasWire || !shipped.text.contains("; needs: wire") || shipped.name == "07-tcp-against-udp"
  }.map(\.name)

  @Test(.enabled(if: hasWire, "there is no wire, or no nsenter"))
  func `25 lessons are compared`() { #expect(ExactProgramTests.lessons.count >= 25) }

  @Test(arguments: lessons)
  func `a lesson's programs in Python make the calls of its roles`(_ lesson: String) throws {
    try compare(lesson, .python)
  }

  @Test(arguments: lessons)
  func `a lesson's programs in C make the calls of its roles`(_ lesson: String) throws {
    try compare(lesson, .c)
  }

  @Test(.enabled(if: canCompileSwift(), "swiftc is missing"), arguments: lessons)
  func `a lesson's programs in Swift make the calls of its roles`(_ lesson: String) throws {
    try compare(lesson, .swift)
  }

  /// Each lesson is played once for all languages.
  private static let stories = Mutex<[String: PlayedLesson]>([:])

  private static func played(_ lesson: String) throws -> PlayedLesson {
    try stories.withLock { stories in
      if let played = stories[lesson] { return played }
      let played = try PlayedLesson(lesson, executable: try builtProgram().path)
      stories[lesson] = played
      return played
    }
  }

  private func compare(_ lesson: String, _ language: ProgramLanguage) throws {
    let played = try ExactProgramTests.played(lesson)
    let folder = try Folder()
    let commands = try build(played, language, in: folder)
    try folder.write(
      "plan.json",
      ProgramPlan(played, language).data(
        commands: commands, sockratic: try builtProgram().path))
    try folder.run([
      "gcc", "-shared", "-fPIC", "-w", "-o", "gate.so", try folder.file("gate.c", gateSource),
      "-ldl",
    ])
    try folder.run(["python3", try folder.file("conductor.py", conductorSource)])
    let problems = try folder.strings("problems.json")
    #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    if problems.isEmpty { try compareTraces(played, language, folder) }
  }

  private func build(
    _ played: PlayedLesson, _ language: ProgramLanguage, in folder: Folder
  ) throws -> [[String]] {
    var compilers: [[String]] = []
    let commands = try played.programs.map { program -> [String] in
      let file = program.file(in: language)
      let path = try folder.file(file.name, file.text)
      guard language != .python else { return ["python3", path] }
      let built = "\(folder.path)/\(program.name)"
      compilers.append(
        language == .c
          ? ["gcc", "-Wall", "-Wextra", "-Werror", "-o", built, path]
          : ["swiftc", "-warnings-as-errors", "-o", built, path])
      return [built]
    }
    try folder.runBeside(compilers)
    return commands
  }

  private func compareTraces(
    _ played: PlayedLesson, _ language: ProgramLanguage, _ folder: Folder
  ) throws {
    var expected: [[String]] = []
    var traced: [[String]] = []
    for life in played.programs.indices {
      let lines = played.expectedLines(of: life, in: language)
      var theirs = TraceForm(isPython: language == .python)
      let found = try folder.lines("trace.\(life)").compactMap { theirs.form($0) }
      let pair = matched(lines, found, TraceForm(isPython: language == .python))
      expected.append(pair.expected)
      traced.append(pair.traced)
    }
    for (life, (ours, theirs)) in zip(namingPorts(expected), namingPorts(traced)).enumerated() {
      let name = played.programs[life].name
      for (line, pair) in zip(ours, theirs).enumerated() {
        #expect(pair.0 == pair.1, "call \(line + 1) of \(name)")
      }
      #expect(ours.count == theirs.count, "\(name): \(theirs.suffix(3))")
    }
  }

  /// Both without what the language adds, which must be where it is said to be; closes at the end,
  /// which the session has no more of, are not looked at.
  private func matched(
    _ expected: [ExpectedLine], _ traced: [String], _ form: TraceForm
  ) -> (expected: [String], traced: [String]) {
    var form = form
    var ours: [String] = []
    var theirs: [String] = []
    var rest = traced[...]
    for line in expected {
      switch line {
      case .call(let text, let isOpen):
        guard let plain = form.form(text) else { continue }
        ours.append(isOpen ? plain.withoutAmount : plain)
        if let next = rest.popFirst() { theirs.append(isOpen ? next.withoutAmount : next) }
      case .transfer(let transfer, let lines, let isOpen):
        var sums = (ours: TransferSum(transfer), theirs: TransferSum(transfer))
        var all = lines.compactMap { form.form($0) }[...]
        sums.ours.take(from: &all)
        #expect(all.isEmpty, "\(transfer) has calls of another kind: \(all)")
        sums.theirs.take(from: &rest)
        ours.append(sums.ours.text(isOpen: isOpen))
        theirs.append(sums.theirs.text(isOpen: isOpen))
      case .addition(let name):
        #expect(rest.first?.hasPrefix(name) == true, "no \(name) at \(rest.prefix(2))")
        rest = rest.dropFirst()
      }
    }
    // Python closes its sockets and puts SIGINT back as it ends.
    return (ours, theirs + rest.drop { $0.hasPrefix("close(") || $0 == "signal(SIGINT, SIG_DFL)" })
  }
}
