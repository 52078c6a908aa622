extension Parameter where Value == InfoRequest {
  fileprivate static func infoRequest() -> Parameter {
    let summary = "from now on, a line whenever its figures have changed; or no more such lines"
    return Parameter("[watch | watch off]", summary) { reader in
      let isWatch = reader.accept("watch", "from now on, a line whenever they have changed")
      if reader.accept("off", "no more such lines") { return .unwatch }
      return isWatch ? .watch : .show
    }
  }
}

extension Command {
  static let info = Command(
    "info", "show what the kernel knows of a connection", in: .facts,
    .socket(),
    .infoRequest(),
    discussion: """
      TCP keeps account of every connection: how long a round trip takes, how long it waits before \
      it sends again, how many segments it dares to have on their way (the congestion window, \
      cwnd), what is not acknowledged, what had to be sent again. Not all of that was lost, on \
      loopback hardly any: a segment that others overtake (the sender went on on another processor) \
      looks lost, and one whose acknowledgement is late is probed for. Both come to the peer twice, as \
      it reports (D-SACK).

      It is TCP_INFO, learnt from outside: the role makes no call for it. With watch, each statement is \
      followed by what has changed, until info watch off.
      """,
    examples: [
      Example(
        [
          "server> socket tcp", "bind 0", "listen", "client> socket tcp", "connect server", "info",
        ], shows: "round trip"),
      Example(
        [
          "server> socket tcp", "bind 0", "listen", "client> socket tcp", "info watch",
          "connect server",
        ], shows: "info: "),
    ]
  ) { socket, request in .info(socket, request) }
}
