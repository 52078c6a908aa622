internal import SystemCalls

extension Cause {
  /// EACCES and EPERM.
  static let permissions = [
    Cause(["bind"], .permissionDenied, bindDenied),
    Cause(["bind"], .notPermitted) { failure in
      Explained(
        "The file system or a rule of this machine does not let \(failure.role) bind to"
          + " \(failure.target).",
        next: failure.isUnix
          ? "`bind` to a path in a folder of your own." : "`bind 0` takes a free port on loopback.")
    },
    Cause(["connect", "send", "sendto"], .permissionDenied, sendDenied),
    Cause(["connect", "send", "sendto"], .notPermitted) { failure in
      if failure.isUnix { return takenByAnother(failure) }
      return Explained(
        "A firewall rule of this machine (or of its container) forbids packets to \(failure.target).",
        next: "Loopback is seldom closed: `connect \(failure.example)`.")
    },
    Cause(["accept"], .notPermitted) { failure in
      Explained(
        "A firewall rule of this machine forbids the connection that \(failure.here) was to accept.",
        next: "`accept` waits for another one.")
    },
  ]
}

private func bindDenied(_ failure: Failure) -> Explained {
  if let path = failure.address, path.isUnix {
    return Explained(
      "A folder on the way to \(text(of: path)) does not let \(failure.role) pass, or create files"
        + " in it.", next: "`bind` to a path in a folder of your own.")
  }
  let first = failure.situation.firstUnprivilegedPort
  if let port = failure.address?.port, Int(port) < first {
    return Explained(
      "Port \(port) is below \(first): those are for root (CAP_NET_BIND_SERVICE), and"
        + " \(clause(failure.role, "runs", "run")) without that privilege.",
      next: "`bind 0` takes a free port above.")
  }
  return Explained(
    "A rule of this machine does not let \(failure.role) bind to \(failure.target).",
    next: "`bind 0` takes a free port.")
}

private func sendDenied(_ failure: Failure) -> Explained {
  if let path = failure.address ?? failure.socket?.remote, path.isUnix {
    return Explained(
      "\(sentence(clause(failure.role, "may", "may"))) not write to \(text(of: path)), or a folder on the way to it does not let it"
        + " pass.", next: "Have the server `bind` to a path in a folder that both may use.")
  }
  if failure.socket?.isTCP == true {
    return Explained(
      "A route of this machine prohibits what goes to \(failure.target) (ip route: prohibit), or a rule"
        + " forbids it: no SYN was sent.",
      next: "Loopback is always there: `connect \(failure.example)`.")
  }
  return Explained(
    "\(failure.target) is a broadcast address, and \(failure.here) is not allowed to broadcast (option"
      + " SO_BROADCAST).",
    next: failure.name == "connect"
      ? "`setsockopt SO_BROADCAST on`, or `connect` to one host."
      : "`setsockopt SO_BROADCAST on`, or `sendto` one host.")
}
