import Language
import Lessons
import Log
import Roles
import Testing

/// The state that a lesson's steps build on, and what a lesson must ask for.
struct PlayerStateTests {
  @Test func `exploring that changes nothing of the lesson's restores nothing`() throws {
    let visit = try Visit()
    visit.stage.roles.append(RoleSurvey(name: "you", waiting: "accept"))
    try visit.goToGoals()
    #expect(visit.stage.adopted == 0)
  }

  @Test func `what exploring changed is restored before the next step, and that is said`() throws {
    let visit = try Visit()
    try visit.player.take("")
    try visit.player.take("")
    visit.stage.roles = []
    _ = visit.stage.takeShown()
    try visit.player.carryOut(.next)
    #expect(visit.stage.adopted == 1)
    #expect(visit.stage.roles == Visit.server(port: 40000))
    #expect(
      visit.stage.takeShown().first?.hasPrefix("# What comes next needs the sockets as") == true)
  }

  @Test(arguments: [
    (WireSurvey(hosts: ["alice", "bob"], settings: ["every direction: cut", "seed 1"]), 1),
    (WireSurvey(hosts: ["alice", "bob"], settings: ["seed 2"]), 1),
    (WireSurvey(hosts: ["alice", "bob"], settings: ["seed 1"], orders: ["drop every SYN"]), 1),
    (WireSurvey(hosts: ["alice", "bob"], settings: ["seed 1"], held: 1), 1), (nil, 1),
    (WireSurvey(hosts: ["alice", "bob"], settings: ["seed 1"]), 0),
  ])
  func `what is done to packets is restored like the sockets, and that is said`(
    found: WireSurvey?, times: Int
  ) throws {
    let wire = WireSurvey(hosts: ["alice", "bob"], settings: ["seed 1"])
    let visit = try Visit(wire: wire)
    try visit.player.take("")
    try visit.player.take("")
    visit.stage.wire = found
    _ = visit.stage.takeShown()
    try visit.player.carryOut(.next)
    #expect(visit.stage.adopted == times)
    #expect(visit.stage.wire == wire)
    #expect(
      visit.stage.takeShown().first?.hasPrefix("# What comes next needs the wire as") == (times > 0)
    )
  }

  @Test func `a wire of the learner's own is no concern of a lesson that has none`() throws {
    let visit = try Visit()
    visit.stage.wire = WireSurvey(hosts: ["anna"])
    try visit.goToGoals()
    #expect(visit.stage.adopted == 0)
  }

  @Test func `another port than the one that the lesson knows is a change`() throws {
    let visit = try Visit()
    try visit.player.take("")
    try visit.player.take("")
    visit.stage.roles = Visit.server(port: 40001)
    try visit.player.carryOut(.next)
    #expect(visit.stage.adopted == 1)
  }

  @Test func `a goal that is met before its step begins is unmet again`() throws {
    let visit = try Visit()
    try visit.player.take("")
    try visit.player.take("")
    visit.stage.observed["client.error"] = "ECONNREFUSED"
    try visit.player.carryOut(.next)
    #expect(visit.stage.adopted == 1)
  }

  @Test(arguments: [LessonStep.goTo("knock"), .goTo("2"), .back, .reset])
  func `moving to a step replays what comes before it, and no more`(_ move: LessonStep) throws {
    let visit = try Visit(at: move == .back ? "guess" : "knock")
    _ = visit.stage.takeShown()
    let before = visit.stage.rehearsals.count
    try visit.player.carryOut(move.order)
    #expect(visit.stage.rehearsals.count == before + 1)
    #expect(visit.stage.rehearsals.last?.performed == ["server> socket tcp", "server> bind 0"])
    #expect(visit.stage.values == ["port": "40000"])
    #expect(visit.stage.takeShown().first == "2. Knock")
  }

  @Test func `a step that is not there is named, with those that are`() throws {
    let visit = try Visit()
    #expect {
      try visit.player.carryOut(.goTo("nowhere"))
    } throws: {
      ($0 as? Diagnostic)?.advice == "1 to 3, or see, knock, guess"
    }
  }

  @Test func `what a lesson may not do unasked is asked for, and left out after a no`() throws {
    let visit = try Visit(doors.replacing("server> bind 0", with: "server> source x"))
    let stage = visit.stage
    stage.intrusions = ["server> source x": "read the file x"]
    try visit.player.take("")
    try visit.player.take("")
    #expect(stage.performed == ["server> socket tcp"])
    #expect(
      stage.shown.last
        == "# To play `server> source x`, this lesson wants to read the file x. "
        + "Is that all right? yes or no")
    #expect(visit.player.wants("no") && !visit.player.wants("server> listen"))
    try visit.player.take("no")
    #expect(stage.performed == ["server> socket tcp"])
    #expect(visit.player.isStepDone)
  }

  @Test func `what was allowed is done, and done again by a replay`() throws {
    let visit = try Visit(doors.replacing("server> bind 0", with: "server> source x"))
    let stage = visit.stage
    stage.intrusions = ["server> source x": "read the file x"]
    try visit.player.take("")
    try visit.player.take("")
    try visit.player.take("yes")
    #expect(stage.performed == ["server> socket tcp", "server> source x"])
    try visit.player.carryOut(.goTo("knock"))
    #expect(stage.rehearsals.last?.allowed == ["read the file x"])
    #expect(stage.rehearsals.last?.performed.contains("server> source x") == true)
  }
}

/// The orders that move, for a test's arguments.
enum LessonStep: Equatable, Sendable {
  case goTo(String)
  case back, reset

  var order: LessonRequest {
    switch self {
    case .goTo(let step): .goTo(step)
    case .back: .back
    case .reset: .reset
    }
  }
}
