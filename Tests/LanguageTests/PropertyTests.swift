import Foundation
import Log
import Testing

@testable import Language

private let known = Context(
  roles: ["server", "client"], currentRole: "client", descriptors: ["client": [3, 4]],
  values: ["port": "9000", "text": "two words; \"quoted\" # {"], hosts: ["alice"])

/// What is wrong with what the language makes of a line, or nil; counts the refused ones.
private func violation(of text: String, cursor: Int, _ refused: inout Int) -> String? {
  let count = text.count
  do throws(Diagnostic) {
    let line = try parse(text, in: known)
    for statement in line.statements where !(1...count + 1).contains(statement.column) {
      return "a statement at column \(statement.column) of \(count)"
    }
  } catch {
    refused += 1
    guard let column = error.column, (1...count + 1).contains(column) else {
      return "column \(error.column ?? 0) of \(count): \(error.message)"
    }
    let shown = error.message + (error.advice ?? "")
    if shown.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 0x202e }) {
      return "a control character in \(shown.debugDescription)"
    }
  }
  let completion = completions(for: text, cursorAt: cursor, in: known) { [$0 + "a b"] }
  let range = completion.range
  if range.lowerBound < 0 || range.upperBound > count { return "completes \(range) of \(count)" }
  if hint(for: text, in: known)?.isEmpty == true { return "an empty hint" }
  _ = isUnfinished(text)
  _ = isPastedOutput(text)
  return nil
}

/// What this thread has had of a processor: what others do meanwhile does not count.
private var processorTime: Duration {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}

struct PropertyTests {
  @Test func `a hundred thousand lines are parsed, completed and hinted, or refused`() {
    let given = ProcessInfo.processInfo.environment["SOCKRATIC_SEED"].flatMap(UInt64.init)
    let seed = given ?? .random(in: 0...UInt64.max)
    var slowest = Duration.zero
    var generator = LineGenerator(seed: seed)
    var refused = 0
    for number in 1...100_000 {
      let line = generator.line()
      let cursor = Int.random(in: -1...line.count + 1, using: &generator.random)
      let start = processorTime
      defer { slowest = max(slowest, processorTime - start) }
      if let violation = violation(of: line, cursor: cursor, &refused) {
        Issue.record(
          "\(violation) · line \(number), SOCKRATIC_SEED=\(seed): \(line.debugDescription)")
        return
      }
    }
    // The generator is worth something only if it makes both kinds.
    #expect((20_000...95_000).contains(refused), "SOCKRATIC_SEED=\(seed)")
    // A person types the next one meanwhile; without optimization it takes ten times as long.
    #expect(slowest < .seconds(1), "SOCKRATIC_SEED=\(seed)")
  }

  @Test func `a name that is none brings no control character into what is said`() {
    var refused = 0
    let line = "repeat 5 every 20ms as \u{202e}n { send {n}; recv }"
    #expect(violation(of: line, cursor: line.count, &refused) == nil)
    #expect(refused == 1)
  }

  @Test(arguments: [
    "a;", "\"a\" ", "\\", "{{", "{port}", "#", "\u{301}", "\r\n", "hex 00 ", "u16 1 ", "9", ":",
    "a.", "|", "peek ", "check state==LISTEN;", "👩‍👩‍👧", "send é;", "a b ",
  ])
  func `a line as long as lines may be takes no time worth mentioning`(piece: String) {
    for start in ["send ", "connect ", "send \""] {
      let room = (Source.longest - start.utf8.count) / piece.utf8.count
      let line = start + String(repeating: piece, count: room)
      var refused = 0
      let begin = processorTime
      #expect(violation(of: line, cursor: line.count, &refused) == nil)
      #expect(processorTime - begin < .seconds(5))
    }
  }

  @Test func `a megabyte is refused at once`() {
    let text = String(repeating: "send \"é\"; ", count: 100_000)
    var refused = 0
    let begin = processorTime
    #expect(violation(of: text, cursor: 10, &refused) == nil)
    #expect(refused == 1)
    #expect(processorTime - begin < .seconds(5))
  }
}
