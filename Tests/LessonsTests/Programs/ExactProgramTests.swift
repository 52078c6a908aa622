import Foundation
import Log
import SystemCalls
import Testing

@testable import Lessons
@testable import Views

/// The programs that a lesson's roles become make the same calls as the roles did, and get the same
/// answers.
@Suite(.serialized, .enabled(if: canTrace(), "strace, gcc or python3 is missing, or may not trace"))
struct ExactProgramTests {
  /// What is not covered, and why: lessons on the wire (and 7, which has a step on it), whose programs would
  /// have to run on its hosts while it loses and delays what it lost and delayed in the session; and
  /// lessons 7 and 13, where much data goes through small buffers: into which pieces it falls there is a
  /// matter of time, in the session too, and so is the number of the calls.
  private static let timed = ["07-tcp-against-udp", "13-full-buffers"]

  static let lessons = ShippedLessons.all.filter { shipped in
    !shipped.text.contains("needs: wire") && !timed.contains(shipped.name)
  }.map(\.name)

  @Test func `17 lessons are compared`() { #expect(ExactProgramTests.lessons.count >= 17) }

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

  private func compare(_ lesson: String, _ language: ProgramLanguage) throws {
    let played = try PlayedLesson(lesson, executable: try builtProgram().path)
    let folder = try Folder()
    let commands = try build(played, language, in: folder)
    try folder.write("plan.json", ProgramPlan(played, language).data(commands: commands))
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
    try played.programs.map { program in
      let file = program.file(in: language)
      let path = try folder.file(file.name, file.text)
      guard language != .python else { return ["python3", path] }
      let built = "\(folder.path)/\(program.name)"
      let compiler =
        language == .c
        ? ["gcc", "-Wall", "-Wextra", "-Werror", "-o", built, path]
        : ["swiftc", "-warnings-as-errors", "-o", built, path]
      try folder.run(compiler)
      return [built]
    }
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
      case .call(let text):
        guard let plain = form.form(text) else { continue }
        ours.append(plain)
        if let next = rest.popFirst() { theirs.append(next) }
      case .addition(let name):
        #expect(rest.first?.hasPrefix(name) == true, "no \(name) at \(rest.prefix(2))")
        rest = rest.dropFirst()
      }
    }
    // Python closes its sockets and puts SIGINT back as it ends.
    return (ours, theirs + rest.drop { $0.hasPrefix("close(") || $0 == "signal(SIGINT, SIG_DFL)" })
  }
}
