public import Log
public import SystemCalls

/// What the terminal shows of the log, event by event, as finished lines without line breaks.
///
/// No text of an event reaches a line raw: controls, bidirectional overrides and invisible
/// characters are escaped, and the only escape sequences are the colours of the style. A statement
/// that makes many calls is folded, so that memory does not grow with the number of calls.
public struct TerminalText: Sendable {
  /// May be changed at any time: `trace`, `explain`, a resized window.
  public var style: Style

  private let strace: @Sendable (Call, Outcome) -> String
  private var folding = Folding()
  var packets = PacketFolding()
  var rounds = RoundFolding()
  private var taught = Teaching()
  /// Of a statement that receives again and again, the first data is dumped, and the rest named.
  private var hasDumped = false
  /// The interfaces of each role's network, where that is not the machine's.
  private var interfaces: [String: InterfaceNames] = [:]

  /// `strace` writes the line of `trace full`.
  public init(
    style: Style,
    strace: @escaping @Sendable (Call, Outcome) -> String = { straceLine(for: $0, $1) }
  ) {
    self.style = style
    self.strace = strace
  }

  /// The lines that this event adds. Call `flush` before a prompt, and at the end.
  public mutating func lines(for event: Event) -> [String] {
    guard rounds.isFolded else {
      rounds.watch(event)
      return allLines(for: event)
    }
    switch rounds.fate(of: event) {
    case .hidden: return []
    case .shown: return allLines(for: event)
    case .shownOfRound(let number):
      let heading = style.trace == .off ? [] : number.map { ["  round \($0):"] } ?? []
      return heading + allLines(for: event)
    }
  }

  private mutating func allLines(for event: Event) -> [String] {
    switch event.kind {
    case .called, .measured: return []
    case .roleStarted(let start):
      if let role = event.role { interfaces[role] = start.interfaces }
      return []
    case .round(let round): return begin(round)
    case .repeated(let repeated): return end(repeated)
    case .transferred(let transfer): return lines(for: transfer, of: event.role)
    case .packet(let packet): return lines(for: packet)
    case .waiting, .returned, .state:
      return style.trace == .off ? [] : lines(folding.take(event))
    case .typed(let statement):
      let before = flush()
      style.currentRole = event.role
      // What it interrupts is no new statement.
      if statement != "interrupt" {
        folding.beginStatement(of: event.role)
        packets.beginStatement()
      }
      hasDumped = false
      return before
    case .roleEnded(let end):
      let lines = flush() + [endLine(event.role, end)]
      folding.forget(event.role)
      return lines
    case .note, .explanation, .diagnostic, .output, .source, .prose:
      return flush() + prose(event.kind)
    }
  }

  /// What folding still holds back.
  public mutating func flush() -> [String] {
    let items = folding.flush()
    let calls = items.prefix { !$0.isState }
    return render(Array(calls)) + flushPackets() + render(Array(items[calls.endIndex...]))
  }

  /// Packets that came before stand before.
  private mutating func lines(_ items: [Folding.Item]) -> [String] {
    items.isEmpty ? [] : flushPackets() + render(items)
  }

  /// Calls that are held back stand before a packet that came after them.
  mutating func flushCalls() -> [String] { render(folding.flush()) }

  mutating func render(_ items: [Folding.Item]) -> [String] {
    items.flatMap { item in render(item) }
  }

  private mutating func render(_ item: Folding.Item) -> [String] {
    switch item {
    case .waits(let call, let role):
      [prefix(role, late: false) + notation(of: role).entry(call) + " waits"]
    case .call(let returned, let role): callLines(returned, role)
    case .folded(let group, let role, let late):
      [prefix(role, late: late) + groupText(group)]
    case .state(let change, let role):
      stateLines(change, role).map { paint($0, .state) }
    }
  }

  /// The figures of `info watch` fill lines; a state is a line that can be searched for.
  private func stateLines(_ change: StateChange, _ role: String?) -> [String] {
    let line = stateLine(change, role: role, interfaces(of: role), utf8: style.utf8)
    return change.property == .info ? brokenAtWords(line, width: style.columns) : [line]
  }

  private mutating func callLines(_ returned: Returned, _ role: String?) -> [String] {
    let (call, outcome) = (returned.call, returned.outcome)
    let text =
      style.trace == .full
      ? safeText(strace(call, outcome), utf8: style.utf8) : notation(of: role).line(call, outcome)
    let line = prefix(role, late: returned.late) + paintError(text, outcome)
    if style.trace == .full {
      let lessons = style.explain ? taught.lessons(of: call, outcome) : []
      return [line] + lessons.flatMap(comment)
    }
    return [line] + dump(call)
  }

  private mutating func dump(_ call: Call) -> [String] {
    guard !hasDumped, let bytes = ShortNotation(utf8: style.utf8).dumped(call) else { return [] }
    hasDumped = true
    let lines = hexDump(bytes, width: style.width, ellipsis: style.utf8 ? "…" : "...")
    return lines.map { paint($0, .aside) }
  }

  private func prose(_ kind: Event.Kind) -> [String] {
    switch kind {
    case .note(let text): comment(text)
    case .explanation(let text): style.explain ? comment(text) : []
    case .diagnostic(let diagnostic):
      diagnosticLines(diagnostic, width: style.columns, utf8: style.utf8)
    case .output(let text): outputLines(text)
    case .source(let text): sourceLines(text)
    case .prose(let prose): proseLines(prose, style: style)
    default: []
    }
  }

  private func sourceLines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.isEmpty ? "" : "  " + safeText(String($0), utf8: style.utf8)
    }
  }

  /// Set in by two columns, as all that is not a call: so it is known for output when it is pasted.
  private func outputLines(_ text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.flatMap { line in
      line.isEmpty
        ? [""]
        : brokenAtWords("  " + safeText(String(line), utf8: style.utf8), width: style.columns)
    }
  }

  private func comment(_ text: String) -> [String] {
    commentLines(text, width: style.columns, utf8: style.utf8).map { paint($0, .aside) }
  }

  private func endLine(_ role: String?, _ end: RoleEnd) -> String {
    safeText("  \(role ?? "role") ended: \(endText(end))", utf8: style.utf8)
  }

  /// What all the calls came to; with those of others that go on, it does not interfere.
  private mutating func lines(for transfer: Transfer, of role: String?) -> [String] {
    let before = render(folding.flush(of: role))
    guard style.timing else { return before }
    let whose = role.map { $0 == style.currentRole ? "" : "\($0): " } ?? ""
    return before + commentless(whose + transfer.text)
  }

  private func groupText(_ group: Folding.Group) -> String {
    let total = group.movesData ? sum(group.total, peeks: group.peeks, of: group.count) : ""
    return safeText(
      "\(callName(group.name)) \(times) \(group.count)\(total)", utf8: style.utf8)
  }

  /// A call by the name that this trace shows.
  func callName(_ name: String) -> String {
    style.trace == .full ? kernelName(of: name) : name
  }

  /// The sign between what happened and how often.
  var times: String { style.utf8 ? "×" : "x" }

  /// Each round is shown like a statement of its own.
  mutating func beginRound() {
    folding.beginRound()
    packets.beginStatement()
    hasDumped = false
  }

  /// `server< ` where the line is not the answer to what was just typed.
  private func prefix(_ role: String?, late: Bool) -> String {
    guard let role, late || style.currentRole.map({ $0 != role }) ?? false else { return "" }
    return safeText(role, utf8: style.utf8) + "< "
  }

  private func notation(of role: String?) -> ShortNotation {
    ShortNotation(utf8: style.utf8, interfaces: interfaces(of: role))
  }

  private func interfaces(of role: String?) -> InterfaceNames {
    role.flatMap { interfaces[$0] } ?? .own
  }

  func paint(_ text: String, _ colour: Style.Colour) -> String {
    style.colour ? colour.rawValue + text + Style.Colour.reset : text
  }

  private func paintError(_ line: String, _ outcome: Outcome) -> String {
    guard outcome.errno != nil, let start = line.ranges(of: " = ").last?.upperBound else {
      return line
    }
    return line[..<start] + paint(String(line[start...]), .error)
  }
}
