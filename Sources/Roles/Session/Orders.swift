internal import Glibc
internal import Language
internal import Log
internal import SystemCalls
internal import Views

/// One statement at a time.
extension Session {
  func perform(_ statement: Statement) throws(Diagnostic) {
    try checkIfBrokenOff()
    statementBegan = monotonicNanoseconds()
    defer {
      statementBegan = nil
      toldOfTransfers = nil
      tellProgress(nil)
    }
    stage.isInterrupted = false
    stage.takeLateNews()  // What outsiders did before this line stands before it in the log.
    stage.logTyped(statement.text, as: currentRole)
    try locating(statement) { () throws(Diagnostic) in try perform(statement.order) }
  }

  /// Says where a statement stands that could not be carried out.
  func locating(
    _ statement: Statement, _ body: () throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    do throws(Diagnostic) {
      try body()
    } catch {
      throw statement.locating(error)
    }
  }

  private func perform(_ deferred: DeferredStatement) throws(Diagnostic) {
    let statement = try deferred.statement(in: context)
    try locating(statement) { () throws(Diagnostic) in try perform(statement.order) }
  }

  func perform(_ order: Order) throws(Diagnostic) {
    switch order {
    case .act(let action): try act(action)
    case .expectFailure(let errno): try expectFailure(errno)
    case .use(let reference): try use(reference)
    case .sockets: showSockets()
    case .roles: showRoles()
    case .role(let name, let host): try beRole(name, on: host)
    case .wire(let request): try carryOut(request)
    case .plot(let request): try showPlot(request)
    case .states(let request): try showStates(request)
    case .diagram(let request): try showDiagram(request)
    case .export(let request): try export(request)
    case .code: try showCode()
    case .interrupt(let name): try interrupt(name ?? currentRole)
    case .kill(let name, let signal): try kill(name, signal)
    case .trace(let mode): setTrace(mode)
    case .explain(let isOn): setExplain(isOn)
    case .wait(let name, let fact, let milliseconds):
      try wait(for: name, until: fact, milliseconds)
    case .pause(let milliseconds): try pause(nanoseconds(ofMilliseconds: milliseconds))
    case .check(let fact): try check(fact)
    case .history(let count): showHistory(count)
    case .source(let path): try source(path)
    case .help(let name): showHelp(name)
    case .lesson(let order): try carryOut(order)
    case .quit: hasQuit = true
    case .partner(let request): try carryOut(request)
    case .repeated(let repetition): try carryOut(repetition)
    case .bind(let binding): try bind(binding)
    case .allow(let hosts): try allow(hosts)
    case .probe(let request): try probe(request)
    case .fuzz(let request): try fuzz(request)
    case .deferred(let statement): try perform(statement)
    case .options(let socket, let all): try showOptions(socket, all: all)
    case .info(let socket, let request): try showInfo(socket, request)
    case .queues(let socket): try showQueues(socket)
    case .timers(let socket): try showTimers(socket)
    case .names(let request): try answer(request)
    case .expect(let socket, let text, let isNext, let milliseconds):
      try expect(text, isNext: isNext, on: socket, within: milliseconds)
    case .transcript(let name, let descriptor, let path):
      try showTranscript(of: name ?? currentRole, descriptor, in: path)
    }
  }

  // MARK: Acting

  private func act(_ action: Action) throws(Diagnostic) {
    let role = try stage.spawnedRole(named: currentRole)
    try waitUntilIdle(role)
    let closed = try close(action, for: role)
    try refuseStraying(closed, by: role)
    try refuseFlood(closed, by: role)
    lastActor = role.name
    let isAtRest = stage.act(closed, as: role, limit: limitOfCall)
    guard !isAtRest, !options.isInteractive, !isPaced, role.isBusy, !stage.isInterrupted else {
      return
    }
    throw Diagnostic("\(role.name) still \(activity(of: role)) after \(secondsText(deadline))")
  }

  /// At the prompt a role that waits is left alone; a script waits for it.
  func waitUntilIdle(_ role: Role) throws(Diagnostic) {
    guard role.isBusy else { return }
    if options.isInteractive {
      stage.takeLateNews()
      guard role.isBusy else { return }
      throw Diagnostic(
        "\(role.name) \(activity(of: role))",
        advice: "interrupt it (⌃C or `interrupt`), or go on as another role, as in"
          + " `\(role.name == "client" ? "server" : "client")>`")
    }
    guard waitUntil(deadline, { !role.isBusy }) else {
      throw Diagnostic(
        "\(role.name) still \(activity(of: role)) after \(secondsText(deadline)), "
          + "so it cannot do this")
    }
  }

  /// Lets things happen, and shows them, until the condition holds. False if it did not in time, in
  /// nanoseconds.
  @discardableResult
  public func waitUntil(_ limit: UInt64, _ condition: () -> Bool) -> Bool {
    let end = monotonicNanoseconds() + limit
    while !condition() {
      let now = monotonicNanoseconds()
      stage.noteInterruption()
      guard now < end, !stage.isInterrupted else { return false }
      stage.logWatched()
      tellTransfers()
      if !stage.receive(waiting: Int(min(end - now, 2_000_000))) { continue }
      _ = stage.settle(acting: nil, limit: min(end - now, 50_000_000))
    }
    return true
  }

  func existing(_ name: String) throws(Diagnostic) -> Role {
    if let role = stage.role(named: name) { return role }
    if stage.knows(name) {
      throw Diagnostic(
        "“\(name)” has ended", advice: "its next call starts it anew, without its sockets", at: name
      )
    }
    if name == currentRole {
      throw Diagnostic("“\(name)” has no process yet", advice: "its first call starts it", at: name)
    }
    throw Diagnostic("no role is called “\(name)”", advice: "`role` lists them", at: name)
  }

  private func use(_ reference: SocketReference) throws(Diagnostic) {
    let role = try stage.spawnedRole(named: currentRole)
    guard case .descriptor(let fd) = reference else {
      role.chosen = nil
      stage.record(
        .note("\(clause(role.name, "uses its", "use your")) newest socket again"), of: role)
      return
    }
    guard role.sockets[fd] != nil else {
      throw Diagnostic(
        "\(has(role.name)) no socket @\(fd)", advice: "`sockets` lists them", at: "@\(fd)")
    }
    role.chosen = fd
  }

  private func interrupt(_ name: String) throws(Diagnostic) {
    let role = try existing(name)
    if stage.interrupt(role, limit: deadline) { return }
    throw Diagnostic(
      role.isBusy
        ? "\(name) \(activity(of: role)): only a call that waits can be interrupted"
        : "\(clause(name, "waits", "wait")) in no call",
      advice: "`role` shows what each role is doing")
  }

  /// ⌃C: true if the current role's waiting call was interrupted. A role in the middle of many calls
  /// is given a moment to fall asleep in one.
  public func interruptCurrentCall() -> Bool {
    defer { guide?.settled() }
    guard let role = stage.role(named: currentRole) else { return false }
    let end = monotonicNanoseconds() + limit
    while role.isBusy, monotonicNanoseconds() < end {
      if stage.interrupt(role, limit: limit, typed: "interrupt") { return true }
      _ = stage.receive(waiting: 100_000)
    }
    return false
  }

  private func kill(_ name: String, _ signal: Int32) throws(Diagnostic) {
    let role = try existing(name)
    stage.kill(role, signal: signal, limit: deadline)
    guard role.end == nil, stage.isStopped(role) else { return }
    stage.record(.note("\(name) is stopped; `kill \(name) CONT` lets it go on"), of: role)
  }

  // MARK: Assertions

  private func expectFailure(_ errno: Errno) throws(Diagnostic) {
    guard let name = lastActor, let role = stage.role(named: name) else {
      throw Diagnostic("there is no call before this line")
    }
    if role.isBusy {
      let now =
        (errno.rawValue == EAGAIN || errno.rawValue == EINPROGRESS) && !endsByItself(role)
      throw Diagnostic(
        "expected \(errno.name), but \(name) \(activity(of: role))",
        advice: now
          ? "on a blocking socket the call waits: `nonblocking on` before it"
          : "`wait \(name)` before this line waits until it has returned")
    }
    guard let (call, outcome) = role.history.last, outcome.errno != errno else { return }
    let found = outcome.errno?.name ?? "it returned \(outcome.result)"
    throw Diagnostic("expected \(call.name) to fail with \(errno.name), but \(found)")
  }

  private func check(_ fact: Fact) throws(Diagnostic) {
    try refuseUnknown(ownerOf: fact)
    if holds(fact) {
      if options.isInteractive { stage.record(.note("\(fact.text) holds")) }
      return
    }
    let values = observed(fact.role, fact.descriptor, fact.subject)
    throw Diagnostic(
      "\(fact.text) does not hold: "
        + (values.isEmpty ? nothing(of: fact.role) : "it is \(list(values))"))
  }

  private func wait(
    for name: String, until fact: Fact?, _ milliseconds: Int?
  ) throws(Diagnostic) {
    let role = fact == nil ? try existing(name) : nil
    if let fact { try refuseUnknown(ownerOf: fact) } else { try refuseUnknown(name) }
    let limit = milliseconds.map(nanoseconds(ofMilliseconds:)) ?? deadline
    if waitUntil(limit, { fact.map(holds) ?? (role?.isBusy != true) }) {
      // A fact is asked of the kernel, which can be ahead of what was logged.
      _ = stage.settle(acting: nil, limit: Stage.limitOfNews)
      return
    }
    if stage.isInterrupted { throw Diagnostic("the wait was interrupted") }
    if let fact {
      let values = observed(fact.role, fact.descriptor, fact.subject)
      throw Diagnostic(
        "\(fact.text) does not hold after \(secondsText(limit)): "
          + (values.isEmpty ? nothing(of: fact.role) : "it is \(list(values))"))
    }
    guard let role else { return }
    throw Diagnostic("\(name) still \(activity(of: role)) after \(secondsText(limit))")
  }

  private func refuseUnknown(ownerOf fact: Fact) throws(Diagnostic) {
    if fact.role != FactSubject.wire { try refuseUnknown(fact.role) }
  }

  func refuseUnknown(_ name: String) throws(Diagnostic) {
    guard name != currentRole, !stage.knows(name),
      !(stage.partners.map(\.name) + stage.pastPartners.map(\.name)).contains(name)
    else { return }
    throw Diagnostic("no role is called “\(name)”", advice: "`role` lists them", at: name)
  }

  private func list(_ values: [String]) -> String {
    values.prefix(5).joined(separator: ", ") + (values.count > 5 ? ", …" : "")
  }

  // MARK: Settings and files

  private func setTrace(_ mode: TraceMode?) {
    if let mode { trace = mode } else { stage.record(.output("trace \(trace.rawValue)")) }
  }

  private func setExplain(_ isOn: Bool?) {
    if let isOn {
      stage.explains = isOn
    } else {
      stage.record(.output("explain \(stage.explains ? "on" : "off")"))
    }
  }

  private func source(_ path: String) throws(Diagnostic) {
    guard sourceDepth < 8 else {
      throw Diagnostic("\(path) is sourced by a file that it sources, or too deeply")
    }
    sourceDepth += 1
    defer { sourceDepth -= 1 }
    var source = try LineSource(path: path, stage.willSleep, stage.interruption)
    try perform(&source, named: path)
  }
}

/// A time as a person writes it; nobody waits longer than a year.
func nanoseconds(ofMilliseconds milliseconds: Int) -> UInt64 {
  UInt64(min(max(milliseconds, 0), 365 * 86_400_000)) * 1_000_000
}

/// `5 s`, `250 ms`
func secondsText(_ nanoseconds: UInt64) -> String {
  let milliseconds = nanoseconds / 1_000_000
  return milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
}
