import Foundation
import PseudoTerminal
import Testing

/// Ways through a lesson that its author did not write down: slips, detours, the wrong role.
@Suite(.timeLimit(.minutes(3))) struct LearnDetourTests {
  @Test func `what a demonstration shows next can be typed, and after a detour it is said again`()
    throws
  {
    let home = try temporaryFolder()
    let person = try Person(home: home)
    try person.enter("learn \(try lessonFile(in: home))", then: "you>")
    let typed = try person.enter("server>   socket tcp", then: "server>")
    #expect(typed.first == "socket(AF_INET, SOCK_STREAM, 0) = 3")
    #expect(typed.contains("  # Enter plays `server> bind 0`"))
    #expect(
      try person.enter("other> socket udp", then: "other>").contains(
        "  # Enter plays `server> bind 0`"))
    let done = try person.enter("server> bind 0", then: "server>")
    #expect(done.contains("  # Step done: `next` goes on."))
    #expect(!done.contains { $0.contains("fresh roles") })
    #expect(
      try person.enter("", then: "server>").contains("  # This step is done: `next` goes on."))
  }

  @Test func `a slip in the name of a role that the lesson plays with is seen`() throws {
    let home = try temporaryFolder()
    let person = try Person(home: home)
    try person.enter("learn \(try lessonFile(in: home))", then: "you>")
    let slip = try person.enter("servr> socket tcp", then: "you>")
    #expect(slip.contains { $0.contains("did you mean server>") })
    // Who insists is not in the lesson's way.
    try person.enter("role servr", then: "servr>")
    try person.hold(["socket tcp": "servr>", "": "server>", "next": "server>", "next": "server>"])
  }

  @Test func `the right call by the wrong role is named, and the last step tells what is open`()
    throws
  {
    let home = try temporaryFolder()
    let person = try Person(home: home)
    try person.enter("learn \(try lessonFile(in: home))", then: "you>")
    try person.enter("goto 2", then: "server>")
    let wrong = try person.enter("you> socket tcp; connect {port}", then: "you>")
    let text = wrong.joined(separator: " ").replacing("  # ", with: "")
    #expect(text.contains("you were the role that called connect."), "\(text)")
    #expect(text.contains("begin the line with `client>`"))
    try person.enter("goto 4", then: "server>")
    #expect(try person.enter("c", then: "server>").contains { $0.contains("answer with a or b") })
    let end = try person.enter("b", then: "server>").joined(separator: " ")
    #expect(end.contains("Still open: 1, 2, 3."), "\(end)")
    for command in ["skip", "next"] {
      let told = try person.enter(command, then: "server>").joined(separator: " ")
      #expect(told.contains("Still open: 1, 2, 3.") && !told.contains("`next`"), "\(told)")
    }
    try person.enter("leave", then: "you>")
    #expect(
      try person.enter("learn \(home)/doors.md", then: "you>").contains("  Doors, 1 of 4: A door"))
  }
}
