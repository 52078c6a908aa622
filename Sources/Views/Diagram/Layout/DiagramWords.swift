internal import Log
internal import SystemCalls

/// What is written in a diagram.
struct DiagramWords: Sendable {
  let utf8: Bool
  private static let dataColumns = 24

  private var notation: ShortNotation {
    ShortNotation(utf8: utf8, dataColumns: DiagramWords.dataColumns)
  }
  private var quoting: Quoting { Quoting(utf8: utf8) }

  /// Beside the column; nil where there is nothing to write.
  func text(of content: Diagram.Content) -> String? {
    switch content {
    case .call(let returned), .returned(let returned):
      notation.line(returned.call, returned.outcome)
    case .entered(let call): notation.entry(call) + " " + quoting.ellipsis
    case .waits(let call): notation.entry(call) + " waits"
    case .calls(let calls): calls.count > 0 ? safe(text(of: calls)) : nil
    case .state(let change): safe(stateText(of: change))
    case .states(let change, let count): safe("\(stateText(of: change)), changed \(count) times")
    case .ended(let end): safe("ended: \(endText(end))")
    case .told(let text), .note(let text): safe(text)
    case .started, .packet, .arrival: nil
    }
  }

  private func text(of calls: Diagram.CountedCalls) -> String {
    let bytes = calls.bytes.map { " = \(sizeText($0))" } ?? ""
    return "\(calls.name) × \(calls.count)\(bytes)" + (calls.error.map { " \($0)" } ?? "")
  }

  private func stateText(of change: StateChange) -> String {
    (change.orphaned ? "(@\(change.fd)) " : "@\(change.fd) ") + Views.stateText(change, .own)
  }

  /// On the arrow; where it arrives further down, what it is.
  func label(of arrow: Diagram.Arrow, arrives: Bool = false) -> String {
    if arrow.fate == .arrivesAgain { return "the same again" }
    if arrives, case .packet(let packet) = arrow.content {
      return safe(PacketNotation(packet: packet, isFull: false).content + " arrives")
    }
    let late = arrow.fate == .underWay ? ", still on its way" : ""
    return safe(name(of: arrow) + late)
  }

  private func name(of arrow: Diagram.Arrow) -> String {
    let times = arrow.count > 1 ? " × \(arrow.count)" : ""
    return switch arrow.content {
    case .connection: "connection" + times
    case .data(let data):
      arrow.count > 1 ? "× \(arrow.count) = \(sizeText(data.count))" : text(data)
    case .end(let isTCP): (isTCP ? "FIN" : "end of file") + times
    case .reset(let isTCP): (isTCP ? "RST" : "reset") + times
    case .refusal: "refused" + times
    case .packet(let packet): PacketNotation(packet: packet, isFull: false).text
    case .packets(let packets): packets.group.text
    }
  }

  private func text(_ data: Diagram.ArrowData) -> String {
    let bytes = Bytes(kept: data.shown, count: data.count, hash: 0)
    let isShown = !data.shown.isEmpty && !quoting.isBinary(bytes)
    return isShown || data.count == 0
      ? quoting.quoted(bytes, columns: DiagramWords.dataColumns) : sizeText(data.count)
  }

  func milliseconds(_ time: UInt64, since start: UInt64) -> UInt64 {
    (time > start ? time - start : 0) / 1_000_000
  }

  /// `+0.012`: seconds since the beginning.
  func time(_ time: UInt64, since start: UInt64) -> String {
    let milliseconds = milliseconds(time, since: start)
    let rest = String(milliseconds % 1000)
    return "+\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }

  func safe(_ text: String) -> String { safeText(text, utf8: utf8) }

  /// At the head of a column.
  func name(of column: Diagram.Column) -> String { safe(column.name) }

  /// Above the name: a role's host, or what is no role.
  func above(_ column: Diagram.Column) -> String {
    switch column.kind {
    case .role: safe(column.host ?? "")
    case .partner: "partner"
    case .host: "host"
    }
  }
}

extension Diagram.Content {
  /// What tells a reader at a glance what a row is.
  var tone: DiagramLine.Text.Tone {
    switch self {
    case .call(let returned), .returned(let returned):
      returned.outcome.errno == nil ? .call : .failure
    case .calls(let calls): calls.error == nil ? .call : .failure
    case .state, .states: .state
    case .note, .told: .note
    default: .call
    }
  }

  var mark: DiagramLine.Mark.Kind? {
    switch self {
    case .call, .entered, .waits, .returned, .calls: tone == .failure ? .failure : .call
    case .ended: .end
    default: nil
    }
  }
}
