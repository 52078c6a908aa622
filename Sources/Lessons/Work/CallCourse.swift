internal import Views

/// What the calls of each role came to, whenever they came back and in however many pieces.
///
/// On the wire it is a matter of the moment whether a call sleeps before it returns, below which line
/// its end is told, and how much of a stream each of several calls moves.
struct CallCourse {
  /// By role, in order.
  private var runs: [String: [Run]] = [:]

  init(_ deeds: some Sequence<Deed>) {
    for deed in deeds {
      let actor = String(deed.line.prefix { $0.isNamePart })
      for line in deed.output where !line.hasSuffix(" waits") { add(line, by: actor) }
    }
  }

  private mutating func add(_ line: String, by actor: String) {
    switch LineKind(of: line) {
    case .call: add(Run(line), of: actor)
    case .late:
      let role = line.prefix { $0 != "<" }
      add(Run(trimmed(line.dropFirst(role.count + 1))), of: String(role))
    case .state, .explanation, .ellipsis, .other: break
    }
  }

  private mutating func add(_ run: Run, of role: String) {
    var course = runs[role] ?? []
    if let last = course.last, let longer = last.joined(with: run) {
      course[course.count - 1] = longer
    } else {
      course.append(run)
    }
    runs[role] = course
  }

  /// Whether every role has come at least as far in its calls.
  func isAsFar(as other: CallCourse) -> Bool {
    other.runs.allSatisfy { role, runs in runs.count <= self.runs[role]?.count ?? 0 }
  }

  /// Whether it is what a report tells of, whose lines are patterns.
  func agrees(with reported: CallCourse, _ values: inout [String: String]) -> Bool {
    guard runs.keys == reported.runs.keys else { return false }
    return runs.sorted { $0.key < $1.key }.allSatisfy { role, came in
      let reported = reported.runs[role] ?? []
      return came.count == reported.count
        && zip(came, reported).allSatisfy { $0.agrees(with: $1, &values) }
    }
  }
}

/// A call, or several in a row that move bytes of a stream.
private struct Run {
  var name: String
  var lines: [String]
  /// What was moved, as a person reads it; nil where the sum is not known.
  var size: String? { bytes.map(sizeText) ?? (lines.count == 1 ? result : nil) }
  /// The same exactly: not where calls are folded.
  private var bytes: Int?

  private static let transfers: Set = ["recv", "send", "read", "write", "readv", "writev"]

  init(_ line: String) {
    name = trimmed(line.prefix { !"(×".contains($0) })
    lines = [line]
    bytes = Int(result)
  }

  private var result: String {
    guard let line = lines.last, let mark = line.ranges(of: "= ").last else { return "" }
    return String(line[mark.upperBound...])
  }

  private var isFolded: Bool { lines.contains { $0.hasPrefix("\(name) × ") } }
  private var isTransfer: Bool {
    Run.transfers.contains(name) && result.first?.isNumber == true && result != "0"
  }

  func joined(with next: Run) -> Run? {
    guard isTransfer, next.isTransfer, name == next.name else { return nil }
    var joined = self
    joined.lines += next.lines
    joined.bytes = bytes.flatMap { bytes in next.bytes.map { bytes + $0 } }
    return joined
  }

  func agrees(with reported: Run, _ values: inout [String: String]) -> Bool {
    let isOne = lines.count == 1 && reported.lines.count == 1
    guard isOne, !isFolded, !reported.isFolded else {
      guard isTransfer, reported.isTransfer, name == reported.name else { return false }
      return size == nil || reported.size == nil || size == reported.size
    }
    guard let pattern = try? Pattern(reported.lines[0]),
      let found = pattern.match(lines[0], values)
    else { return false }
    values = found
    return true
  }
}
