internal import Language
public import Log
internal import Roles
internal import Views

/// Performs a lesson's commands with real roles.
public final class StagePerformer: Performer {
  let session: Session
  /// What a line may do besides what every lesson may, as `LessonRules` names it.
  private var allowed: Set<String> = []
  /// Asked before each line: whether whoever waits for all of them still does.
  var goesOn: () -> Bool = { true }
  private var text: TerminalText
  private var lines: [String] = []

  /// `executable` is what a role is a process of; `deadline` is for each command, in nanoseconds.
  public init(executable: String = "/proc/self/exe", deadline: UInt64 = 5_000_000_000) {
    let stage = Stage(executable: executable)
    stage.explains = false
    stage.isolate()
    var options = Session.Options(deadline: deadline)
    options.canAllow = false
    session = Session(stage: stage, options: options)
    text = TerminalText(style: TerminalText.Style(width: 80, explain: false, timing: false))
    stage.log.observe { [unowned self] event in
      text.style.showsPackets = session.stage.showsPackets
      lines += text.lines(for: event)
    }
  }

  /// With the deadline that the lesson names, or the usual one.
  public convenience init(for lesson: Lesson) {
    self.init(deadline: lesson.deadline.map { UInt64($0) * 1_000_000 } ?? 5_000_000_000)
  }

  public var isPrivileged: Bool { session.stage.isPrivileged }

  public func lack(of need: Lesson.Need) -> String? {
    switch need {
    case .ipv6 where !hasIPv6: "this machine has no IPv6 on its loopback"
    case .raw where !isPrivileged: "raw sockets are for privileged users only"
    case .wire: session.stage.lackOfWire
    case .ipv6, .raw: nil
    }
  }

  /// Whether ::1 is an address of this machine's.
  private var hasIPv6: Bool {
    guard let table = try? readFile("/proc/net/if_inet6", atMost: 1 << 20) else { return false }
    return String(decoding: table, as: UTF8.self).contains("00000000000000000000000000000001 ")
  }

  public func perform(_ line: String) throws(Diagnostic) -> [String] {
    lines = []
    guard goesOn() else { throw Diagnostic("it was interrupted") }
    try check(line)
    try session.perform(line)
    return lines + text.flush()
  }

  public func keep(_ line: String) throws(Diagnostic) -> [String: String]? {
    let orders = try parse(line, in: session.context).statements.map(\.order)
    guard orders.count == 1, case .bind(.some)? = orders.first else { return nil }
    try session.perform(line)
    return session.values
  }

  private func check(_ line: String) throws(Diagnostic) {
    let parsed = try LessonRules.reading(of: line, in: session.context)
    if let intrusion = try intrusion(of: parsed), allowed.contains(intrusion) { return }
    try LessonRules.check(parsed, isOnWire: session.isOnWire(parsed))
    guard session.keepsMulticastHere(parsed) else {
      throw Diagnostic(
        "a lesson may not \(LessonRules.multicast)",
        advice: "`set ip_multicast_if 127.0.0.1`, on a line before, keeps it here")
    }
  }

  private func intrusion(of line: Line) throws(Diagnostic) -> String? {
    try LessonRules.askableIntrusion(
      of: line, keepsMulticastHere: session.keepsMulticastHere(line),
      isOnWire: session.isOnWire(line))
  }

  public func intrusion(of line: String) throws(Diagnostic) -> String? {
    try intrusion(of: try LessonRules.reading(of: line, in: session.context))
  }

  public func allow(_ intrusion: String) { allowed.insert(intrusion) }

  public func holds(_ fact: String) throws(Diagnostic) -> Bool { try session.holds(fact) }

  public func value(of fact: String) throws(Diagnostic) -> String { try session.value(of: fact) }

  public func finish() throws(Diagnostic) -> [String] {
    defer { session.stage.end() }
    do throws(Diagnostic) {
      try session.end()
      return []
    } catch {
      return [error.message]
    }
  }
}
