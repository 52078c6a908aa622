internal import Log
internal import Roles
internal import Views

/// What the replay of a lesson gives its page: what came, and what it did, drawn.
public struct PlayedLesson: Sendable {
  /// Why the machine could not play it; nil if it could.
  public var lack: String?
  /// The steps that it could not play, by id, and why.
  var leftOut: [String: String] = [:]
  /// By the line of the command.
  var exchanges: [Int: Exchange] = [:]
  /// What had a value after each solution, by its line.
  var valuesAfter: [Int: [String: String]] = [:]
  /// By the line of the block.
  var drawings: [Int: Drawing] = [:]

  struct Exchange: Hashable, Sendable {
    /// With the names put in.
    var command: String
    var came: [String]
    /// What had a value afterwards.
    var values: [String: String]
  }

  struct Drawing: Sendable {
    /// `What server and client did`
    var title: String
    /// One below the other.
    var parts: [Element]
  }
}

/// Replays a lesson with real roles, for its page.
public func playForBook(_ lesson: Lesson) -> (result: LessonOutcome.Result, played: PlayedLesson) {
  let performer = DrawingPerformer(StagePerformer(for: lesson))
  var played = PlayedLesson(leftOut: lesson.stepsLeftOut(by: performer.lack))
  let (report, record) = recordedReplay(of: lesson, with: performer)
  if case .skipped(let reason) = report.result { played.lack = reason }
  played.take(record)
  if report.result == .passed { played.draw(lesson, record, performer) }
  return (LessonOutcome.Result(report), played)
}

extension PlayedLesson {
  mutating func take(_ record: ReplayRecord) {
    valuesAfter = record.valuesAfter
    for each in record.performed {
      exchanges[each.line] = Exchange(
        command: each.command, came: each.came, values: each.values)
    }
  }

  /// A drawing for each block: of the rows since the block before.
  fileprivate mutating func draw(
    _ lesson: Lesson, _ record: ReplayRecord, _ performer: DrawingPerformer
  ) {
    let rowsAfter = Dictionary(
      zip(record.performed.map(\.line), performer.rowCounts), uniquingKeysWith: { $1 })
    let diagram = performer.diagram
    var start = 0
    for block in lesson.playedBlocks {
      guard let end = block.exchanges.compactMap({ rowsAfter[$0.line] }).last else { continue }
      let part = diagram.part(start..<end)
      start = end
      let parts = diagramDrawings(part, named: "Drawing-\(block.line)")
      if !parts.isEmpty { drawings[block.line] = Drawing(title: part.title, parts: parts) }
    }
  }
}

extension Lesson {
  /// Those that a replay plays, in its order; of variants both.
  fileprivate var playedBlocks: [Transcript] {
    steps.flatMap { step in
      let first = step.solutions.first
      return step.parts.flatMap { part -> [Transcript] in
        switch part {
        case .demonstration(let block): [block]
        case .solution(let solution) where solution == first: solution.transcripts
        default: []
        }
      }
    }
  }
}

/// Performs, and draws what is done.
private final class DrawingPerformer: Performer {
  private let performer: StagePerformer
  private var builder = DiagramBuilder(most: 2000)
  /// How many rows there were after each command.
  private(set) var rowCounts: [Int] = []

  init(_ performer: StagePerformer) {
    self.performer = performer
    performer.session.stage.log.observe { [unowned self] in builder.take($0) }
  }

  var diagram: Diagram { builder.diagram }

  var isPrivileged: Bool { performer.isPrivileged }

  func lack(of need: Lesson.Need) -> String? { performer.lack(of: need) }

  func perform(_ line: String) throws(Diagnostic) -> [String] {
    let came = try performer.perform(line)
    rowCounts.append(builder.rowCount)
    return came
  }

  func holds(_ fact: String) throws(Diagnostic) -> Bool { try performer.holds(fact) }

  func value(of fact: String) throws(Diagnostic) -> String { try performer.value(of: fact) }

  func finish() throws(Diagnostic) -> [String] { try performer.finish() }
}
