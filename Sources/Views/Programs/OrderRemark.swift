internal import Glibc
internal import SystemCalls

/// Where a program depends on the order in which a session went.
extension RoleProgram {
  /// One sentence each.
  var orderRemarks: [String] {
    laterRemarks + receiveRemarks + momentRemarks + nonblockingRemarks + nameRemarks
  }

  private var laterRemarks: [String] {
    var told: Set<LaterPort> = []
    return laterPorts.filter { told.insert($0).inserted }.map(\.remark)
  }

  /// What the session did when it was time for it, and a program does at once.
  private var momentRemarks: [String] {
    let calls = calls
    var told: Set<String> = []
    return calls.indices.compactMap { index in
      let call = calls[index]
      guard let text = remark(on: call, before: calls[(index + 1)...], &told) else { return nil }
      return told.insert(text).inserted ? text : nil
    }
  }

  private func remark(
    on call: ProgramCall, before others: ArraySlice<ProgramCall>, _ told: inout Set<String>
  ) -> String? {
    let name = call.call.name
    if call.isInterrupted {
      return "⌃C ended \(name) in the session: the program waits there for `kill -INT`"
    }
    if call.errno?.name == "ECONNREFUSED", name == "connect",
      others.contains(where: { $0.errno == nil && $0.call.name == name && $0.target == call.target }
      )
    {
      return
        "the first connect was refused in the session: where the server runs already it is not,"
        + " and the one after it fails (EISCONN)"
    }
    guard call.errno?.name == "EAGAIN", let target = call.target,
      told.insert("\(name) on \(target)").inserted,
      others.contains(where: { $0.errno == nil && $0.call.name == name && $0.target == target })
    else { return nil }
    return
      "\(name) on \(target) found nothing at first (EAGAIN), and something later: the program does not"
      + " wait for that either"
  }

  /// Names are looked up by no call of the role's.
  private var nameRemarks: [String] {
    ["getaddrinfo", "getnameinfo"].filter { name in
      steps.contains { $0.calls.isEmpty && $0.typed.hasPrefix(name + " ") }
    }.map { "\($0) is left out: the program takes addresses, not names" }
  }

  /// A receive that could have taken more takes what belongs to the next one, if that comes sooner than
  /// in the session; one sentence for each socket.
  private var receiveRemarks: [String] {
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
