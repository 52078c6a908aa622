internal import Log
internal import SystemCalls

extension Command {
  static let signal = Command(
    "signal", "have the role ignore a signal, or not", in: .roles,
    .signalName(),
    .choice(
      "default|ignore", "what the signal does to the role",
      [
        (word: "default", value: false, about: "what it does to a program that says nothing"),
        (word: "ignore", value: true, about: "nothing"),
      ]),
    discussion: """
      A program that sends to a peer that is gone gets SIGPIPE, which ends it, unless it ignores \
      that and reads the errno EPIPE instead. Roles ignore it from the beginning; signal SIGPIPE \
      default shows how it is otherwise.
      """,
    examples: [Example(["socket tcp", "signal SIGPIPE default"], shows: "SIGPIPE")],
    errors: [PossibleError("EINVAL", "the signal, such as SIGKILL, cannot be ignored")]
  ) { number, ignored in .act(.signal(number, ignored: ignored)) }
}
