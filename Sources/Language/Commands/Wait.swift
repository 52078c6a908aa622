extension Command {
  static let wait = Command(
    "wait", "wait for a role, until a fact holds, or for a time", in: .facts,
    .awaited(),
    .until(),
    .timeLimit(),
    discussion: """
      Without until: until the role waits in no call any more. Only what has no fixed moment \
      needs it, such as a peer outside this session: a script takes its next line by itself when \
      all is at rest. wait 2s lets that much time pass, and shows what happens meanwhile: timers \
      of the kernel's, or what others do. In a script it may take no longer than any other line, \
      see --deadline. ⌃C ends it.
      """,
    examples: [
      Example(
        ["server> socket tcp", "bind 0", "listen", "wait server until state == LISTEN for 2s"],
        shows: "listen(3, 128) = 0"),
      Example(
        ["server> socket udp", "bind 0", "set rcvtimeo 100ms", "recv", "wait 300ms"],
        shows: "server< recv(3, …, 4096, 0) = -1 EAGAIN"),
    ]
  ) { awaited, fact, time in
    switch awaited {
    case .role(let role): .wait(role: role, until: fact, milliseconds: time)
    case .time(let milliseconds): .pause(milliseconds: milliseconds)
    }
  }
}
