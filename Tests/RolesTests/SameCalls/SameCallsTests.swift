internal import Foundation
internal import Testing

/// Two implementations, one kernel: what the calls of a script come to in Sockratic and in a python3
/// program that makes the same ones.
@Suite(.enabled(if: Requirement.python, "python3 is not installed"))
struct SameCallsTests {
  /// What python3 came to, twice; made once for all cases.
  private static let theirs = Result { (try runPython(), try runPython()) }

  @Test(arguments: ComparedCase.possible)
  func `a script's calls come to what they come to in python3`(_ compared: ComparedCase) throws {
    let theirs = try SameCallsTests.theirs.get()
    let first = try #require(theirs.0[compared], "python3 has no answer")
    try #require(first == theirs.1[compared], "python3 disagrees with itself")
    #expect(!first.lines.isEmpty)
    let ours = try run(compared)
    #expect(ours.lines.count == first.lines.count, "ours:\n\(ours)\npython3's:\n\(first)")
    for (our, their) in zip(ours.lines, first.lines) { #expect(our == their) }
  }

  @Test func `at least 150 cases are compared, some of every kind`() {
    #expect(ComparedCase.all.count >= 150)
    #expect(Set(ComparedCase.all).count == ComparedCase.all.count)
    #expect(Set(ComparedCase.all.map(\.testDescription)).count == ComparedCase.all.count)
    for area in ComparedCase.Area.allCases {
      let count = ComparedCase.all.count { $0.area == area }
      #expect(count >= 20, "only \(count) of \(area)")
    }
  }

  private func run(_ compared: ComparedCase) throws -> CallRecord {
    let folder = try TemporaryFolder()
    let own = OwnNames()
    let program = try Program(
      ["env", "-C", folder.path, Program.sockratic, "run", "--json", "-"],
      input: .text(own.put(into: compared.script)))
    #expect(try program.finish() == .status(0), "\(program.errorText)")
    return try CallRecord(events(of: program), own)
  }

  /// One python3 process plays all cases.
  private static func runPython() throws -> [ComparedCase: CallRecord] {
    let folder = try TemporaryFolder()
    let own = OwnNames()
    let cases = ComparedCase.possible.map {
      ["name": $0.testDescription, "script": own.put(into: $0.script)]
    }
    let input = try folder.file(
      "cases", String(decoding: JSONSerialization.data(withJSONObject: cases), as: UTF8.self))
    let source = pythonRole + pythonCalls + pythonOptions + pythonStage
    let program = try Program(
      ["python3", try folder.file("same.py", source), folder.path],
      input: .bytes([UInt8](Data(contentsOf: URL(fileURLWithPath: input)))))
    guard try program.finish(within: 240) == .status(0) else {
      throw Program.Failure(description: program.errorText)
    }
    let answers = try events(of: program)
    var records: [ComparedCase: CallRecord] = [:]
    for (compared, answer) in zip(ComparedCase.possible, answers) {
      guard answer.text("case") == compared.testDescription else {
        throw Program.Failure(description: "python3 mixes the cases up")
      }
      // Without a record the case fails by itself, and the others go on.
      if let failure = answer.text("failure") {
        Issue.record("python3, \(compared.testDescription): \(failure)\n\(program.errorText)")
        continue
      }
      let calls = (answer.members["events"] as? [[String: Any]] ?? []).map(
        LoggedEvent.init(members:))
      records[compared] = try CallRecord(calls, own)
    }
    return records
  }
}
