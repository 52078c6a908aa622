/// What was found, each with its input, up to a number and a size; the first of a kind always.
struct FuzzFindings {
  private(set) var all: [FuzzFinding] = []
  /// How many more of each kind there were than are kept.
  private(set) var lost: [FuzzFinding.Kind: Int] = [:]

  static let most = 100
  /// Of their inputs, in bytes.
  static let mostBytes = 256 << 10
  static let mostText = "100 findings, and 256 KiB"

  /// One that is there already, with more known of it, takes its place.
  mutating func add(_ finding: FuzzFinding) {
    if let index = all.firstIndex(where: { $0.isSame(as: finding) }) {
      all[index] = finding
    } else if hasRoom(for: finding) || !all.contains(where: { $0.kind == finding.kind }) {
      all.append(finding)
    } else {
      lost[finding.kind, default: 0] += 1
    }
  }

  private func hasRoom(for finding: FuzzFinding) -> Bool {
    all.count < FuzzFindings.most
      && all.reduce(finding.input.count) { $0 + $1.input.count } <= FuzzFindings.mostBytes
  }

  /// Another input was it.
  mutating func acquit(_ number: Int) {
    all.removeAll { $0.number == number && $0.state == .seen }
  }

  /// Of each kind the one that is known best, in the order in which the kinds were found.
  var firsts: [FuzzFinding] {
    var kinds: [FuzzFinding.Kind] = []
    for finding in all where !kinds.contains(finding.kind) { kinds.append(finding.kind) }
    return kinds.compactMap(first)
  }

  private func first(of kind: FuzzFinding.Kind) -> FuzzFinding? {
    let own = all.filter { $0.kind == kind }
    return own.first { $0.state == .shrunk || $0.state == .steady } ?? own.first
  }

  /// The others of a kind.
  func others(of kind: FuzzFinding.Kind) -> [FuzzFinding] {
    let number = first(of: kind)?.number
    return all.filter { $0.kind == kind && $0.number != number }
  }
}

extension FuzzFinding {
  fileprivate func isSame(as other: FuzzFinding) -> Bool {
    kind == other.kind && number == other.number
  }
}
