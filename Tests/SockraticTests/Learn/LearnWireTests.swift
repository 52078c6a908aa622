import Foundation
import PseudoTerminal
import Testing

private let wires = """
  # Wires
  <!-- lesson: wires; needs: wire -->

  ## Up
  <!-- step: up -->

  ```sockratic
  you> wire up
    alice  10.0.0.1  fd00::1
    bob    10.0.0.2  fd00::2
  you> role client on alice
  client> socket udp
  socket(AF_INET, SOCK_DGRAM, 0) = 3
  client> wire delay 1ms
  ```

  ## Send
  <!-- step: send -->

  ```goals
  client.sent >= 1 -- a datagram is sent
  ```

  <details><summary>Solution</summary>

  ```sockratic
  client> sendto bob:9 x
  ```

  </details>

  ## Again
  <!-- step: again -->

  ```sockratic
  client> socket udp
  client> sendto bob:9 again
  ```
  """

/// What a learner does to the wire does not wreck the next step.
@Suite(.timeLimit(.minutes(3)), .enabled(if: canHaveWire, "needs a TUN device"))
struct LearnWireTests {
  private static let told =
    "  # What comes next needs the wire as the lesson had left it: it goes on in"

  /// At the end of the first step.
  private func visit() throws -> Person {
    let home = try temporaryFolder()
    let file = home + "/wires.md"
    try wires.write(toFile: file, atomically: true, encoding: .utf8)
    let person = try Person(home: home)
    try person.enter("learn \(file)", then: "you>")
    try person.hold(["": "you>", "next": "client>"])
    try person.enter("", then: "client>")
    #expect(
      try person.enter("", then: "client>").contains("  # Step done: `next` goes on."))
    return person
  }

  /// What `wire` says of settings and orders.
  private func settings(_ person: Person) throws -> [String] {
    try person.enter("wire", then: "client>").filter { line in
      ["every direction", "alice →", "bob →", "drop ", "hold ", "seed "].contains {
        line.hasPrefix("  " + $0)
      }
    }
  }

  private static let asWritten = ["  every direction: delay 1ms", "  seed 1"]

  @Test(arguments: [
    "wire cut", "wire loss 50%", "wire drop every datagram", "wire drop next SYN", "wire seed 5",
    "wire clear",
  ])
  func `next restores the wire, and says so`(line: String) throws {
    let person = try visit()
    try person.enter(line, then: "client>")
    let next = try person.enter("next", then: "client>")
    #expect(next.contains(LearnWireTests.told), "\(next)")
    #expect(try settings(person) == LearnWireTests.asWritten)
  }

  @Test func `a packet in the hand is no part of the next step, nor are settings of this one`()
    throws
  {
    let person = try visit()
    #expect(try !person.enter("next", then: "client>").contains(LearnWireTests.told))
    try person.hold(["wire hold": "client>", "wire loss 90%": "client>", "wire clear": "client>"])
    try person.hold(["wire delay 1ms": "client>", "wire hold": "client>"])
    let sent = try person.enter("sendto bob:9 mine", then: "client>")
    #expect(sent.contains("  [x] a datagram is sent"), "\(sent)")
    #expect(try person.enter("next", then: "client>").contains(LearnWireTests.told))
    #expect(try settings(person) == LearnWireTests.asWritten)
    // A step in which nobody touched the wire goes on with it.
    let played = try person.enter("", then: "client>")
    #expect(!played.contains(LearnWireTests.told), "\(played)")
  }

  @Test(arguments: ["reset", "goto send", "goto 2"])
  func `moving to a step finds the wire as it is there`(move: String) throws {
    let person = try visit()
    try person.enter("next", then: "client>")
    try person.hold(["wire cut": "client>", "wire hold every ACK": "client>", move: "client>"])
    #expect(try settings(person) == LearnWireTests.asWritten)
  }

  @Test func `the way back has no wire yet, and makes another`() throws {
    let person = try visit()
    try person.hold(["next": "client>", "wire cut": "client>", "back": "you>"])
    #expect(
      try person.enter("wire", then: "you>").contains { $0.hasPrefix("  there is no wire") })
    #expect(try person.enter("", then: "you>").contains("  bob    10.0.0.2  fd00::2"))
  }
}

/// Tried, as a lesson does; where SOCKRATIC_REQUIRE_ALL is 1 the tests run anyway.
private let canHaveWire: Bool = {
  if ProcessInfo.processInfo.environment["SOCKRATIC_REQUIRE_ALL"] == "1" { return true }
  let process = Process()
  let input = Pipe()
  process.executableURL = URL(fileURLWithPath: productsDirectory + "/sockratic")
  process.arguments = ["run", "-"]
  (process.standardInput, process.standardOutput) = (input, FileHandle.nullDevice)
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return false }
  input.fileHandleForWriting.write(Data("wire up\n".utf8))
  try? input.fileHandleForWriting.close()
  process.waitUntilExit()
  return process.terminationStatus == 0
}()
