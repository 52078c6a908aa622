import Log
import Roles
import SystemCalls
import Testing

@testable import Lessons
@testable import Views

/// A lesson that was replayed, and what its log says of each role.
struct PlayedLesson {
  let events: [Event]
  /// As they are exported, and call by call, with every round of a loop.
  let programs: [RoleProgram]
  let calls: [[ProgramCall]]

  init(_ name: String, executable: String) throws {
    let shipped = try #require(ShippedLessons.find(name))
    let lesson = try Lesson.parse(shipped.text, file: shipped.name)
    let performer = StagePerformer(executable: executable, deadline: 20_000_000_000)
    let report = replay(lesson, with: Wireless(performer))
    guard case .passed = report.result else {
      throw Failure(description: "\(name) does not replay: \(report.result)")
    }
    var events: [Event] = []
    performer.session.stage.log.visit { events.append($0) }
    self.init(events)
  }

  init(_ events: [Event]) {
    self.events = events
    var story = ProgramStory()
    for event in events { story.take(event) }
    programs = story.programs()
    calls = story.unfolded().map(\.calls)
  }

  struct Failure: Error, CustomStringConvertible { var description: String }
}

/// Plays what needs no wire: programs run on this machine.
private final class Wireless: Performer {
  private let performer: StagePerformer

  init(_ performer: StagePerformer) { self.performer = performer }

  var isPrivileged: Bool { performer.isPrivileged }

  func lack(of need: Lesson.Need) -> String? {
    need == .wire ? "the programs run on no wire" : performer.lack(of: need)
  }

  func perform(_ line: String) throws(Diagnostic) -> [String] { try performer.perform(line) }
  func keep(_ line: String) throws(Diagnostic) -> [String: String]? { try performer.keep(line) }
  func holds(_ fact: String) throws(Diagnostic) -> Bool { try performer.holds(fact) }
  func value(of fact: String) throws(Diagnostic) -> String { try performer.value(of: fact) }
  func finish() throws(Diagnostic) -> [String] { try performer.finish() }
}

/// What a program makes in place of one call of the session, or behind it.
struct ProgramTurn {
  /// The call's name in the program; nil: it makes none.
  var name: String?
  /// The calls that it makes besides.
  var additions: [String] = []
}

extension ProgramLanguage {
  /// What a program calls before anything of its own: Python's socket module imports selectors, which
  /// tries whether the kernel has epoll.
  var start: [String] { self == .python ? ["epoll_create1", "close"] : [] }

  /// What stands for a call of the session's in a program of that language.
  ///
  /// In any language a program asks for the port that the kernel chose, which the session saw from
  /// outside. Python's library adds calls of its own: it makes a socket object of a descriptor by asking
  /// for its address (and, where it did not make the descriptor, for its type and protocol), and sets
  /// O_NONBLOCK with one ioctl in place of two fcntls, which is also how accept4's SOCK_NONBLOCK is
  /// had. It makes no call with an address of another family than the socket's, and none on a number that
  /// it has no object for: the program says so.
  func turn(_ call: ProgramCall, before next: ProgramCall?) -> ProgramTurn {
    var turn = ProgramTurn(name: call.call.name)
    let hasFailed = call.outcome?.errno != nil
    if call.portChosen { turn.additions.append("getsockname") }
    guard self == .python else { return turn }
    if let fd = call.call.descriptor, call.names[fd] == nil, call.call.name != "close" {
      return ProgramTurn(name: nil)
    }
    switch call.call.name {
    case "accept", "accept4":
      turn.name = "accept4"
      guard !hasFailed else { break }
      turn.additions.append("getsockname")
      if call.call.constant("flags").contains("SOCK_NONBLOCK") { turn.additions.append("ioctl") }
    case "socketpair": turn.additions += hasFailed ? [] : ["getsockname", "getsockname"]
    case "recvmsg":
      for _ in call.made { turn.additions += ["getsockname", "getsockopt", "getsockopt"] }
    case "fcntl" where call.call.constant("op") == "F_SETFL": turn.name = "ioctl"
    case "fcntl" where next?.call.constant("op") == "F_SETFL": turn.name = nil
    case "bind", "connect", "sendto":
      if call.outcome?.errno?.name == "EAFNOSUPPORT" { turn.name = nil }
    case "signal": turn.name = nil
    default: break
    }
    return turn
  }
}
