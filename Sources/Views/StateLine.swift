internal import Log
internal import SystemCalls

/// What changed of one socket: `  server @3   CLOSED → LISTEN`, and `  client (@3) …` for one that
/// no process holds any more.
func stateLine(
  _ change: StateChange, role: String?, _ interfaces: InterfaceNames, utf8: Bool
) -> String {
  let fd = change.orphaned ? "(@\(change.fd))" : "@\(change.fd)"
  let who = padded("  \(safeText(role ?? "")) \(fd) ", to: 14)
  return safeText(who + stateText(change, interfaces), utf8: utf8)
}

func stateText(_ change: StateChange, _ interfaces: InterfaceNames) -> String {
  let step = "\(change.from) → \(change.to)"
  switch change.property {
  case .state: return step
  case .local: return "bound to \(change.local?.text(on: interfaces) ?? change.to)"
  case .remote: return "connected to \(change.remote?.text(on: interfaces) ?? change.to)"
  case .acceptQueue, .receiveQueue, .sendQueue, .shutdown:
    return "\(change.property.rawValue) \(step)"
  case .receiveMemory: return "receive queue with overhead \(step)"
  case .errorMemory: return "error queue with overhead \(step)"
  case .info: return "info: \(change.to)"
  case .drops: return "dropped \(step) datagram\(change.to == "1" ? "" : "s")"
  }
}
