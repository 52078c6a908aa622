internal import Log
internal import SystemCalls

@testable import Roles
@testable import Views

/// A session with real roles, and its log.
final class LoggedSession {
  private let stage: Stage
  private let session: Session
  private(set) var events: [Event] = []

  init(_ lines: [String]) {
    stage = Stage(executable: Program.sockratic)
    session = Session(stage: stage, options: .init(deadline: 200_000_000))
    stage.explains = false
    stage.log.observe { [unowned self] in events.append($0) }
    // What is refused (a role that has ended, a name it no longer has) is part of the story.
    for line in lines { _ = session.submit(line) }
  }

  deinit { stage.end() }

  var diagram: Diagram {
    var builder = DiagramBuilder(most: 100_000)
    for event in events { builder.take(event) }
    return builder.diagram
  }
}
