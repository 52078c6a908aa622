internal import CLinux
internal import Explanations
internal import Glibc
internal import Log
internal import SystemCalls

/// What roles say: taken note of when it arrives, logged in canonical order.
extension Stage {
  /// Reads what roles have written, waiting at most so many nanoseconds. True if there was anything.
  func receive(waiting nanoseconds: Int) -> Bool {
    if nanoseconds >= Pause.noticeable { willSleep() }
    let listened = roles.filter { !$0.isGone }
    let partners = partners.filter { !$0.isGone }
    let hosts = hosts.flatMap { $0.isGone ? nil : $0 }
    let wire = hosts.map { [$0.messageDescriptor] } ?? []
    var entries = (wire + listened.map(\.messageDescriptor) + partners.map(\.messageDescriptor))
      .map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    if let interruption, nanoseconds > 0 {
      entries.append(pollfd(fd: interruption.descriptor, events: Int16(POLLIN), revents: 0))
    }
    let hasSpoken = listened.contains(where: \.hasSpoken)
    let count = linux_poll(&entries, Int32(entries.count), hasSpoken ? 0 : nanoseconds)
    guard count > 0 || hasSpoken else { return false }
    if interruption != nil, nanoseconds > 0, entries.last?.revents != 0 {
      interruption?.isDue = true
    }
    if let hosts, entries[0].revents != 0 { hosts.receive() }
    let others = entries.dropFirst(wire.count)
    for (role, entry) in zip(listened, others) where entry.revents != 0 || role.hasSpoken {
      role.isGone = !role.receive(isWoken: entry.revents != 0) { takeNote(of: $0, from: role) }
    }
    for (partner, entry) in zip(partners, others.dropFirst(listened.count))
    where entry.revents != 0 {
      partner.receive()
    }
    return true
  }

  /// The consequences of a message, before anyone is told of it.
  private func takeNote(of message: RoleMessage, from role: Role) {
    if role.isFlooding { courtesy.giveWay() }
    switch message {
    case .called(let call, _):
      role.currentCall = call
      if call.name == "connect", let fd = call.descriptor, case .address(let peer)? = call["addr"] {
        role.connecting[fd] = peer
      }
    case .returned(let call, let outcome, let time):
      role.currentCall = nil
      role.rounds?.lastReturn = time
      role.answers += 1
      role.count(call, outcome)
      if call.name == "dup2", outcome.errno == nil, Int(call.descriptor ?? -1) != outcome.result {
        noteClosed(SocketKey(role: role.name, fd: Int32(outcome.result)))
      }
      touch.add(call, outcome, by: role.name)
      role.sockets.noteEnding(by: call, outcome)
      if call.name == "close", outcome.errno == nil, let fd = call.descriptor {
        noteClosed(SocketKey(role: role.name, fd: fd))
      }
    case .done: role.isBusy = false
    case .round(let number, _):
      role.rounds?.begun = number
      role.beginRound()
    case .rounds(let done): role.rounds?.done = done
    case .ready, .problem: break
    }
    role.inbox.append(message)
  }

  private func noteClosed(_ key: SocketKey) {
    if let known = network.known(key) {
      if known.isListening { touch.isEverything = true }
      // What was sent to a Unix socket can hold another one, which is closed with it.
      if known.remote != nil || known.family == AF_UNIX { touch.reachesOthers = true }
    }
    touch.remove(key)
    touch.departed[key] = view(of: key)
    if let peer = network.known(key)?.peerInode, peer != 0 {
      touch.keys.formUnion(network.holders(of: peer))
    }
    unwatch(key)
    if let (pair, orphan) = network.close(key) { touch.closed[pair] = orphan }
    // Descriptors 0, 1 and 2 were no sockets, and are closed like others.
    network.roles[key.role]?.sockets.noteClosed(key.fd)
  }

  /// Notices the roles whose processes are gone: their sockets are the kernel's from now on.
  func takeEnds() {
    for role in roles where role.isGone && role.end == nil {
      role.reap()
      touch.isEverything = true
      for fd in role.sockets.descriptors { noteClosed(SocketKey(role: role.name, fd: fd)) }
    }
    // The kernel has closed its connections.
    if partners.contains(where: \.isGone) { touch.isEverything = true }
  }

  /// Logs what the acting role has said so far, and what others say without end, so that no inbox
  /// grows.
  func streamMessages(_ acting: Role?) {
    for role in roles where role === acting || role.inbox.count > 256 {
      logMessages(of: role, Knowledge(departed: touch.departed))
    }
    streamPackets()
  }

  /// Logs the rest of the story in canonical order, and makes the look what is known.
  func report(_ look: Network.Look, acting: Role?) {
    if let acting { logMessages(of: acting, Knowledge(departed: touch.departed)) }
    let late = touchOfLatePackets()
    let knowledge = Knowledge(departed: touch.departed, earlier: viewsOfLateCalls)
    var resets = network.noteEndings(in: look, departed: touch.departed)
    var changes = network.commit(look, accepted: touch.accepted)
    for key in touch.addressIsPlain where network.known(key)?.isTCP != false {
      changes[key]?.removeAll { $0.property == .local }
    }
    touch = late
    if !late.keys.isEmpty || !late.closed.isEmpty { isAtRest = false }
    for role in (acting.map { [$0] } ?? []) + roles.filter({ $0 !== acting }) {
      logMessages(of: role, knowledge)
      if let end = role.end {
        record(.roleEnded(end), of: role)
        explainEnd(of: role, end)
      }
      logWaiting(role)
      logChanges(of: role.name, &changes, &resets)
    }
    for name in Set(changes.keys.map(\.role)).sorted() { logChanges(of: name, &changes, &resets) }
    logWatched()
    for role in roles where role.end != nil { remove(role) }
    for partner in partners { logNews(of: partner) }
    removeGonePartners()
    explainedResets = []
  }

  /// Logs the packets; what those can have changed that came after the look is left for the next one.
  private func touchOfLatePackets() -> Touch {
    let looked = touch
    touch = Touch()
    defer { touch = looked }
    logPackets()
    return touch
  }

  private func logMessages(of role: Role, _ knowledge: Knowledge) {
    let messages = role.inbox
    role.inbox.removeAll(keepingCapacity: true)
    for message in messages {
      if role.isFlooding { courtesy.giveWay() }
      switch message {
      case .called(let call, let time):
        role.saidWaiting = false
        log.append(.called(call), role: role.name, time: time)
      case .returned(let call, let outcome, let time):
        let returned = Returned(call: call, outcome: outcome, late: role.isDetached)
        role.announcedCall = nil
        role.progress.add(call, outcome, at: time)
        log.append(.returned(returned), role: role.name, time: time)
        if !role.progress.explains(outcome) {
          for text in explain(call, outcome, by: role, knowledge) {
            record(.explanation(text), of: role)
          }
        }
        let isConnecting = call.descriptor.map(role.sockets.connecting.contains) ?? false
        role.noticed.add(call, outcome, isConnecting: isConnecting)
      case .problem(let text): problems.append(Diagnostic(text))
      case .done: logEnd(of: role.progress, role)
      case .round(let number, let time): logRound(number, of: role, time)
      case .ready, .rounds: break
      }
    }
  }

  private func logEnd(of progress: Progress, _ role: Role) {
    if let transfer = progress.transfer { record(.transferred(transfer), of: role) }
    if let note = progress.shortfall ?? progress.interruption { record(.note(note), of: role) }
    guard explains, progress.interruption != nil else { return }
    record(.explanation(progress.adviceAfterInterruption), of: role)
  }

  /// A long transfer sleeps now and then for a moment: unless nothing moves, that is no news.
  private func logWaiting(_ role: Role) {
    guard role.isBusy else { return }
    role.isDetached = true
    guard isAtRest || !role.progress.isLong else { return }
    guard let call = role.currentCall, !role.saidWaiting, isAsleep(role) else { return }
    role.saidWaiting = true
    role.announcedCall = call
    record(.waiting(call), of: role)
    explainWaiting(call, of: role)
  }

  private func logChanges(
    of name: String, _ changes: inout [SocketKey: [StateChange]], _ resets: inout Resets
  ) {
    for key in changes.keys.filter({ $0.role == name }).sorted(by: { $0.fd < $1.fd }) {
      for change in changes.removeValue(forKey: key) ?? [] {
        log.append(.state(change), role: name, time: monotonicNanoseconds())
        if change.property == .receiveMemory { explain(remarkOnOverhead, to: name) }
        if change.property == .errorMemory { explain(remarkOnErrorQueue, to: name) }
        guard change.property == .state, let reset = resets.take(key) else { continue }
        if explains, let text = words(for: reset, of: key) {
          network.roles[key.role]?.sockets[ending: key.fd].isResetTold = true
          log.append(.explanation(text), role: name, time: monotonicNanoseconds())
        }
      }
    }
  }
}
