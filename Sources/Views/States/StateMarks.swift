internal import SystemCalls

/// A socket's path with the letter that stands for it.
typealias MarkedPath = (mark: String, path: StatePath)

/// What stands in TCP's states, and what was gone along.
struct StateMarks {
  private let marks: [TCPState: String]
  /// In CLOSED at the top, what was never anything else.
  private let unused: String?
  let taken: Set<StateMachine.Step>

  init(_ paths: [MarkedPath]) {
    let used = paths.filter { !$0.path.isUnused }
    marks = Dictionary(grouping: used, by: \.path.state).mapValues {
      StateMarks.text(of: $0.map(\.mark))
    }
    let rest = paths.filter(\.path.isUnused).map(\.mark)
    unused = rest.isEmpty ? nil : StateMarks.text(of: rest)
    taken = Set(StateMachine.steps.filter { step in paths.contains { $0.path.took(step) } })
  }

  /// `a b`; nil where there is nothing.
  func text(in state: TCPState, isTop: Bool) -> String? { isTop ? unused : marks[state] }

  /// What has room in a column of a picture.
  private static let mostMarks = 5

  private static func text(of marks: [String]) -> String {
    let shown = marks.count > mostMarks + 1 ? marks.prefix(mostMarks) : marks[...]
    let left = marks.count - shown.count
    return shown.joined(separator: " ") + (left > 0 ? " +\(left)" : "")
  }
}
