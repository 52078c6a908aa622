/// A lesson file, read: what a player shows, a replay performs and a test compares.
public struct Lesson: Hashable, Sendable {
  /// As in `<!-- lesson: first-client -->`.
  public var id: String
  /// Where that comment stands, counted from 1.
  public var line: Int
  /// The id of the lesson that comes before this one, if it names one.
  public var after: String?
  public var needs: [Need]
  /// How long one of its commands may take, in milliseconds; nil for the usual deadline.
  public var deadline: Int?
  /// The language of its prose, as a tag such as `de`; nil for English.
  public var language: String?
  public var title: String
  public var file: String
  /// What stands between the title and the first step.
  public var introduction: [MarkdownNode]
  public var steps: [Step]

  /// What a machine must have for this lesson to be played.
  public enum Need: String, Hashable, Sendable, CaseIterable {
    case ipv6, wire, raw
  }
}

/// One `##` of a lesson: one idea.
public struct Step: Hashable, Sendable {
  public var id: String
  public var title: String
  /// Where its heading stands, counted from 1.
  public var line: Int
  /// Where the machine lacks one of them, this step is left out and the others are played.
  public var needs: [Lesson.Need] = []
  /// Everything in it, in the order of the file.
  public var parts: [Part]

  public enum Part: Hashable, Sendable {
    case prose(MarkdownNode)
    case demonstration(Transcript)
    case goals(Goals)
    case hint(Hint)
    case solution(Solution)
    case quiz(Quiz)
    case program(Program)
  }
}

extension Lesson {
  /// Why the machine that `lack` speaks of cannot play this lesson; nil if it can.
  func lack(by lack: (Need) -> String?) -> String? { needs.lazy.compactMap(lack).first }

  /// The steps that it cannot play, by id, and why.
  func stepsLeftOut(by lack: (Need) -> String?) -> [String: String] {
    steps.reduce(into: [:]) { found, step in
      found[step.id] = step.needs.lazy.compactMap(lack).first
    }
  }
}

extension Step {
  public var prose: [MarkdownNode] {
    parts.compactMap { if case .prose(let node) = $0 { node } else { nil } }
  }
  public var demonstrations: [Transcript] {
    parts.compactMap { if case .demonstration(let block) = $0 { block } else { nil } }
  }
  public var goals: Goals? {
    parts.lazy.compactMap { if case .goals(let goals) = $0 { goals } else { nil } }.first
  }
  /// From the gentlest to the plainest, as the author ordered them.
  public var hints: [Hint] {
    parts.compactMap { if case .hint(let hint) = $0 { hint } else { nil } }
  }
  /// The first is the one that a replay performs.
  public var solutions: [Solution] {
    parts.compactMap { if case .solution(let solution) = $0 { solution } else { nil } }
  }
  public var quizzes: [Quiz] {
    parts.compactMap { if case .quiz(let quiz) = $0 { quiz } else { nil } }
  }
  /// Whether there is something to do but look.
  var hasTask: Bool { goals != nil || !quizzes.isEmpty }
  public var programs: [Program] {
    parts.compactMap { if case .program(let program) = $0 { program } else { nil } }
  }
}

/// A `goals` block: what must come true, and the values kept for later steps.
public struct Goals: Hashable, Sendable {
  public var line: Int
  public var goals: [Goal]
  public var keeps: [Keep]
}

/// `client.error == ECONNREFUSED -- the connection is refused`
public struct Goal: Hashable, Sendable {
  /// The fact, with `{name}` still in it.
  public var fact: Pattern
  /// What the learner reads.
  public var text: String
  public var line: Int
}

/// `let port = server.port`
public struct Keep: Hashable, Sendable {
  public var name: String
  public var fact: Pattern
  public var line: Int
}

/// What stands in `<details><summary>Hint</summary>`.
public struct Hint: Hashable, Sendable {
  public var line: Int
  public var prose: [MarkdownNode]
}

/// What stands in `<details><summary>Solution</summary>`: one way to reach the goals.
public struct Solution: Hashable, Sendable {
  public var line: Int
  public var parts: [Part]

  public enum Part: Hashable, Sendable {
    case prose(MarkdownNode)
    case transcript(Transcript)
  }

  public var transcripts: [Transcript] {
    parts.compactMap { if case .transcript(let block) = $0 { block } else { nil } }
  }
}

/// A `quiz` block: a question with exactly one right answer.
public struct Quiz: Hashable, Sendable {
  public var line: Int
  public var question: String
  public var answers: [Answer]

  public struct Answer: Hashable, Sendable {
    public var line: Int
    /// `a`, `b`, `c`, …
    public var letter: Character
    public var text: String
    public var isRight: Bool
    /// Why it is wrong (or right); every wrong answer has one.
    public var reason: String?
  }
}

/// A `python` block: a program that plays one role outside Sockratic.
public struct Program: Hashable, Sendable {
  public var line: Int
  /// `client.py`
  public var file: String
  public var source: String
}
