internal import Glibc
internal import SystemCalls

/// Where a program depends on the order in which a session went.
extension RoleProgram {
  /// A receive that could have taken more takes what belongs to the next one, if that comes sooner than
  /// in the session; one sentence for each socket.
  var orderRemarks: [String] {
    var told: Set<String> = []
    let all = steps.flatMap { step in step.calls.map { (call: $0, form: step.form) } }
    return all.indices.compactMap { index in
      let (call, form) = all[index]
      guard form == .each, let target = call.target, call.tookLess, !told.contains(target),
        isStream(target),
        let next = all[(index + 1)...].first(where: { $0.call.target == target }),
        next.form != .receiveAll, next.call.brought > 0
      else { return nil }
      told.insert(target)
      return text(for: call, target)
    }
  }

  private func text(for call: ProgramCall, _ target: String) -> String {
    "a \(call.call.name) on \(target) brought \(call.brought) of at most \(call.call.lengthAsked ?? 0)"
      + " bytes, and another receive follows: where the peer's bytes come sooner than here, the first"
      + " takes them all, and the next waits for ever. `recv exactly \(call.brought)` in the session"
      + " says how much is meant"
  }

  /// Whether that is a stream's descriptor, by the call that made it.
  private func isStream(_ name: String) -> Bool {
    let maker = calls.last { call in call.made.contains { $0.name == name } }?.call
    if maker?.name == "accept" || maker?.name == "accept4" { return true }
    return maker?.number("type").map { $0 & 0xf == Int(SOCK_STREAM.rawValue) } ?? false
  }
}

extension ProgramCall {
  /// How many bytes it received; 0 where it received none.
  fileprivate var brought: Int {
    CallFamilies.receiving.contains(call.name) && errno == nil ? max(0, outcome?.result ?? 0) : 0
  }

  /// Whether it was ready to take more than it got, and would have taken it.
  fileprivate var tookLess: Bool {
    let isBounded = flags & (Int(MSG_PEEK) | Int(MSG_WAITALL)) != 0
    return brought > 0 && brought < call.lengthAsked ?? 0 && !isBounded
  }
}
