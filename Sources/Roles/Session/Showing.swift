internal import Explanations
internal import Language
internal import Log
internal import SystemCalls
internal import Views

/// Commands whose answer is a text.
extension Session {
  /// Output is set in by two columns.
  var outputWidth: Int { max(20, width - 2) }

  func showSockets() {
    stage.touch.isEverything = true
    _ = stage.settle(acting: nil, limit: limit)
    let held = stage.roles.flatMap { role in
      role.openDescriptors.compactMap { fd in
        let key = SocketKey(role: role.name, fd: fd)
        return role.sockets[fd].map { row(of: key, $0) }
          ?? role.view.watched(by: fd).map { SocketRow(key, watching: $0) }
      }
    }
    let partners = stage.partners.flatMap { partner in
      partner.sockets(atMost: 100).map {
        SocketRow(SocketKey(role: "partner \(partner.name)", fd: $0.fd), $0.snapshot)
      }
    }
    let rows = linked(held) + partners + stage.network.orphans.all.map { SocketRow(orphan: $1, $0) }
    stage.record(
      .output(
        rows.isEmpty
          ? "no role has a socket" : socketsTable(rows, width: outputWidth, utf8: isUTF8)))
  }

  /// With what was passed on, or is a copy, told as the same socket as the first of its descriptors.
  private func linked(_ rows: [SocketRow]) -> [SocketRow] {
    var first: [UInt64: String] = [:]
    return rows.map { row in
      guard let inode = stage.role(named: row.role)?.sockets[row.fd]?.inode else { return row }
      var row = row
      row.twin = first[inode]
      if row.twin == nil { first[inode] = "\(row.role) @\(row.fd)" }
      return row
    }
  }

  private func row(of key: SocketKey, _ snapshot: SocketSnapshot) -> SocketRow {
    var row = SocketRow(key, snapshot)
    row.interfaces = stage.role(named: key.role)?.interfaces ?? .own
    row.peer = stage.network.holders(of: snapshot.peerInode).first.map { "\($0.role) @\($0.fd)" }
    return row
  }

  func showRoles() {
    var rows = stage.roles.map { role in
      var row = RoleRow(
        role: role.name, pid: role.pid, host: stage.hostName(of: role),
        activity: rowActivity(of: role), isCurrent: role.name == currentRole)
      row.interfaces = role.interfaces
      return row
    }
    for (name, end, host) in stage.ended where stage.role(named: name) == nil {
      rows.append(
        RoleRow(
          role: name, pid: nil, host: host, activity: .ended(end), isCurrent: name == currentRole))
    }
    if !rows.contains(where: \.isCurrent) {
      rows.append(RoleRow(role: currentRole, pid: nil, activity: .notStarted, isCurrent: true))
    }
    stage.record(.output(rolesTable(rows, width: outputWidth, utf8: isUTF8)))
  }

  private func rowActivity(of role: Role) -> RoleRow.Activity {
    if stage.isStopped(role) { return .stopped }
    guard role.isBusy, let call = role.currentCall else { return .idle }
    return stage.isAsleep(role) ? .waits(call) : .runs(call.name)
  }

  func showHistory(_ count: Int?) {
    let lines = typedLines()
    let first = max(0, lines.count - (count ?? 20))
    let numbered = lines[first...].enumerated().map { "\(first + $0 + 1)  \(safeText($1))" }
    stage.record(.output(numbered.joined(separator: "\n")))
  }

  func showHelp(_ name: String?) {
    stage.record(.output(help(for: name, width: outputWidth)))
  }
}

extension SocketRow {
  /// An epoll set.
  init(_ key: SocketKey, watching watched: [(fd: Int32, event: EpollEvent)]) {
    self.init(
      role: key.role, fd: key.fd, type: "epoll", local: nil, remote: nil, state: "-",
      watched: watched.map { PollEntry(fd: $0.fd, events: $0.event.events) })
  }

  init(_ key: SocketKey, _ snapshot: SocketSnapshot) {
    self.init(
      role: key.role, fd: key.fd,
      type: SocketRow.typeText(
        family: snapshot.family, type: snapshot.type, protocolNumber: snapshot.protocolNumber),
      local: snapshot.local, remote: snapshot.remote, state: snapshot.stateName,
      receiveQueue: snapshot.receiveQueue, sendQueue: snapshot.sendQueue,
      acceptQueue: snapshot.isListening ? snapshot.acceptQueue : nil,
      backlog: snapshot.isListening ? snapshot.backlog : nil, orphaned: false)
  }

  init(orphan: Orphans.Orphan, _ pair: AddressPair) {
    let view = SocketView(orphan: orphan, pair, on: 0)
    self.init(
      role: view.role, fd: view.fd, type: SocketRow.typeText(family: view.family, type: view.type),
      local: view.local, remote: view.remote, state: view.state, receiveQueue: 0, sendQueue: 0,
      acceptQueue: nil, backlog: nil, orphaned: true)
  }
}
