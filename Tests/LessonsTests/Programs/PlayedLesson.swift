import Log
import Roles
import SystemCalls
import Testing

@testable import Lessons
@testable import Views

/// A lesson that was replayed, and what its log says of each role.
struct PlayedLesson: Sendable {
  let events: [Event]
  /// As they are exported, and call by call, with every round of a loop.
  let programs: [RoleProgram]
  let calls: [[ProgramCall]]
  /// Of each program: the statements whose calls are a matter of time. None where all are played and
  /// compared call by call.
  let transfers: [[Transfer]]
  /// Of each program: the calls that move an amount which nothing determines.
  let undetermined: [Set<Int>]
  let isTimed: Bool

  init(_ name: String, executable: String) throws {
    let shipped = try #require(ShippedLessons.find(name))
    let lesson = try Lesson.parse(shipped.text, file: shipped.name)
    let deadline = UInt64(max(20_000, lesson.deadline ?? 0)) * 1_000_000
    let performer = StagePerformer(executable: executable, deadline: deadline)
    let report = replay(lesson, with: performer)
    guard case .passed = report.result else {
      throw Failure(description: "\(name) does not replay: \(report.result)")
    }
    var events: [Event] = []
    performer.session.stage.log.visit { events.append($0) }
    self.init(events, of: shipped)
  }

  init(_ events: [Event], of shipped: (name: String, text: String)) {
    let isTimed = PlayedLesson.isTimed(shipped)
    self.events = events
    self.isTimed = isTimed
    var story = ProgramStory()
    for event in events { story.take(event) }
    programs = story.programs()
    let unfolded = story.unfolded()
    calls = unfolded.map(\.calls)
    // Whoever reads up to the end can come before all of it has.
    transfers = unfolded.map { $0.transfers.filter { isTimed || $0.total == nil } }
    undetermined = unfolded.map { $0.undetermined(in: shipped.name) }
  }

  /// On the wire, and where much data goes through small buffers, time decides into which pieces a
  /// stream falls.
  private static func isTimed(_ shipped: (name: String, text: String)) -> Bool {
    shipped.text.contains("needs: wire") || shipped.name == "13-full-buffers"
  }

  struct Failure: Error, CustomStringConvertible { var description: String }
}

extension RoleProgram {
  fileprivate func undetermined(in lesson: String) -> Set<Int> {
    var place = 0
    var open: Set<Int> = []
    for step in steps {
      if Undetermined.contains(step.typed, by: role, in: lesson) {
        open.formUnion(place..<(place + step.calls.count))
      }
      place += step.calls.count
    }
    return open
  }
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
