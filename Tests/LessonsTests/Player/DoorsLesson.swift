import Language
import Lessons
import Log
import Roles
import SystemCalls

/// A small lesson with a demonstration, goals and a quiz.
let doors = """
  # Doors
  <!-- lesson: doors -->

  Welcome.

  ## See
  <!-- step: see -->

  Look.

  ```sockratic
  server> socket tcp
  socket(AF_INET, SOCK_STREAM, 0) = 3
  server> bind 0
  bind(3, 127.0.0.1:0) = 0
    server @3   bound to 127.0.0.1:{port:port}
  ```

  It is {port}.

  ## Knock
  <!-- step: knock -->

  Try it.

  ```goals
  client.error == ECONNREFUSED -- port {port} refuses
  let own = client.port
  ```

  <details><summary>Hint</summary>

  Gentle.

  </details>
  <details><summary>Hint</summary>

  Plain.

  </details>
  <details><summary>Solution</summary>

  ```sockratic
  client> socket tcp
  client> connect 127.0.0.1:{port}
  ```

  </details>

  That is why.

  ## Guess
  <!-- step: guess -->

  ```quiz
  What does {own} say?
  a) Nothing.
     It says something.
  b) It refuses. *
     So it is.
  ```
  """

/// The lesson on a stage that behaves as it says, and somebody in front of it.
final class Visit {
  let stage = ScriptedStage()
  let keeper = Keeper()
  let player: LessonPlayer

  /// `wire`: what the lesson has from its beginning to its end.
  init(_ text: String = doors, at step: String? = nil, wire: WireSurvey? = nil) throws {
    player = LessonPlayer(
      try Lesson.parse(text, file: "doors.md"), on: stage, keeper: keeper)
    stage.answers = [
      "server> socket tcp": ["socket(AF_INET, SOCK_STREAM, 0) = 3"],
      "server> bind 0": ["bind(3, 127.0.0.1:0) = 0", "  server @3   bound to 127.0.0.1:40000"],
    ]
    stage.prepare = { performer in
      performer.wire = wire
      performer.surveys = [0: [], 1: Visit.server(port: 0), -1: Visit.server(port: 40000)]
      // After the fourth command, the second of the solution.
      performer.facts = ["client.error == ECONNREFUSED": 4..<5]
      performer.values = ["client.port": "50000"]
    }
    stage.sideEffect = { [stage] line in
      if line == "server> socket tcp" { stage.roles = Visit.server(port: 0) }
      if line == "server> bind 0" { stage.roles = Visit.server(port: 40000) }
    }
    try player.start(at: step)
    stage.wire = wire
  }

  static func server(port: UInt16) -> [RoleSurvey] {
    [
      RoleSurvey(
        name: "server",
        sockets: [SocketSurvey(fd: 3, family: 2, type: 1, state: "CLOSED", localPort: port)])
    ]
  }

  /// The client's call came back with this errno, as its role and the log have it now.
  func call(_ name: String, failsWith errno: String) {
    stage.observed["client.error"] = errno
    stage.observed["client.port"] = "50000"
    let outcome = Outcome(result: 0, errno: nil, nanoseconds: 1)
    let returned = Returned(call: Call(name, []), outcome: outcome, late: false)
    player.observe(Event(seq: 1, time: 1, role: "client", kind: .returned(returned)))
  }

  /// Plays the demonstration and goes on to the step with goals.
  func goToGoals() throws {
    try player.take("")
    try player.take("")
    try player.carryOut(.next)
    _ = stage.takeShown()
  }
}
