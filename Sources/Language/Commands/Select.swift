internal import Log
internal import SystemCalls

extension Command {
  static let select = Command(
    "select", "wait for several descriptors, the oldest way", in: .waiting,
    .watched(.select),
    .waitLimit(in: .microsecond),
    discussion: """
      Three sets of bits: what to read from, what to write to, and what may have urgent data. The \
      kernel leaves in them the descriptors that are ready. A set has 1024 bits, so that select \
      cannot watch descriptors from 1024 on; poll and epoll can. A descriptor that is not open makes \
      it fail with EBADF, where poll says POLLNVAL.
      """,
    examples: [
      Example(
        [
          "server> socket tcp", "server> bind 0", "server> listen", "client> socket tcp",
          "client> connect server", "server> select read @3 for 2s",
        ], shows: "select(4, [3], NULL, NULL, 2s) = 1: read [3]"),
      Example(["socket udp", "select read @9 now"], shows: "EBADF"),
    ],
    errors: [
      PossibleError("EBADF", "a descriptor of a set is not open"),
      PossibleError("EINTR", "the call was interrupted while it waited"),
    ]
  ) { watched, time in .act(.multiplex(.poll(.select, watched, nanoseconds: time, mask: nil))) }

  static let pselect = Command(
    "pselect", "select, with signals blocked while it waits", in: .waiting,
    .watched(.select),
    .waitLimit(in: .nanosecond),
    .signalMask(),
    discussion: """
      The mask is the process's own during the call and no longer, and the kernel exchanges the two \
      in one step. A signal of the mask stays pending: it does not wake the call, and is delivered \
      when the call has returned. So ⌃C (SIGINT) cannot interrupt pselect … mask SIGINT; kill can.

      C programs mostly do the reverse: they block a signal, look whether it came, and wait with an \
      empty mask, so that none can come unseen between the look and the wait.
      """,
    examples: [
      Example(
        ["socketpair", "send @3 hi", "pselect read @4 mask SIGINT SIGTERM"],
        shows: "pselect(5, [4], NULL, NULL, NULL, mask [SIGINT SIGTERM]) = 1: read [4]"),
      Example(["socket udp", "pselect read now mask none"], shows: "mask []) = 0"),
    ],
    errors: select.errors
  ) { watched, time, mask in
    .act(.multiplex(.poll(.pselect, watched, nanoseconds: time, mask: mask ?? [])))
  }
}
