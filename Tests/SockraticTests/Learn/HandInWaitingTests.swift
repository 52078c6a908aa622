import PseudoTerminal
import Testing

private let patience = """
  # Patience
  <!-- lesson: patience; deadline: 30s -->

  ## In time
  <!-- step: in-time -->

  ```sockratic
  you> socket udp
  you> bind 0
  you> set rcvtimeo 700ms
  ```

  Wait in `recv` until the time is over.

  ```goals
  you.error == EAGAIN -- the time is over
  ```

  <details><summary>Solution</summary>

  ```sockratic
  you> recv
  you> wait you
  ```

  </details>

  ## And then
  <!-- step: and-then -->

  ```sockratic
  late> socket udp
  late> bind 0
  late> set rcvtimeo 700ms
  ```

  Wait once more, and then kill the role.

  ```goals
  late.error == EAGAIN -- late has waited long enough
  late.alive == no -- and the role is gone
  ```

  ```quiz
  Was it?
  a) Yes. *
  b) No.
     It was.
  ```

  <details><summary>Solution</summary>

  ```sockratic
  late> recv
  late> wait late
  late> kill late
  ```

  </details>
  """

/// A check does what was done at the pace at which it was done, as far as it matters.
@Suite(.timeLimit(.minutes(3))) struct HandInWaitingTests {
  @Test func `who only looked on until the goals were met has done it`() throws {
    let student = try Student(patience, in: "50-patience.md")
    let text = try student.handIn { person in
      try person.enter("learn patience", then: "you>")
      for _ in 1...3 { try person.enter("", then: "you>") }
      try person.enter("recv", then: "you(recv)>")
      try person.see("  [x] the time is over")
      try person.seePrompt("you>")
      try person.hold(["next": "you>", "": "late>"])
      for _ in 1...2 { try person.enter("", then: "late>") }
      try person.enter("recv", then: "late(recv)>")
      try person.see("  [x] late has waited long enough")
      try person.seePrompt("late>")
      try person.hold(["other> kill late": "other>", "a": "other>"])
    }
    #expect(
      text.contains(
        """
        you> recv
        recv(3, …, 4096, 0) waits
        you< recv(3, …, 4096, 0) = -1 EAGAIN (Resource temporarily unavailable)
        [x] the time is over
        """), "\(text)")
    let verdicts = try student.check(text)
    #expect(verdicts.status == .status(0), "\(verdicts.lines)")
    #expect(verdicts.lines.count { $0.hasPrefix("confirmed ") } == 2, "\(verdicts.lines)")
  }
}
