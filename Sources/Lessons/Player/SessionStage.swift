internal import Language
public import Log
public import Roles
internal import Views

/// A lesson's place in a session: its roles play in the session's own, which stand aside meanwhile.
public final class SessionStage: PlayerStage {
  private let session: Session
  private let executable: String
  /// Whether a command is shown before what it does: where the session does not echo.
  private let echoes: Bool
  private let aside: Cast
  /// What a command shows, as a replay compares it; nil while nobody wants to know.
  private var recorder: TerminalText?
  private var recorded: [String] = []
  /// Hears of everything that happens while the lesson's roles play.
  var observer: ((Event) -> Void)?

  init(_ session: Session, executable: String, echoes: Bool) {
    self.session = session
    self.executable = executable
    self.echoes = echoes
    aside = session.cast
    session.replaceCast(by: session.emptyCast())
  }

  /// The lesson's roles end, and those that were there before come back.
  func leave() {
    session.cast.end()
    session.replaceCast(by: aside)
  }

  func hear(_ event: Event) {
    recorder?.style.showsPackets = session.stage.showsPackets
    if let lines = recorder?.lines(for: event) { recorded += lines }
    observer?(event)
  }

  /// While a command of the lesson's is carried out.
  var isPerforming: Bool { recorder != nil }

  public var values: [String: String] {
    get { session.values }
    set { session.values = newValue }
  }

  public var isPrivileged: Bool { session.stage.isPrivileged }

  public func lack(of need: Lesson.Need) -> String? {
    StagePerformer(executable: executable).lack(of: need)
  }

  public func means(_ line: String, as other: String) -> Bool {
    do throws(Diagnostic) {
      return try reading(of: line) == reading(of: other)
    } catch {
      return false
    }
  }

  /// Who does what.
  private func reading(of text: String) throws(Diagnostic) -> Line {
    let line = try parse(text, in: session.context)
    return Line(
      role: line.role ?? session.currentRole,
      statements: line.statements.map { Statement(text: "", column: 0, order: $0.order) })
  }

  public func perform(_ line: String, isTyped: Bool) throws(Diagnostic) -> [String] {
    if echoes, !isTyped {
      let command = Prose.Block(.command, [Prose.Span(line)], isApart: false)
      session.say(.prose(Prose([command])))
    }
    recorder = TerminalText(style: TerminalText.Style(width: 80, explain: false, timing: false))
    recorded = []
    defer { recorder = nil }
    try session.patiently { () throws(Diagnostic) in try session.perform(line) }
    return recorded + (recorder?.flush() ?? [])
  }

  public func intrusion(of line: String) throws(Diagnostic) -> String? {
    let line = try LessonRules.reading(of: line, in: session.context)
    return try LessonRules.askableIntrusion(
      of: line, keepsMulticastHere: session.keepsMulticastHere(line),
      isOnWire: session.isOnWire(line))
  }

  public func look(at fact: String) throws(Diagnostic) -> FactLook { try session.look(at: fact) }

  public func value(of fact: String) throws(Diagnostic) -> String { try session.value(of: fact) }

  public func survey() -> [RoleSurvey] { session.survey() }

  public func wireSurvey() -> WireSurvey? { session.wireSurvey() }

  public func show(_ kind: Event.Kind) { session.say(kind) }

  public func rehearsalStage() -> any RehearsalStage { StagePerformer(executable: executable) }

  public func clear() {
    session.cast.end()
    session.replaceCast(by: session.emptyCast())
  }

  public func adopt(_ stage: any RehearsalStage, values: [String: String]) {
    guard let performer = stage as? StagePerformer else { return }
    session.replaceCast(by: performer.session.cast)
    session.values = values
  }
}

extension StagePerformer: RehearsalStage {
  public func survey() -> [RoleSurvey] { session.survey() }

  public func wireSurvey() -> WireSurvey? { session.wireSurvey() }

  public func end() { session.stage.end() }
}
