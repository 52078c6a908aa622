internal import SystemCalls

extension Cause {
  /// EOPNOTSUPP: calls and flags that this type of socket does not have.
  static let operations = [
    Cause(["listen"], .operationNotSupported) { failure in
      Explained(
        "\(failure.here) is a \(kind(failure)): it has no connections, so it cannot listen."
          + " Its datagrams come from anyone as soon as it is bound.",
        next: "`recvfrom` takes one, `\(failure.listenerMaker)` opens a socket that can listen.")
    },
    Cause(["accept"], .operationNotSupported) { failure in
      Explained(
        "\(failure.here) is a \(kind(failure)): datagrams have no connections to accept.",
        next: "`recvfrom` takes a datagram and its sender's address.")
    },
    Cause(["send", "sendto"], .operationNotSupported) { failure in
      if failure.call.hasFlag(Number.outOfBand) { return noUrgentData(failure) }
      return Explained(
        "\(failure.here) is a \(kind(failure)): it takes no address in sendto.",
        next: "`connect` first, then `send`.")
    },
    Cause(["recv", "recvfrom"], .operationNotSupported, noUrgentData),
  ]
}

private func kind(_ failure: Failure) -> String { failure.socket?.kind ?? "datagram socket" }

private func noUrgentData(_ failure: Failure) -> Explained {
  Explained(
    "MSG_OOB is for TCP's urgent data, and \(failure.here) is a \(kind(failure)).",
    next: "Plain `\(failure.name)` works.")
}
