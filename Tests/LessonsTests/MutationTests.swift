import Lessons
import Testing

/// A lesson with one thing changed, and where that must be found.
private struct Mutant {
  var text: String
  /// What the first line of the report says after the file's name; nil where any place will do.
  var place: String?
}

/// Shipped lessons with mistakes put into them: none may pass.
struct MutationTests {
  private struct Subject {
    var lesson: Lesson
    var lines: [String]

    init(_ name: String) throws {
      let text = try #require(ShippedLessons.find(name)).text
      lesson = try Lesson.parse(text, file: name)
      lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// What a replay performs whatever the privilege, with the id of its step.
    var played: [(step: String, exchange: Exchange)] {
      lesson.steps.flatMap { step in
        (step.demonstrations + (step.solutions.first?.transcripts ?? []))
          .filter { $0.when == nil }.flatMap(\.exchanges).map { (step.id, $0) }
      }
    }

    /// The lesson with some of its lines, counted from 1, changed.
    func mutant(_ changes: [Int: String], at place: String? = nil) -> Mutant {
      var lines = lines
      for (number, text) in changes { lines[number - 1] = text }
      return Mutant(text: lines.joined(separator: "\n"), place: place)
    }

    /// The lesson without these commands and their output. What they read is read in a comment of
    /// the command that stands in for them, so that no capture is unused.
    func mutant(
      withoutCommands exchanges: [Exchange], but command: String, each places: [Int] = [],
      at place: String? = nil
    ) -> Mutant {
      let patterns = exchanges.flatMap { [$0.command] + $0.expected.map(\.pattern) }
      let names = Set(patterns.flatMap(\.repeats)).subtracting(patterns.flatMap(\.captures))
      let line = command + " # " + names.sorted().map { "{\($0)}" }.joined(separator: " ")
      var changes: [Int: String] = [:]
      for exchange in exchanges {
        for line in [exchange.line] + exchange.expected.map(\.line) { changes[line] = "" }
      }
      for place in places.isEmpty ? [exchanges[0].line] : places { changes[place] = line }
      return mutant(changes, at: place)
    }
  }

  /// Plays the mutants, several at a time; each must fail where it was changed. (A lesson without a
  /// send has none.)
  private func expectFailures(_ kind: String, of mutants: [Mutant]) throws {
    guard !mutants.isEmpty else { return }
    let folder = TemporaryFolder()
    for (index, mutant) in mutants.enumerated() {
      try folder.write(mutant.text, to: "\(100 + index).md")
    }
    let run = try sockratic(["lesson", kind, "--lessons", folder.path])
    #expect(run.lines.count == mutants.count)
    for (index, mutant) in mutants.enumerated() {
      let file = "\(folder.path)\(100 + index).md"
      #expect(run.lines.contains("failed   \(file)"), "\(mutant.place ?? "")")
      let said = run.errors.split(separator: "\n").filter { $0.hasPrefix(file) }
      let first = try #require(said.first)
      #expect(first.contains(#/^[^ ]+:[0-9]+: step [a-z0-9-]+: /#))
      if let place = mutant.place { #expect(first.hasPrefix(file + place), "\(said)") }
    }
  }

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `a changed expectation fails`(name: String) throws {
    let subject = try Subject(name)
    let shown = subject.played.flatMap { step, exchange in exchange.expected.map { (step, $0) } }
      .filter { $0.1.kind != .ellipsis }
    let mutants = shown.enumerated().filter { $0.offset % (1 + shown.count / 8) == 0 }.map {
      let (step, line) = $0.element
      return subject.mutant(
        [line.line: subject.lines[line.line - 1] + " !"], at: ":\(line.line): step \(step): ")
    }
    #expect(!mutants.isEmpty)
    try expectFailures("replay", of: mutants)
  }

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `a wrong errno fails`(name: String) throws {
    let subject = try Subject(name)
    let mutants = subject.played.flatMap { step, exchange in
      exchange.expected.filter { $0.pattern.text.contains("= -1 E") }.map { line in
        let text = subject.lines[line.line - 1]
        let wrong = text.replacing(/= -1 E[A-Z]+/, with: "= -1 ENOTTY")
        return subject.mutant([line.line: wrong], at: ":\(line.line): step \(step): ")
      }
    }
    #expect(!mutants.isEmpty)
    try expectFailures("replay", of: mutants)
  }

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `a removed send whose data is shown later fails`(name: String) throws {
    let subject = try Subject(name)
    let played = subject.played
    let mutants = played.enumerated().compactMap { index, item -> Mutant? in
      let words = item.exchange.command.text.split(separator: " ")
      guard words.count > 2, words[1].hasPrefix("send"), words[words.count - 1].first == "\"",
        let data = item.exchange.command.text.firstMatch(of: /"[^"]+"/)?.output
      else { return nil }
      let isShown = played[(index + 1)...].contains { later in
        later.exchange.expected.contains {
          $0.pattern.text.contains("recv") && $0.pattern.text.contains(data)
        }
      }
      guard isShown else { return nil }
      return subject.mutant(withoutCommands: [item.exchange], but: "nobody>")
    }
    try expectFailures("replay", of: mutants)
  }

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `a solution that misses its goal fails at the goal`(name: String) throws {
    let subject = try Subject(name)
    let mutants = subject.lesson.steps.compactMap { step -> Mutant? in
      guard let goal = step.goals?.goals.first, let solution = step.solutions.first else {
        return nil
      }
      // The line of another role changes nothing for a goal of those of the lesson.
      return subject.mutant(
        withoutCommands: solution.transcripts.flatMap(\.exchanges), but: "nobody> socket udp",
        each: solution.transcripts.map { $0.exchanges[0].line },
        at: ":\(goal.line): step \(step.id): goal not met: ")
    }
    #expect(!mutants.isEmpty)
    try expectFailures("verify", of: mutants)
  }
}
