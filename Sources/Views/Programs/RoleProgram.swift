internal import Log
internal import SystemCalls

/// What one role did from its start to its end, as a program of no language yet.
public struct RoleProgram: Sendable {
  public let role: String
  /// 1 for the first process of that name, 2 for the next, …
  public let life: Int
  /// Where in the log the process began.
  let began: Int
  /// Whether it was on a host of the wire, whose addresses nobody has outside.
  var isOnWire = false
  var steps: [ProgramStep] = []
  /// What the program is told on its command line, in the order of first use.
  var arguments: [ProgramArgument] = []
  var end: RoleEnd?
  /// Ports that are not there yet when it begins.
  var laterPorts: [LaterPort] = []
  /// What its file is called, where that was said.
  var chosenName: String?

  /// `server`, or `server-2` for the second process of that name.
  public var name: String { life == 1 ? role : "\(role)-\(life)" }

  /// Whether it makes any call.
  public var isEmpty: Bool { steps.allSatisfy(\.calls.isEmpty) }

  init(role: String, life: Int, began: Int) {
    self.role = role
    self.life = life
    self.began = began
  }

  var calls: [ProgramCall] { steps.flatMap(\.calls) }

  /// Those of descriptors that no call names, in the order in which they were made.
  var unusedNames: [String] {
    let named = Set(calls.flatMap(\.names.values))
    var seen: Set<String> = []
    return calls.flatMap { $0.made.map(\.name) }
      .filter { !named.contains($0) && seen.insert($0).inserted }
  }

  /// Whether a signal ended one of its calls.
  var isInterrupted: Bool { calls.contains(where: \.isInterrupted) }

  /// Whether it sends on a socket, so that SIGPIPE could end it.
  var sends: Bool { calls.contains { CallFamilies.sending.contains($0.call.name) } }
}

/// One line that was typed for the role, and the calls that came of it.
struct ProgramStep: Sendable {
  var typed: String
  var calls: [ProgramCall] = []
  /// How many times the calls were made, one after the other, where a loop says it.
  var rounds = 1
  /// The number of the first of these rounds.
  var firstRound = 1
  /// What each round consists of, where some of it is a loop of its own; empty where it is the calls.
  var parts: [ProgramStep] = []
  /// It is such a part: the number in its data is that of the rounds around it.
  var isInner = false
  /// The line stands over an earlier part of it already.
  var isContinued = false
  /// The clock of the rounds starts here, those of later parts of the line included.
  var startsClock = false
  /// Where in the log the `repeat` began whose rounds these are; nil for other lines.
  var repetition: Int?
  /// How its newest calls come again.
  var again = CallsAgain()

  /// What goes into a comment; empty where there is nothing to say.
  var comment: String { isContinued ? "" : typed }

  /// Whether the round's number is needed.
  var isCounted: Bool { !isInner && (calls.contains { $0.counted != nil } || tick != nil) }

  /// What the loop counts: from 1 where nothing needs the number.
  var numbers: ClosedRange<Int> {
    let first = isCounted ? firstRound : 1
    return first...(first + rounds - 1)
  }

  mutating func leaveOut() { again.leaveOut(from: &calls) }

  /// From the beginning of one round to that of the next, in nanoseconds; nil for as fast as it goes.
  var tick: Int? { repetition == nil || isInner ? nil : TypedWords(typed).every }

  /// When it is to begin after the clock was started, as an expression; nil for at once. `tick` is the
  /// pace as the language has it; a loop has `number`.
  func start(each tick: String) -> String? {
    if rounds > 1 { return "(number - 1) * \(tick)" }
    return firstRound > 1 ? "\(firstRound - 1) * \(tick)" : nil
  }
}

/// One call of a step: what was asked for, what came of it, and what its values are called.
struct ProgramCall: Sendable {
  var call: Call
  /// nil: it never returned.
  var outcome: Outcome?
  /// Where in the log it was entered.
  var seq: Int
  /// The round of a `repeat` that it is of; nil for other calls.
  var round: Int?
  /// The role was seen asleep in it.
  var waited = false
  /// A signal ended it: with EINTR, or with what it had done by then.
  var isInterrupted = false
  /// The names of the descriptors that it is given.
  var names: [Int32: String] = [:]
  /// Those of them that are closed by then.
  var closed: Set<Int32> = []
  /// The names of those that it makes; none where it failed.
  var made: [MadeName] = []
  /// Where the address that it hands over comes from.
  var place: Place?
  /// What the address that it brings is called, where a later call needs it.
  var learns: String?
  /// The program tells the port that the kernel chose for its socket.
  var portChosen = false
  /// The port that it chose in the session.
  var chosenPort: UInt16?
  /// What it is called where none does.
  var brings = "name"
  /// Data that has its round's number in it.
  var counted: DataRecipe?
  /// What the port is called, where a later call of the same role needs it.
  var keepsPort: String?
  /// How many calls are left out behind this one: they are those before it, once more.
  var omitted = 0

  var errno: Errno? { outcome?.errno }

  /// What the descriptor in its first argument is called; a number where it never had a name.
  var target: String? { call.descriptor.map(name) }

  func name(_ fd: Int32) -> String { names[fd] ?? "\(fd)" }

  /// The messages of a sendmmsg, each sent by itself: the first has the kernel choose a port.
  var oneByOne: [(header: MessageHeader, call: ProgramCall)] {
    var later = self
    (later.portChosen, later.keepsPort) = (false, nil)
    return call.manyMessages.enumerated().map { ($1.header, $0 == 0 ? self : later) }
  }
}

/// A variable that a descriptor is put into.
struct MadeName: Sendable {
  var name: String
  /// False where the variable was there before, for a descriptor that is closed by now.
  var isFirst: Bool
}

/// Something that a program is told on its command line.
struct ProgramArgument: Hashable, Sendable {
  enum Kind: Hashable, Sendable { case host, port, path }
  var name: String
  var kind: Kind
  /// What holds where it is left out; nil: it may not be.
  var preset: String?
  /// What it was in the session.
  var session: String
  /// What it is, in words.
  var meaning: String
}

/// The calls by what they do.
enum CallFamilies {
  static let sending: Set<String> = ["send", "sendto", "sendmsg", "sendmmsg", "write", "writev"]
  static let receiving: Set<String> = ["recv", "recvfrom", "recvmsg", "recvmmsg", "read", "readv"]
}

extension RoleProgram {
  /// The name of the argument that a path is given by, if it is.
  func argument(forPath path: [UInt8]) -> String? {
    let text = String(decoding: path, as: UTF8.self)
    return arguments.first { $0.kind == .path && $0.preset == text }?.name
  }
}
