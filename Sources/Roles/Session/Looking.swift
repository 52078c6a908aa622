internal import Language
internal import Log
internal import SystemCalls
internal import Views

/// `info`, `queues` and `timers`: looks into sockets from outside their role.
extension Session {
  func showInfo(_ reference: SocketReference, _ request: InfoRequest) throws(Diagnostic) {
    let (role, fd) = try observedSocket(reference)
    let key = SocketKey(role: role.name, fd: fd)
    guard request != .unwatch else { return unwatch(key, role) }
    guard let info = stage.tcpInfo(of: key) else {
      throw Diagnostic(
        "@\(fd) of \(role.name) is no TCP socket: only TCP keeps such an account",
        advice: "`queues` and `options` look into sockets of every kind")
    }
    guard request == .show else { return watch(key, info, role) }
    show(infoLines(info, name: nameText(key), width: outputWidth, utf8: isUTF8), of: role)
  }

  private func watch(_ key: SocketKey, _ info: TCPInfo, _ role: Role) {
    stage.watch(key, info)
    stage.record(
      .note(
        "\(nameText(key)) is watched: what changes of its figures is told after each statement,"
          + " until `info @\(key.fd) watch off`"), of: role)
  }

  private func unwatch(_ key: SocketKey, _ role: Role) {
    let wasWatched = stage.unwatch(key)
    stage.record(
      .note("\(nameText(key)) is \(wasWatched ? "watched no longer" : "not watched")"), of: role)
  }

  func showQueues(_ reference: SocketReference) throws(Diagnostic) {
    let role = try existing(currentRole)
    let rows = try observed(reference, of: role).compactMap { key in
      stage.network.look(at: key).map { queueRow(key, $0, role) }
    }
    try refuseNothing(rows, role)
    show(queueLines(rows, width: outputWidth, utf8: isUTF8), of: role)
  }

  func showTimers(_ reference: SocketReference) throws(Diagnostic) {
    let role = try existing(currentRole)
    let held = try observed(reference, of: role).compactMap { key in
      stage.network.look(at: key).map { socket in
        TimerRow(
          name: nameText(key), entry: stage.network.lookUp(socket), state: socket.stateName)
      }
    }
    let rows = held + (reference == .unnamed ? closedTimers(of: role) : [])
    try refuseNothing(rows, role)
    show(timerLines(rows, width: outputWidth, utf8: isUTF8), of: role)
  }

  /// Connections that the role has closed and the kernel still carries to their end.
  private func closedTimers(of role: Role) -> [TimerRow] {
    stage.network.orphans.all.compactMap { pair, orphan in
      guard orphan.key.role == role.name, let entry = stage.network.lookUpSurely(pair) else {
        return nil
      }
      return TimerRow(
        name: "\(role.name) (@\(orphan.key.fd))", entry: entry, state: entry.state.name)
    }
  }

  private func queueRow(_ key: SocketKey, _ socket: SocketSnapshot, _ role: Role) -> QueueRow {
    let memory = try? role.view.memory(of: key.fd)
    let requests =
      socket.tcpState == .listen ? stage.network.openRequests(to: socket) : nil
    return QueueRow(name: nameText(key), socket: socket, memory: memory ?? nil, requests: requests)
  }

  /// The socket that is named, or all of the role.
  private func observed(
    _ reference: SocketReference, of role: Role
  ) throws(Diagnostic) -> [SocketKey] {
    guard reference == .unnamed else {
      return [SocketKey(role: role.name, fd: try descriptor(reference, of: role))]
    }
    return role.sockets.descriptors.map { SocketKey(role: role.name, fd: $0) }
  }

  private func refuseNothing(_ rows: [some Any], _ role: Role) throws(Diagnostic) {
    guard rows.isEmpty else { return }
    throw Diagnostic("\(has(role.name)) no such socket", advice: "`sockets` lists them")
  }

  private func nameText(_ key: SocketKey) -> String { "\(key.role) @\(key.fd)" }

  private func show(_ text: String, of role: Role) { stage.record(.output(text), of: role) }
}
