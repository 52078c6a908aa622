internal import SystemCalls

extension Cause {
  /// EMSGSIZE: a datagram goes whole or not at all.
  static let messages = [
    Cause(["send", "sendto"], .messageTooLong) { failure in
      let length = failure.call.length ?? 0
      guard let socket = failure.socket, socket.isUDP else {
        return Explained(
          "A datagram of \(length) bytes does not fit into the send buffer of \(failure.here), and it goes"
            + " whole or not at all.", next: "Try `send zeros 4K`.")
      }
      let most = socket.family == Number.inet6 && failure.target.first == "[" ? 65527 : 65507
      let command =
        failure.name == "send" ? "send zeros \(most)" : "sendto \(failure.target) zeros \(most)"
      if length <= most {
        return Explained(
          "A datagram of \(length) bytes is bigger than a network on the way to \(failure.target) carries,"
            + " and it may not be cut.", next: "Send less at once: `send zeros 1K`.")
      }
      return Explained(
        "A UDP datagram to \(failure.target) holds at most \(most) bytes (65535 less the headers), and this"
          + " one has \(length): it goes whole or not at all.", next: "`\(command)` still fits.")
    }
  ]
}
