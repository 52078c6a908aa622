extension Command {
  static let peer = Command(
    "peer", "start a partner: a process to talk to that is no role", in: .roles,
    .partner(),
    discussion: """
      A partner answers by itself, as a program elsewhere would, and serves up to 1024 clients at a \
      time; more wait in its accept queue. It prints where it is; its name stands for that address, \
      as in connect echo. It notes who came, how much was said, and how the other side ended. \
      Partners end with the session.

      On the wire a partner stands on a host that you name, as in peer echo on bob; roles on the \
      hosts reach it, and no others.

      peer alone tells what those that run have seen, or, where none does, which there are; peer \
      stop ends one.
      """
        + PartnerKind.allCases.map { "\n\n\($0.rawValue) \($0.summary)." }.joined(),
    examples: [
      Example(
        ["peer echo", "socket tcp", "connect echo", "send \"hello\"", "recv"],
        shows: "recv(3, \"hello\", 4096, 0) = 5"),
      Example(
        ["peer daytime udp on [::1]:0", "socket udp6", "sendto daytime \"\"", "recv"],
        shows: "daytime udp is at [::1]:"),
      Example(
        ["peer rude", "socket tcp", "connect rude", "send \"hello\"", "recv"], shows: "ECONNRESET"),
      Example(["peer http", "peer stop http", "peer"], shows: "says what it was asked"),
      Example(
        ["wire up", "peer echo on bob", "role client on alice", "socket tcp; connect echo"],
        shows: "10.0.0.2"),
    ]
  ) { request in .partner(request) }
}
