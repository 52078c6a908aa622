internal import CLinux
internal import Glibc
internal import Log
internal import SystemCalls

/// What roles say: taken note of when it arrives, logged in canonical order.
extension Stage {
  /// Reads what roles have written, waiting at most so many nanoseconds. True if there was anything.
  func receive(waiting nanoseconds: Int) -> Bool {
    if nanoseconds > 0 { willSleep() }
    let listened = roles.filter { !$0.isGone }
    var entries = listened.map {
      pollfd(fd: $0.messageDescriptor, events: Int16(POLLIN), revents: 0)
    }
    if let interruption, nanoseconds > 0 {
      entries.append(pollfd(fd: interruption.descriptor, events: Int16(POLLIN), revents: 0))
    }
    guard linux_poll(&entries, Int32(entries.count), nanoseconds) > 0 else { return false }
    for (role, entry) in zip(listened, entries) where entry.revents != 0 {
      role.isGone = !role.receive { takeNote(of: $0, from: role) }
    }
    return true
  }

  /// The consequences of a message, before anyone is told of it.
  private func takeNote(of message: RoleMessage, from role: Role) {
    var explanations: [String] = []
    switch message {
    case .called(let call, _):
      role.currentCall = call
      if call.name == "connect", let fd = call.descriptor, case .address(let peer)? = call["addr"] {
        role.connecting[fd] = peer
      }
    case .returned(let call, let outcome, _):
      role.currentCall = nil
      if explains { explanations = explain(call, outcome, by: role) }
      role.count(call, outcome)
      touch.add(call, outcome, by: role.name)
      if call.name == "close", outcome.errno == nil, let fd = call.descriptor {
        noteClosed(SocketKey(role: role.name, fd: fd))
      }
    case .done: role.isBusy = false
    case .ready, .problem: break
    }
    role.inbox.append((message, explanations))
  }

  private func noteClosed(_ key: SocketKey) {
    if network.known(key)?.isListening == true { touch.isEverything = true }
    touch.keys.remove(key)
    if let (pair, orphan) = network.close(key) { touch.closed[pair] = orphan }
  }

  /// Notices the roles whose processes are gone: their sockets are the kernel's from now on.
  func takeEnds() {
    for role in roles where role.isGone && role.end == nil {
      role.reap()
      touch.isEverything = true
      for fd in role.sockets.descriptors { noteClosed(SocketKey(role: role.name, fd: fd)) }
    }
  }

  /// Logs what the acting role has said so far, and what others say without end, so that no inbox
  /// grows.
  func streamMessages(_ acting: Role?) {
    for role in roles where role === acting || role.inbox.count > 256 { logMessages(of: role) }
  }

  /// Logs the rest of the story in canonical order, and makes the look what is known.
  func report(_ look: Network.Look, acting: Role?) {
    var changes = network.commit(look)
    for key in touch.addressIsPlain where network.known(key)?.isTCP != false {
      changes[key]?.removeAll { $0.property == .local }
    }
    touch = Touch()
    for role in (acting.map { [$0] } ?? []) + roles.filter({ $0 !== acting }) {
      logMessages(of: role)
      if let end = role.end { record(.roleEnded(end), of: role) }
      logWaiting(role)
      logChanges(of: role.name, &changes)
    }
    for name in Set(changes.keys.map(\.role)).sorted() { logChanges(of: name, &changes) }
    for role in roles where role.end != nil { remove(role) }
  }

  private func logMessages(of role: Role) {
    let messages = role.inbox
    role.inbox.removeAll(keepingCapacity: true)
    for (message, explanations) in messages {
      switch message {
      case .called(let call, let time):
        role.saidWaiting = false
        log.append(.called(call), role: role.name, time: time)
      case .returned(let call, let outcome, let time):
        let returned = Returned(call: call, outcome: outcome, late: role.isDetached)
        log.append(.returned(returned), role: role.name, time: time)
      case .problem(let text): problems.append(Diagnostic(text))
      case .ready, .done: break
      }
      for text in explanations { record(.explanation(text), of: role) }
    }
  }

  private func logWaiting(_ role: Role) {
    guard role.isBusy else { return }
    role.isDetached = true
    guard let call = role.currentCall, !role.saidWaiting, isAsleep(role) else { return }
    role.saidWaiting = true
    record(.waiting(call), of: role)
  }

  private func logChanges(of name: String, _ changes: inout [SocketKey: [StateChange]]) {
    for key in changes.keys.filter({ $0.role == name }).sorted(by: { $0.fd < $1.fd }) {
      for change in changes.removeValue(forKey: key) ?? [] {
        log.append(.state(change), role: name, time: monotonicNanoseconds())
      }
    }
  }
}
