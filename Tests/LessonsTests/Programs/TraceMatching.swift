import Testing

/// Lays what the session's calls look like beside what strace saw of a program, without what the language
/// adds, which must be where it is said to be.
struct TraceMatching {
  private(set) var ours: [String] = []
  private var matched: [String] = []
  /// Of what strace saw, what has not had its turn.
  private var rest: ArraySlice<String>
  private var form: TraceForm

  init(_ expected: [ExpectedLine], _ lines: [String], isPython: Bool) {
    form = TraceForm(isPython: isPython)
    var theirs = TraceForm(isPython: isPython)
    rest = lines.compactMap { theirs.form($0) }[...]
    for line in expected { take(line) }
  }

  /// Closes at the end, which the session has no more of, are not looked at: Python closes its sockets
  /// and puts SIGINT back as it ends.
  var theirs: [String] {
    matched + rest.drop { $0.hasPrefix("close(") || $0 == "signal(SIGINT, SIG_DFL)" }
  }

  private mutating func take(_ line: ExpectedLine) {
    switch line {
    case .call(let text, let isOpen): take(text, isOpen)
    case .transfer(let transfer, let lines, let isOpen): take(transfer, lines, isOpen)
    case .addition(let name):
      #expect(rest.first?.hasPrefix(name) == true, "no \(name) at \(rest.prefix(2))")
      rest = rest.dropFirst()
    }
  }

  private mutating func take(_ text: String, _ isOpen: Bool) {
    guard let plain = form.form(text) else { return }
    ours.append(isOpen ? plain.withoutAmount : plain)
    if let next = rest.popFirst() { matched.append(isOpen ? next.withoutAmount : next) }
  }

  private mutating func take(_ transfer: Transfer, _ lines: [String], _ isOpen: Bool) {
    var expected = lines.compactMap { form.form($0) }[...]
    ours.append(sum(of: transfer, &expected).text(isOpen: isOpen))
    #expect(expected.isEmpty, "\(transfer) has calls of another kind: \(expected)")
    matched.append(sum(of: transfer, &rest).text(isOpen: isOpen))
  }

  private func sum(of transfer: Transfer, _ lines: inout ArraySlice<String>) -> TransferSum {
    var sum = TransferSum(transfer)
    sum.take(from: &lines)
    return sum
  }
}

extension String {
  /// The line of a call with what it moved taken out.
  fileprivate var withoutAmount: String { replacing(/\) = \d+$/, with: ") = AMOUNT") }
}
