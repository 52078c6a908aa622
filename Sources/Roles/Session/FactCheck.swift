internal import Language
public import Log
internal import SystemCalls

/// Whether facts hold, as observed at this moment.
extension Session {
  /// `client.error == ECONNREFUSED`. Throws where the text is no fact.
  ///
  /// One about a role that is not there, not yet or no more, is a fact like any other.
  public func holds(_ text: String) throws(Diagnostic) -> Bool {
    try look(at: text).holds
  }

  /// What `server.port` is now. Throws where the text is no subject of a fact, or there is no such
  /// socket.
  public func value(of text: String) throws(Diagnostic) -> String {
    guard let (role, descriptor, subject) = otherFact(text) else {
      throw Diagnostic("expected a fact such as server.port, found “\(text)”")
    }
    guard let value = observed(role, descriptor, subject).first else {
      throw Diagnostic(nothing(of: role))
    }
    return value
  }

  func holds(_ fact: Fact) -> Bool {
    let expected = expectedValues(fact)
    return observed(fact.role, fact.descriptor, fact.subject).contains { value in
      expected.contains { fact.comparison.holds(value, $0) }
    }
  }

  /// A value may be another fact, `server.local`: then whatever that is.
  private func expectedValues(_ fact: Fact) -> [String] {
    guard let (role, descriptor, subject) = otherFact(fact.value) else { return [fact.value] }
    return observed(role, descriptor, subject)
  }

  private func otherFact(_ text: String) -> (String, Int32?, String)? {
    guard let dot = text.lastIndex(of: ".") else { return nil }
    let subject = String(text[text.index(after: dot)...])
    guard FactSubject.named(subject) != nil else { return nil }
    let whose = text[..<dot].split(separator: "@")
    return whose.first.map { (String($0), whose.dropFirst().first.flatMap { Int32($0) }, subject) }
  }

  /// What a subject is now: one value for each socket that is spoken of, or one for the role.
  func observed(_ roleName: String, _ descriptor: Int32?, _ subject: String) -> [String] {
    if roleName == FactSubject.wire { return observed(ofWire: subject) }
    guard let role = stage.role(named: roleName) else {
      return observed(ofPartner: roleName, descriptor, subject)
        ?? (subject == "alive" ? ["no"] : [])
    }
    if let value = ofRole(role, subject) ?? ofWaits(role, descriptor, subject) { return value }
    let descriptors = descriptor.map { [$0] } ?? role.sockets.descriptors
    let keys = descriptors.map { SocketKey(role: role.name, fd: $0) }
    return keys.flatMap { observed($0, subject) } + ofOrphans(of: role, descriptor, subject)
  }

  /// Of the connections that the role has closed and the kernel still carries to their end.
  private func ofOrphans(of role: Role, _ descriptor: Int32?, _ subject: String) -> [String] {
    let network = stage.network
    return network.orphans.all.compactMap { pair, orphan in
      guard orphan.key.role == role.name, descriptor ?? orphan.key.fd == orphan.key.fd,
        role.sockets[orphan.key.fd] == nil, let state = network.lookUpSurely(pair)?.state
      else { return nil }
      switch subject {
      case "state": return state.name
      case "local": return pair.local.description
      case "remote": return pair.remote.description
      case "timer": return network.lookUpSurely(pair)?.timer.name
      default: return nil
      }
    }
  }

  private func ofRole(_ role: Role, _ subject: String) -> [String]? {
    let history = role.history
    switch subject {
    case "alive": return [role.end == nil ? "yes" : "no"]
    case "error": return [history.last?.outcome.errno?.name ?? "none"]
    case "result": return history.last.map { [String($0.outcome.result)] } ?? []
    case "received": return [String(history.bytesReceived)]
    case "sent": return [String(history.bytesSent)]
    case "waiting":
      return [role.isBusy && stage.isAsleep(role) ? role.currentCall?.name ?? "none" : "none"]
    case "used": return history.calls.sorted()
    default: return nil
    }
  }

  /// What poll would tell of a socket, and what epoll sets and a poll under way watch.
  private func ofWaits(_ role: Role, _ descriptor: Int32?, _ subject: String) -> [String]? {
    let isMeant = { (fd: Int32) in descriptor ?? fd == fd }
    switch subject {
    case "ready":
      let asked = PollBit.input | PollBit.urgent | PollBit.output | PollBit.peerShutDown
      return role.sockets.descriptors.filter(isMeant).flatMap { fd -> [String] in
        let events = ConstantTable.pollEvents.text(role.view.readiness(of: fd, events: asked))
        return events == "0" ? ["none"] : events.split(separator: "|").map(String.init)
      }
    case "watches":
      let sets = role.epollSets.filter(isMeant).flatMap { role.view.watched(by: $0) ?? [] }
      return (sets.map(\.fd) + (descriptor == nil ? role.watched : [])).map { String($0) }
    default: return nil
    }
  }

  func ofSocket(_ socket: SocketSnapshot, _ subject: String) -> String? {
    switch subject {
    case "state": socket.stateName
    case "local": socket.local?.description ?? "none"
    case "remote": socket.remote?.description ?? "none"
    case "port": String(socket.local?.port ?? 0)
    case "readable": String(socket.receiveQueue)
    case "queue": String(socket.acceptQueue)
    case "drops": String(socket.drops)
    case "backlog": socket.tcpState == .listen ? String(socket.backlog) : nil
    case "unsent": String(socket.notSent)
    case "timer": (stage.network.lookUp(socket)?.timer ?? .none).name
    case "blocking": socket.isNonblocking ? "no" : "yes"
    default: nil
    }
  }

  /// What a socket's subject is now: several for the options, none for what does not apply.
  private func observed(_ key: SocketKey, _ subject: String) -> [String] {
    if subject == "option" { return changedOptions(of: key) }
    if subject == "group" { return groups(of: key) }
    if let option = FactSubject.option(ofSubject: subject) { return value(of: option, key) }
    if let figure = figures[subject] {
      guard let info = stage.tcpInfo(of: key), ![.listen, .closed].contains(info.state) else {
        return []
      }
      return [String(figure(info))]
    }
    guard let socket = stage.network.look(at: key) else { return [] }
    return ofSocket(socket, subject).map { [$0] } ?? []
  }
}

/// The facts that TCP's account of a connection has.
private let figures: [String: @Sendable (TCPInfo) -> Int] = [
  "unacked": { $0[.unacked] }, "resent": { $0[.totalRetransmits] },
  "segments": { $0[.dataSegmentsOut] }, "rtt": { $0[.rtt] }, "rto": { $0[.rto] / 1000 },
  "cwnd": { $0[.cwnd] }, "mss": { $0[.mss] },
]

extension Fact.Comparison {
  /// Compares as numbers where both are, else as they are written.
  fileprivate func holds(_ observed: String, _ value: String) -> Bool {
    if let left = Int(observed), let right = Int(value) { return compare(left, right) }
    return compare(observed, value)
  }

  private func compare<T: Comparable>(_ left: T, _ right: T) -> Bool {
    switch self {
    case .equal: left == right
    case .unequal: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }
}

extension Fact {
  /// `server.state == LISTEN`, as one would type it.
  var text: String {
    let socket = descriptor.map { "@\($0)" } ?? ""
    return "\(role)\(socket).\(subject) \(comparison.rawValue) \(value)"
  }
}
