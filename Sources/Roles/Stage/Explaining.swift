internal import Explanations
internal import Glibc
internal import Log
internal import SystemCalls

/// What an explanation is told from.
///
/// The acting role's calls are told from what was known before the statement, whatever others have
/// said since; those of the others from what everything came to, at rest. So a story is the same in
/// whatever order its messages arrived.
struct Knowledge {
  /// The sockets that the statement closed, as they were before it.
  var departed: [SocketKey: SocketView]
  /// At rest, the sockets of the others' calls as they were before the statement; else nil.
  var earlier: [SocketKey: SocketView]?
}

/// Hands the explanations what was true around a call.
extension Stage {
  func explain(
    _ call: Call, _ outcome: Outcome, by role: Role, _ knowledge: Knowledge
  ) -> [String] {
    guard explains, outcome.errno != nil || isWorthARemark(call, outcome, by: role),
      role.rounds?.isNews(call, outcome) != false
    else { return [] }
    noteTold(of: call, outcome, by: role)
    var situation = situation(of: call, by: role, knowledge)
    if role.rounds != nil, outcome.errno != nil { bringUpToDate(&situation, call, of: role) }
    if CallNames.receiving.contains(call.name), outcome.result == call.length,
      let fd = call.descriptor
    {
      situation.queueAfter = role.look(at: fd)?.receiveQueue
    }
    let cause = explanation(of: call, outcome, in: situation)
    let texts =
      (cause.isEmpty ? [] : [cause]) + newRemark(remark(on: call, outcome, in: situation))
    defer { role.explainedWait = nil }
    return texts.filter { $0 != role.explainedWait }
  }

  /// The rounds that a role plays by itself are not looked at one by one.
  private func bringUpToDate(_ situation: inout Situation, _ call: Call, of role: Role) {
    guard let fd = call.descriptor, let now = role.look(at: fd) else { return }
    situation.socket?.state = now.stateName
  }

  func explainWaiting(_ call: Call, of role: Role) {
    let isExplained = call.name == "connect" || CallNames.sending.contains(call.name)
    guard explains, isExplained || Noticed.waits.contains(call.name) else { return }
    let situation = situation(of: call, by: role, Knowledge(departed: [:], earlier: [:]))
    if let text = explanation(ofWaiting: call, in: situation) {
      role.explainedWait = text
      guard role.progress.isNew(text) else { return }
      record(.explanation(text), of: role)
    }
  }

  /// A role that SIGPIPE ended while it sent; one that was killed so while it waited is not meant.
  func explainEnd(of role: Role, _ end: RoleEnd) {
    guard explains, end == .signal(SIGPIPE), let call = role.lastCall, role.announcedCall == nil,
      CallNames.sending.contains(call.name)
    else { return }
    record(.explanation(remark(onDeathBySIGPIPE: role.name, in: call)), of: role)
  }

  func explain(_ remark: Remark, to role: String) {
    guard explains else { return }
    for text in newRemark(remark) {
      log.append(.explanation(text), role: role, time: monotonicNanoseconds())
    }
  }

  private func newRemark(_ remark: Remark?) -> [String] {
    guard let remark, remarksMade.insert(remark.id).inserted || !remark.once else { return [] }
    return [remark.text]
  }
}
