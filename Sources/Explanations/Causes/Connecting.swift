internal import SystemCalls

extension Cause {
  /// What `connect` meets besides a refusal, and addresses of the wrong family.
  static let connecting = [
    Cause(["connect"], .isConnected, alreadyConnected),
    Cause(["send", "sendto"], .isConnected) { failure in
      Explained(
        "\(failure.here) is connected to \(failure.remote), so sendto may name no other address here.",
        next: "`send` goes to the peer.")
    },
    Cause(["connect"], .alreadyConnecting) { failure in
      Explained(
        "The SYN to \(failure.remote) is out and unanswered (SYN_SENT): an earlier connect has not"
          + " finished.",
        next: "`poll write \(failure.here)` waits until it is over; `close` gives it up.")
    },
    Cause(["connect"], .inProgress) { failure in
      Explained(
        failure.socket?.isNonblocking == false
          ? "\(failure.here) has waited for as long as its SO_SNDTIMEO lets it, and \(failure.target) has"
            + " not answered: the attempt goes on without the program."
          : "\(failure.here) does not block: the SYN to \(failure.target) is on its way, and connect does"
            + " not wait for the answer. This is no failure.",
        next:
          "`poll write \(failure.here)` waits for the end, `getsockopt \(failure.here) SO_ERROR` tells how"
          + " it ended.")
    },
    Cause(["connect"], .timedOut, noAnswer),
    Cause(["connect"], .connectionReset) { failure in
      Explained(
        "\(failure.target) answered the SYN and then reset the connection before it was established.",
        next: "`connect` again.")
    },
    Cause(["connect"], .connectionAborted) { failure in
      Explained(
        "An earlier attempt of \(failure.here) has failed, and its error was told already: the kernel"
          + " gives up this one to \(failure.target) with it.",
        next: "`close` and `\(failure.maker)`, then `connect` again.")
    },
    Cause(["bind", "connect", "send", "sendto"], .familyNotSupported) { failure in
      wrongFamily(failure)
        ?? Explained(
          "\(failure.here) is bound to \(failure.local), from which \(failure.target) cannot be reached:"
            + " the two are of different families.",
          next: "A new `socket tcp6`, not bound, can `connect [::1]:9000`.")
    },
    Cause(["connect", "send", "sendto"], .wrongType) { failure in
      let other = failure.others.first { $0.local == failure.address }
      let holder = other.map { "\($0.name), a \($0.kind)" } ?? "a socket of another type"
      return Explained(
        "\(failure.target) belongs to \(holder), and \(failure.here) is a"
          + " \(failure.socket?.kind ?? "different one"): both ends must be of one type.",
        next: "`close` this one, and make one like the other with `socket`.")
    },
  ]
}

private func alreadyConnected(_ failure: Failure) -> Explained {
  if failure.state == "LISTEN" {
    return Explained(
      "\(failure.here) listens on \(failure.local): a listening socket takes connections and makes none.",
      next: "`\(failure.maker)` opens another, which can `connect`.")
  }
  let kind = failure.socket?.kind ?? "socket"
  guard failure.socket?.remote != nil else {
    return Explained(
      "\(failure.here) had a connection (\(failure.state)), and a \(kind) has one in its life.",
      next: "`close`, `\(failure.maker)`, `connect`.")
  }
  if failure.state == "CLOSED" {
    return Explained(
      "\(failure.here) had a connection to \(failure.remote), which is over (CLOSED), and a \(kind) has"
        + " one in its life.", next: "`\(failure.maker)` opens another, which can `connect`.")
  }
  return Explained(
    "\(failure.here) is connected to \(failure.remote) (\(failure.state)), and a \(kind) has one"
      + " connection in its life.", next: "`\(failure.maker)` opens another, which can `connect`.")
}

private func noAnswer(_ failure: Failure) -> Explained {
  let listener = failure.others.first { $0.isListening && isAt($0, failure) }
  if failure.isOnWire, (listener?.acceptQueue ?? 0) <= (listener?.backlog ?? 0) {
    return Explained(
      "\(failure.target) answered none of the SYNs: the wire carried them, or the answers, nowhere. The"
        + " kernel sent the SYN again and again, at longer and longer intervals.",
      next: "`wire show` tells what became of each packet.")
  }
  guard let listener else {
    return Explained(
      "\(failure.target) answered none of the SYNs: no such host, or something on the way drops them."
        + " The kernel sent it again and again, at longer and longer intervals.",
      next: "A port that is merely closed refuses at once: try `connect \(failure.example)`.")
  }
  return Explained(
    "The accept queue of \(listener.name) is full (its backlog is"
      + " \(listener.backlog)), so the kernel dropped every SYN to \(failure.target).",
    next: "Try `\(listener.role)> accept`, then `connect` again.")
}

private func isAt(_ listener: SocketView, _ failure: Failure) -> Bool {
  failure.address.map { listener.owns($0) } ?? false
}
