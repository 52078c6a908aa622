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
      let pair = TraceMatching(
        played.expectedLines(of: life, in: language), try folder.lines("trace.\(life)"),
        isPython: language == .python)
      expected.append(pair.ours)
      traced.append(pair.theirs)
    }
    let ports = PortNaming(expected, traced)
    let sides = zip(
      ports.named(expected, isOurs: true), ports.named(traced, isOurs: false))
    for (life, (ours, theirs)) in sides.enumerated() {
      let name = played.programs[life].name
      for (line, pair) in zip(ours, theirs).enumerated() {
        #expect(pair.0 == pair.1, "call \(line + 1) of \(name)")
      }
      #expect(ours.count == theirs.count, "\(name): \(theirs.suffix(3))")
    }
  }
}
