import PseudoTerminal
import Testing

/// Waiting for several descriptors at the prompt.
struct ReplWaitingTests {
  @Test func `control C gives a waiting epoll_wait its EINTR`() throws {
    let person = try Person()
    try person.hold([
      "server> socket udp": "server>", "bind 0": "server>", "epoll create": "server>",
      "epoll add @3 IN|ET": "server>",
    ])
    try person.enter("epoll wait", then: "server(epoll_wait)>")
    person.terminal.send("\u{3}")
    try person.seePrompt("server>")
    #expect(
      person.transcript.contains {
        $0.contains("epoll_wait(4, …, 16, -1) = -1 EINTR (Interrupted system call)")
      })
  }

  @Test func `a poll with a time gives the prompt back, and its end comes late`() throws {
    let person = try Person()
    try person.hold(["server> socket udp": "server>", "bind 0": "server>"])
    try person.enter("poll read for 500ms", then: "server(poll)>")
    try person.see("server< poll([3 POLLIN], 1, 500) = 0")
    try person.seePrompt("server>")
  }

  @Test func `what is watched is completed`() throws {
    let person = try Person()
    try person.hold(["server> socket udp": "server>"])
    person.terminal.send("epoll cr\t")
    try person.seeScreen("create") { $0.currentLine.hasPrefix("server> epoll create") }
    person.terminal.send("\r")
    try person.seePrompt("server>")
    person.terminal.send("poll rea\t @\t\t")
    try person.seeScreen("both descriptors") { screen in
      (screen.scrolledOff + screen.lines).contains { $0.contains("@3") && $0.contains("@4") }
    }
    person.terminal.send("\u{3}")
  }
}
