internal import Log
internal import SystemCalls

extension Command {
  static let poll = Command(
    "poll", "wait until one of several descriptors is ready", in: .waiting,
    .watched(.poll),
    .waitLimit(),
    discussion: """
      Ready means that the next call will not wait: read, that there is something to receive or to \
      accept, the end of file included; write, that there is room to send. The result is how many \
      descriptors have something, 0 when the time is up. POLLERR, POLLHUP and POLLNVAL are told \
      without being asked for. poll is level-triggered: what is still so is told again.

      poll read @4 write @5 for 200ms can also be written as in C: poll @4 POLLIN @5 POLLOUT for 200ms.
      """,
    examples: [
      Example(
        [
          "server> socket tcp", "server> bind 0", "server> listen", "client> socket tcp",
          "client> connect server", "server> poll read @3",
        ], shows: "poll([3 POLLIN], 1, -1) = 1: 3 POLLIN"),
      Example(["socket udp", "bind 0", "poll read write now"], shows: "= 1: 3 POLLOUT"),
    ],
    errors: pollErrors
  ) { watched, time in .act(.multiplex(.poll(.poll, watched, nanoseconds: time, mask: nil))) }

  static let ppoll = Command(
    "ppoll", "poll, with a time in nanoseconds", in: .waiting,
    .watched(.poll),
    .waitLimit(in: .nanosecond),
    .signalMask(),
    discussion: """
      The time is a struct timespec, and the kernel tells what was left of it. With mask the signals \
      that are named are blocked while it waits, as in pselect: `help pselect` says what for.
      """,
    examples: [
      Example(["socket udp", "ppoll write for 200us"], shows: "ppoll([3 POLLOUT], 1, 200us) = 1"),
      Example(
        ["socket udp", "ppoll write now mask SIGINT"],
        shows: "ppoll([3 POLLOUT], 1, 0s, mask [SIGINT]) = 1"),
    ],
    errors: pollErrors
  ) { watched, time, mask in
    .act(.multiplex(.poll(.ppoll, watched, nanoseconds: time, mask: mask)))
  }

  private static let pollErrors = [
    PossibleError("EINTR", "the call was interrupted while it waited"),
    PossibleError("EINVAL", "more entries than the role may have descriptors"),
  ]
}
