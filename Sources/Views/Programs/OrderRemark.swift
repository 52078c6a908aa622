internal import Glibc
internal import SystemCalls

/// Where a program depends on the order in which a session went.
extension RoleProgram {
  /// A receive that could have taken more takes what belongs to the next one, if that comes sooner than
  /// in the session; one sentence for each socket.
  var orderRemarks: [String] {
    var told: Set<String> = []
    let streams = streams
    let all = steps.flatMap { step in
      let form = step.form
      // Of a loop the first call tells all.
      return (form == .each ? step.calls[...] : step.calls.prefix(1)).map { (call: $0, form: form) }
    }
    return all.indices.compactMap { index in
      let (call, form) = all[index]
      guard form == .each, call.tookLess, let target = call.target, streams.contains(target),
        !told.contains(target),
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

  /// The descriptors of streams, by the calls that made them.
  private var streams: Set<String> {
    Set(
      calls.filter { call in
        call.call.name.hasPrefix("accept")
          || call.call.number("type").map { $0 & 0xf == Int(SOCK_STREAM.rawValue) } ?? false
      }.flatMap { $0.made.map(\.name) })
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
