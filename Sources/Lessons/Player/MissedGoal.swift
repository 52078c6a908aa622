internal import Language
internal import Roles

/// What was found instead of what a goal wants: `connect succeeded; it was to fail with
/// ECONNREFUSED`.
func differenceText(_ look: FactLook, after call: String?) -> String {
  let fact = look.fact
  guard !look.observed.isEmpty else {
    if let fd = fact.descriptor { return "\(fact.role) has no socket @\(fd)" }
    let isOfRole = ["error", "received", "sent", "waiting", "used"].contains(fact.subject)
    return isOfRole ? "\(fact.role) has made no call yet" : "\(fact.role) has no socket"
  }
  switch fact.subject {
  case "error": return errorText(fact, look.observed[0], call ?? "the last call")
  case "alive": return "\(fact.role) \(look.observed[0] == "yes" ? "still runs" : "does not run")"
  case "waiting": return waitingText(fact, look.observed[0])
  case "used":
    return fact.comparison == .equal
      ? "\(fact.role) has not called \(fact.value)" : "\(fact.role) has called \(fact.value)"
  default: return valueText(fact, look.observed)
  }
}

private func errorText(_ fact: Fact, _ found: String, _ call: String) -> String {
  let came = found == "none" ? "\(call) succeeded" : "\(call) failed with \(found)"
  guard fact.comparison == .equal else { return came }
  return came
    + (fact.value == "none" ? "; it was to succeed" : "; it was to fail with \(fact.value)")
}

private func waitingText(_ fact: Fact, _ found: String) -> String {
  let now = found == "none" ? "waits in no call" : "waits in \(found)"
  let wanted = fact.value == "none" ? "wait in no call" : "wait in \(fact.value)"
  return "\(fact.role) \(now)" + (fact.comparison == .equal ? "; it was to \(wanted)" : "")
}

private func valueText(_ fact: Fact, _ found: [String]) -> String {
  let socket = fact.descriptor.map { " @\($0)" } ?? ""
  let shown = found.prefix(5).joined(separator: ", ")
  return "\(subjectText(fact.subject)) of \(fact.role)\(socket) is \(shown); "
    + "it was to be \(comparisonText(fact.comparison))\(fact.value)"
}

private func subjectText(_ subject: String) -> String {
  switch subject {
  case "state": "the state"
  case "local": "the address"
  case "remote": "the peer's address"
  case "port": "the port"
  case "received": "the number of bytes received"
  case "sent": "the number of bytes sent"
  case "readable": "the number of bytes that wait"
  case "queue": "the accept queue"
  default: subject
  }
}

private func comparisonText(_ comparison: Fact.Comparison) -> String {
  switch comparison {
  case .equal: ""
  case .unequal: "other than "
  case .less: "less than "
  case .lessOrEqual: "at most "
  case .greater: "more than "
  case .greaterOrEqual: "at least "
  }
}
