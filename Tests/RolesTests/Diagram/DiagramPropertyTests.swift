internal import Glibc
internal import Log
internal import SystemCalls
internal import Testing

@testable import Views

/// Diagrams of sessions that nobody has written, held against their logs.
struct DiagramPropertyTests {
  @Test(arguments: 1...24)
  func `no arrow lies, no call is missing, and nothing is received without an arrow`(
    _ seed: UInt64
  ) throws {
    let generator = SessionGenerator(
      seed: seed, steps: 120, prefix: "diagram-\(getpid())-\(seed)")
    let session = LoggedSession(generator.lines)
    let (log, diagram) = (session.events, session.diagram)
    let oracle = ArrowOracle(log)
    for arrow in diagram.arrows {
      let lie = oracle.lie(in: arrow, of: diagram)
      #expect(
        lie == nil, "seed \(seed): the arrow from \(arrow.from) to \(arrow.to) \(lie ?? "")")
    }
    expectEveryCall(of: log, in: diagram)
    expectArrows(for: log, in: diagram)
    #expect(diagram.arrows.count > 10)
  }

  /// As many calls on each column as its role has made; those that have not returned included.
  private func expectEveryCall(of log: [Event], in diagram: Diagram) {
    #expect(diagram.leftOut == 0)
    for (column, role) in diagram.columns.enumerated() {
      let rows = diagram.rows.filter { $0.column == column }
      let mine = log.filter { $0.role == role.name }
      #expect(
        rows.reduce(0) { $0 + $1.content.returns } == mine.filter { $0.returned != nil }.count)
      let entered = mine.filter { if case .called = $0.kind { true } else { false } }.count
      #expect(rows.reduce(0) { $0 + $1.content.entries } == entered)
      for row in rows { expectOwn(row, log) }
    }
  }

  /// A row stands for its own events, in the log's order.
  private func expectOwn(_ row: Diagram.Row, _ log: [Event]) {
    guard case .call(let returned) = row.content else { return }
    #expect(log[row.last - 1].returned?.call == returned.call)
  }

  /// Every byte that a role has received came along some arrow, since only roles have sent any.
  private func expectArrows(for log: [Event], in diagram: Diagram) {
    let courses = SocketCourses(log)
    var arrived: [ObjectIdentifier: Int] = [:]
    for arrow in diagram.arrows {
      guard case .data(let data) = arrow.content,
        let course = courses.course(of: log[arrow.to.seq - 1])
      else { continue }
      arrived[ObjectIdentifier(course), default: 0] += data.count
    }
    for course in courses.all where !course.received.isEmpty {
      #expect(
        arrived[ObjectIdentifier(course)] ?? 0 >= course.received.count,
        "\(course.role) received \(String(decoding: course.received.prefix(80), as: UTF8.self))")
    }
  }
}

extension Diagram.Content {
  /// How many calls came back on this row, and how many were entered.
  fileprivate var returns: Int {
    switch self {
    case .call, .returned: 1
    case .calls(let calls): calls.count
    default: 0
    }
  }

  fileprivate var entries: Int {
    switch self {
    case .call, .entered, .waits: 1
    case .calls(let calls): calls.count
    default: 0
    }
  }
}
