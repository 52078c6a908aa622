internal import SystemCalls

extension Cause {
  /// EADDRNOTAVAIL, and IPv6's ENODEV: an address that is not this machine's.
  static let addressNotAvailable = [
    Cause(["bind"], .addressNotAvailable) { failure in
      let host = failure.address.map(hostText(of:)) ?? "This"
      return Explained(
        "\(host) is not an address of this machine, and a socket can be bound to its own only.",
        next: "`bind 0` is loopback, `bind *:0` all addresses of this machine.")
    },
    Cause(["connect"], .addressNotAvailable, noLocalPort),
    Cause(["send", "sendto"], .addressNotAvailable) { failure in
      Explained(
        "No local address of this machine can be the source of a datagram to \(failure.target).",
        next: "`getsockname` shows where \(failure.here) is bound.")
    },
    Cause(["bind"], .noDevice) { failure in
      Explained(
        "\(failure.target) is link-local, and its scope names no interface of this machine.",
        next: "`bind [::1]:0` needs no scope.")
    },
  ]
}

private func noLocalPort(_ failure: Failure) -> Explained {
  if let local = failure.socket?.local, let port = local.port, port != 0 {
    return Explained(
      "A connection from \(failure.local) to \(failure.target) exists already, and two cannot have the"
        + " same pair of addresses.",
      next: "A new `\(failure.maker)` without `bind` gets a port of its own.")
  }
  return Explained(
    "The kernel found no free local port to connect from: every port of ip_local_port_range has a"
      + " connection to \(failure.target), or it is no address to go to.",
    next: "Look at `sockets` and `close` some.")
}
