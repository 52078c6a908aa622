internal import Glibc
internal import SystemCalls

/// Calls that do not wait, and need not in the session, where somebody typed them when it was time.
extension RoleProgram {
  /// One sentence for each call and socket.
  var nonblockingRemarks: [String] {
    var course = NonblockingCourse()
    var told: Set<String> = []
    return calls.compactMap { call in
      guard let target = course.take(call), told.insert("\(call.call.name) \(target)").inserted
      else {
        return nil
      }
      return
        "\(call.call.name) on \(target) does not wait: in the session something was there by then; where it"
        + " comes later than here, the program ends with EAGAIN"
    }
  }
}

/// Which descriptors do not block, and what has been waited for otherwise.
private struct NonblockingCourse {
  private var nonblocking: Set<String> = []
  /// How many calls have waited for several so far; and how many had when a socket was taken from last.
  private var waits = 0
  private var taken: [String: Int] = [:]
  /// Those that have found nothing before, of which something else is said.
  private var empty: Set<String> = []

  private static let waiting: Set = [
    "poll", "ppoll", "select", "pselect", "epoll_wait", "epoll_pwait",
  ]

  /// What the call is on, if it was lucky: it does not wait, and nothing has waited for it.
  mutating func take(_ call: ProgramCall) -> String? {
    noteFlags(of: call)
    if NonblockingCourse.waiting.contains(call.call.name), call.errno == nil { waits += 1 }
    guard let target = call.target, call.takes else { return nil }
    if call.errno?.name == "EAGAIN" { empty.insert("\(call.call.name) \(target)") }
    guard call.errno == nil, nonblocking.contains(target) || call.flags & Int(MSG_DONTWAIT) != 0,
      !empty.contains("\(call.call.name) \(target)")
    else { return nil }
    defer { taken[target] = waits }
    return taken[target] ?? 0 == waits ? target : nil
  }

  private mutating func noteFlags(of call: ProgramCall) {
    guard call.errno == nil else { return }
    if call.call.constant("op") == "F_SETFL", let target = call.target {
      set(target, (call.call.number("arg") ?? 0) & Int(O_NONBLOCK) != 0)
    }
    for made in call.made { set(made.name, call.makesNonblocking) }
  }

  private mutating func set(_ name: String, _ isNonblocking: Bool) {
    if isNonblocking { nonblocking.insert(name) } else { nonblocking.remove(name) }
    taken[name] = nil
  }
}

extension ProgramCall {
  /// Whether it gives what another one has to do first.
  fileprivate var takes: Bool {
    CallFamilies.receiving.contains(call.name) || call.name.hasPrefix("accept")
  }

  /// SOCK_NONBLOCK of socket(2), socketpair(2) and accept4(2), which has O_NONBLOCK's bit.
  fileprivate var makesNonblocking: Bool {
    let flags = call.name == "accept4" ? call.number("flags") : call.number("type")
    return (flags ?? 0) & Int(O_NONBLOCK) != 0
  }
}
