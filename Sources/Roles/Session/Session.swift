public import Language
public import Log
internal import SystemCalls
internal import Views

/// A conversation: lines in, statements carried out, everything that happens in the stage's log.
public final class Session {
  public internal(set) var stage: Stage {
    didSet { listenToFloods() }
  }
  public var options: Options
  /// The lesson that stands beside, where there can be one.
  public weak var guide: (any LessonGuide)?
  /// Whom a line without a role speaks to.
  public internal(set) var currentRole = "you"
  /// How calls are shown from now on.
  public internal(set) var trace: TraceMode
  /// What `{name}` stands for.
  public var values: [String: String] = [:]
  public internal(set) var hasQuit = false
  /// How wide finished text may be, in columns, and whether it may leave ASCII.
  public var width = 80
  public var isUTF8 = true
  /// The lines typed so far, oldest first, for `history`.
  public var typedLines: () -> [String] = { [] }
  /// Whose call `!` speaks of.
  var lastActor: String?
  var sourceDepth = 0
  /// Whom this session may load or search, and an `allow` that waits for a yes.
  var allowances = Allowances()
  var openAllowance: OpenAllowance?
  /// What new sockets on hosts have been found to have.
  var freshOnHosts: [FreshSocket.OnHost: [SocketOption: OptionValue]] = [:]
  /// How many `repeat`s are under way, one in another.
  var repeatDepth = 0
  /// Whether one of them has a pace.
  var isPaced = false
  /// Shows how far something long has come, on a line that is not kept; nil when it is over.
  public var tellProgress: (String?) -> Void = { _ in }
  /// How far the roles' transfers are.
  var transfers = TransferNews()
  /// What was told of them last, while a statement holds the line.
  var toldOfTransfers: String?
  /// When the statement began that is being carried out; nil while none is.
  var statementBegan: UInt64?
  /// Whether more lines of a paste follow, which needs no more than one note on what is skipped.
  public var isPasting = false
  private var hasToldOfSkipping = false
  /// Whether ⌃C has ended the script.
  public internal(set) var isBrokenOff = false

  public struct Options: Sendable {
    /// At a prompt nothing is waited for longer than a moment; a script waits up to the deadline.
    public var isInteractive: Bool
    /// Nanoseconds that a statement at a prompt may keep a person waiting.
    var moment: UInt64 = 100_000_000
    /// Nanoseconds that a statement of a script may take.
    public var deadline: UInt64
    public var trace: TraceMode
    /// Whether `allow` may allow anything: not where a lesson is played.
    public var canAllow = true

    public init(
      isInteractive: Bool = false, deadline: UInt64 = 5_000_000_000, trace: TraceMode = .short
    ) {
      self.isInteractive = isInteractive
      self.deadline = deadline
      self.trace = trace
    }
  }

  /// Whether a person sits at a prompt, also while something is carried out with patience.
  let hasPrompt: Bool

  public init(stage: Stage, options: Options = Options()) {
    self.stage = stage
    self.options = options
    hasPrompt = options.isInteractive
    trace = options.trace
    listenToFloods()
  }

  var deadline: UInt64 { options.deadline }

  /// How long a statement may hold the line: a prompt comes back after 100 ms whatever a role does.
  var limit: UInt64 { options.isInteractive ? options.moment : options.deadline }

  /// What the parser may know.
  public var context: Context {
    var descriptors: [String: [Int32]] = [:]
    for role in stage.roles { descriptors[role.name] = Array(role.openDescriptors.prefix(100)) }
    // Who was started again after its end is one role still.
    let living = stage.roles.map(\.name)
    return Context(
      roles: living + stage.ended.map(\.name).filter { !living.contains($0) },
      currentRole: currentRole,
      descriptors: descriptors, values: values, hosts: stage.hosts?.all.map(\.name) ?? [],
      lessons: guide?.lessonNames ?? [],
      steps: guide?.stepNames ?? [], expectedRoles: guide?.roleNames ?? [],
      partners: stage.partners.map(\.name), pastPartners: stage.pastPartners.map(\.name),
      unixRoles: stage.roles.filter(speaksUnix).map(\.name))
  }

  /// Whether the socket that a call of the role's is on, where it names none, is a Unix one.
  private func speaksUnix(_ role: Role) -> Bool {
    let fd = role.chosen.flatMap { role.sockets[$0] == nil ? nil : $0 } ?? role.sockets.newest()
    return fd.flatMap { role.sockets[$0] }?.isUnix ?? false
  }

  /// Carries a line out. False if it was mistyped, refused, or an assertion in it did not hold; the
  /// log then has a diagnostic, with the file and line number if they are given.
  @discardableResult
  public func submit(_ text: String, file: String? = nil, lineNumber: Int? = nil) -> Bool {
    defer { guide?.settled() }
    do throws(Diagnostic) {
      try enter(text)
      return true
    } catch {
      stage.record(.diagnostic(error.placed(in: text, of: file, lineNumber)))
      return false
    }
  }

  /// Carries a line out.
  public func perform(_ text: String) throws(Diagnostic) {
    if skipsPastedOutput(text) { return }
    let line = try read(text)
    if let role = line.role { currentRole = role }
    for statement in line.statements where !hasQuit {
      stage.problems = []
      try perform(statement)
      if let problem = stage.problems.first {
        try locating(statement) { () throws(Diagnostic) in throw problem }
      }
    }
  }

  /// Nothing of a mistyped line is done. But whom it speaks to, if it is somebody, is spoken to from
  /// then on: what is typed next is the line mended.
  private func read(_ text: String) throws(Diagnostic) -> Line {
    do throws(Diagnostic) {
      return try parse(text, in: context)
    } catch {
      if let role = roleNamed(by: text), stage.knows(role) { currentRole = role }
      throw error
    }
  }

  /// `server> `, or `server(accept)> ` while the current role waits.
  public var promptText: String {
    guard let role = stage.role(named: currentRole), role.isBusy,
      let call = role.currentCall ?? role.history.last?.call
    else {
      return "\(currentRole)> "
    }
    return "\(currentRole)(\(call.name))> "
  }

  /// Says something that no role did.
  public func note(_ text: String) { stage.record(.note(text)) }

  /// Says why a line was not even read.
  public func refuse(_ reason: String) { stage.record(.diagnostic(Diagnostic(reason))) }

  private func skipsPastedOutput(_ text: String) -> Bool {
    let isOutput = isPastedOutput(text)
    if isOutput, !hasToldOfSkipping {
      stage.record(.note("lines that Sockratic printed are skipped"))
    }
    hasToldOfSkipping = isOutput || hasToldOfSkipping && (isPasting || !options.isInteractive)
    return isOutput
  }

  /// `waits in accept(3)` or `runs send`.
  func activity(of role: Role) -> String {
    let isYou = role.name == "you"
    let runs = isYou ? "run" : "runs"
    guard let call = role.currentCall else { return runs }
    return stage.isAsleep(role)
      ? "\(isYou ? "wait" : "waits") in \(shortEntry(call))" : "\(runs) \(call.name)"
  }
}
