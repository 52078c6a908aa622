internal import SystemCalls

/// What is told of sockets and their states, in a terminal, a drawing, and a page.
enum StateWords {
  /// As many as there are letters.
  static let mostMarks = marks.count

  /// One letter for each socket that is drawn.
  private static let marks =
    (UInt8(ascii: "a")...UInt8(ascii: "z")).map(letter)
    + (UInt8(ascii: "A")...UInt8(ascii: "Z")).map(letter)

  private static func letter(_ code: UInt8) -> String { String(Unicode.Scalar(code)) }

  /// The last of them, as many as there are letters.
  static func marked(_ paths: [StatePath]) -> [MarkedPath] {
    zip(marks, paths.suffix(mostMarks)).map { (mark: $0, path: $1) }
  }

  /// `CLOSED → (SYN_SENT) → ESTABLISHED`
  static func way(of path: StatePath) -> String {
    path.steps.map { $0.isSeen ? $0.state.name : "(\($0.state.name))" }.joined(separator: " → ")
  }

  static func leftOut(_ count: Int) -> [String] {
    count > 0 ? ["(\(count) before these are left out: states SOCKET)"] : []
  }

  /// When and after which statement it came to a state, in two parts.
  static func moments(of path: StatePath) -> [(state: String, when: String, statement: String)] {
    let start = path.steps[0].time
    return path.steps.map { step in
      let time = durationText(step.time - min(step.time, start))
      return (
        step.state.name, step.isSeen ? "after \(time)" : "passed between two looks",
        step.isSeen ? step.statement : ""
      )
    }
  }

  /// What a reader has to know.
  static func remarks(on paths: [StatePath]) -> [String] {
    if paths.isEmpty { return [none] }
    let isPassed = paths.contains { $0.steps.contains { !$0.isSeen } }
    return
      (isPassed ? ["In parentheses: passed between two looks."] : [])
      + (paths.contains(where: \.wasReset) ? ["A reset leads to CLOSED from anywhere."] : [])
      + (paths.contains(where: \.isAccepted) ? [accepted] : [])
  }

  private static let none = "No socket of TCP's has been made yet: socket tcp makes one."

  /// Shown for who looks for SYN_RCVD.
  private static let accepted =
    "A socket from accept begins as ESTABLISHED: the kernel made the handshake (SYN_RCVD) for the"
    + " listening socket, before there was a descriptor."
}
