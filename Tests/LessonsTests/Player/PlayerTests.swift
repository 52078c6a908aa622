import Language
import Lessons
import Log
import Roles
import SystemCalls
import Testing

/// Going through a lesson: what is shown when, and what counts.
struct PlayerTests {
  @Test func `a lesson begins with its title, its introduction and its first step`() throws {
    let visit = try Visit()
    #expect(
      visit.stage.shown == [
        "Doors", "Welcome.", "1. See", "Look.", "# Enter plays `server> socket tcp`",
      ])
    #expect(visit.player.header == "Doors, 1 of 3: See")
    #expect(visit.stage.performed.isEmpty)
  }

  @Test func `Enter plays one command of a demonstration, and no more`() throws {
    let visit = try Visit()
    #expect(visit.player.wants(""))
    #expect(!visit.player.wants("server> listen"))
    try visit.player.take("")
    #expect(visit.stage.performed == ["server> socket tcp"])
    #expect(visit.stage.shown.last == "# Enter plays `server> bind 0`")
  }

  @Test func `a value that a demonstration shows stands in the prose after it`() throws {
    let visit = try Visit()
    try visit.player.take("")
    try visit.player.carryOut(.next)
    #expect(visit.stage.shown.suffix(2) == ["It is 40000.", "# Step done: `next` goes on."])
    #expect(visit.stage.values == ["port": "40000"])
    #expect(visit.player.stepID == "see")
  }

  @Test func `it never goes to the next step by itself`() throws {
    let visit = try Visit()
    try visit.player.take("")
    try visit.player.take("")
    // Enter alone does no more than say so.
    try visit.player.take("")
    #expect(visit.stage.shown.last == "# This step is done: `next` goes on.")
    #expect(visit.player.stepID == "see")
    try visit.player.carryOut(.next)
    #expect(visit.player.stepID == "knock")
    #expect(visit.stage.shown.last == "[ ] port 40000 refuses")
  }

  @Test func `a goal that a failed call reaches is met, and the step is done once`() throws {
    let visit = try Visit()
    try visit.goToGoals()
    visit.call("connect", failsWith: "ECONNREFUSED")
    visit.player.settled()
    #expect(
      visit.stage.takeShown() == [
        "[x] port 40000 refuses", "That is why.", "# Step done: `next` goes on.",
      ])
    visit.call("connect", failsWith: "ECONNREFUSED")
    visit.player.settled()
    #expect(visit.stage.takeShown().isEmpty)
    #expect(visit.stage.values["own"] == "50000")
  }

  @Test func `a goal that was met stays met, though it held for a moment only`() throws {
    let visit = try Visit()
    try visit.goToGoals()
    visit.call("connect", failsWith: "ECONNREFUSED")
    visit.call("close", failsWith: "none")
    visit.player.settled()
    #expect(visit.stage.takeShown().first == "[x] port 40000 refuses")
  }

  @Test func `a call that could have reached the goal is told what is different`() throws {
    let visit = try Visit()
    try visit.goToGoals()
    visit.call("socket", failsWith: "none")
    visit.player.settled()
    #expect(visit.stage.takeShown().isEmpty)
    visit.call("connect", failsWith: "none")
    visit.player.settled()
    #expect(
      visit.stage.takeShown() == [
        "# Not yet “port 40000 refuses”: connect succeeded; it was to fail with ECONNREFUSED."
      ])
  }

  @Test(arguments: [LessonRequest.next, .goals])
  func `what came true while nobody did anything is seen when the learner asks`(
    order: LessonRequest
  ) throws {
    let visit = try Visit()
    try visit.goToGoals()
    visit.stage.observed["client.error"] = "ECONNREFUSED"
    try visit.player.carryOut(order)
    #expect(
      visit.stage.takeShown() == [
        "[x] port 40000 refuses", "That is why.", "# Step done: `next` goes on.",
      ])
    #expect(visit.player.stepID == "knock")
  }

  @Test func `a packet can be what a goal waits for`() throws {
    let visit = try Visit()
    try visit.goToGoals()
    visit.stage.observed["client.error"] = "ECONNREFUSED"
    let packet = PacketSeen(
      number: 1, from: "alice", to: "bob", source: .any(port: 1), destination: .any(port: 2),
      content: .udp(length: 1), length: 29, fate: PacketSeen.Fate(.delivered), remarks: [])
    visit.player.observe(Event(seq: 1, time: 1, role: nil, kind: .packet(packet)))
    visit.player.settled()
    #expect(visit.stage.takeShown().first == "[x] port 40000 refuses")
  }

  @Test func `next does not leave a step whose goals are unmet`() throws {
    let visit = try Visit()
    try visit.goToGoals()
    #expect(throws: Diagnostic.self) { try visit.player.carryOut(.next) }
    #expect(visit.player.stepID == "knock")
    #expect(visit.stage.takeShown().first == "[ ] port 40000 refuses")
  }

  @Test func `hints come one at a time, in the author's order`() throws {
    let visit = try Visit()
    try visit.goToGoals()
    var hints: [String] = []
    for _ in 0..<3 {
      try visit.player.carryOut(.hint)
      hints.append(visit.stage.takeShown().filter { !$0.hasPrefix("#") }.joined(separator: " "))
    }
    #expect(hints == ["Gentle.", "Plain.", "Gentle. Plain."])
  }

  @Test func `the solution is shown, not played, and kept as such`() throws {
    let visit = try Visit()
    try visit.goToGoals()
    try visit.player.carryOut(.solution)
    #expect(visit.stage.takeShown() == ["client> socket tcp", "client> connect 127.0.0.1:40000"])
    #expect(visit.stage.performed.count == 2)
    visit.call("connect", failsWith: "ECONNREFUSED")
    visit.player.settled()
    #expect(visit.keeper.kept.last == "knock shown")
  }

  @Test func `Enter says what can be done where the learner has to do something`() throws {
    let visit = try Visit()
    try visit.goToGoals()
    #expect(visit.player.wants(" "))
    try visit.player.take(" ")
    #expect(
      visit.stage.takeShown() == [
        "# It is your turn: `goals` lists what this step wants, `hint` helps, `skip` plays one way "
          + "there."
      ])
    #expect(!visit.player.isStepDone)
  }

  @Test func `skip plays the solution, whose commands are seen once`() throws {
    let visit = try Visit()
    try visit.goToGoals()
    visit.stage.sideEffect = { [unowned visit] line in
      if line.contains("connect") { visit.call("connect", failsWith: "ECONNREFUSED") }
    }
    try visit.player.carryOut(.skip)
    #expect(
      visit.stage.performed.suffix(2) == ["client> socket tcp", "client> connect 127.0.0.1:40000"])
    #expect(visit.player.isStepDone)
    #expect(visit.keeper.kept.last == "knock skipped")
    #expect(
      visit.stage.takeShown() == [
        "[x] port 40000 refuses", "That is why.", "# Step done: `next` goes on.",
      ])
  }

  @Test func `skip goes on even where the solution fails, and says so`() throws {
    let visit = try Visit()
    try visit.goToGoals()
    try visit.player.carryOut(.skip)
    #expect(visit.player.isStepDone)
    #expect(visit.stage.takeShown().contains { $0.contains("did not reach “port 40000 refuses”") })
  }

  @Test func `a quiz gives each wrong answer its own reason, and waits for the right one`() throws {
    let visit = try Visit(at: "guess")
    #expect(visit.stage.takeShown().contains("What does 50000 say?"))
    #expect(visit.player.wants("a") && visit.player.wants(" B) ") && !visit.player.wants("listen"))
    #expect {
      try visit.player.take("c")
    } throws: {
      ($0 as? Diagnostic)?.description == "there is no answer “c”: answer with a or b"
    }
    try visit.player.take("a")
    #expect(visit.stage.takeShown() == ["# a) No. It says something."])
    #expect(throws: Diagnostic.self) { try visit.player.carryOut(.next) }
    try visit.player.take("b)")
    #expect(visit.stage.takeShown().first == "# b) Yes. So it is.")
    #expect(visit.keeper.kept.last == "guess solved")
  }

  @Test func `a step that the machine cannot play says why, counts as skipped, and is passed by`()
    throws
  {
    let text = doors.replacing("step: knock", with: "step: knock; needs: wire")
      .replacing("let own = client.port\n", with: "").replacing("{own}", with: "it")
    let stage = ScriptedStage()
    stage.lacks = [.wire: "no TUN device"]
    stage.answers = [
      "server> socket tcp": ["socket(AF_INET, SOCK_STREAM, 0) = 3"],
      "server> bind 0": ["bind(3, 127.0.0.1:0) = 0", "  server @3   bound to 127.0.0.1:40000"],
    ]
    let keeper = Keeper()
    let player = LessonPlayer(
      try Lesson.parse(text, file: "doors.md"), on: stage, keeper: keeper)
    try player.start(at: "knock")
    #expect(
      stage.takeShown().suffix(3) == [
        "2. Knock", "# This step cannot be played here, and is left out: no TUN device",
        "# Step left out: `next` goes on.",
      ])
    #expect(player.isStepDone)
    #expect(keeper.kept == ["at knock", "knock skipped"])
    try player.carryOut(.next)
    #expect(player.stepID == "guess")
    try player.carryOut(.goTo("guess"))
    #expect(stage.rehearsals.allSatisfy { !$0.performed.contains("client> socket tcp") })
    #expect(stage.rehearsals.last?.performed == ["server> socket tcp", "server> bind 0"])
  }

  @Test func `what a machine lacks is said before the lesson begins`() throws {
    let stage = ScriptedStage()
    stage.lacks = [.ipv6: "there is no IPv6 here"]
    let text = doors.replacing("lesson: doors", with: "lesson: doors; needs: ipv6")
    let player = LessonPlayer(
      try Lesson.parse(text, file: "doors.md"), on: stage, keeper: Keeper())
    #expect(throws: Diagnostic.self) { try player.start() }
    #expect(stage.shown.isEmpty)
  }
}
