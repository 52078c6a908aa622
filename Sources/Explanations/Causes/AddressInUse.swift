internal import SystemCalls

extension Cause {
  /// EADDRINUSE: who has it.
  static let addressInUse = [
    Cause(["bind"], .addressInUse, taken),
    Cause(["listen"], .addressInUse) { failure in
      guard let holder = holder(of: failure.socket?.local, failure, listening: true) else {
        return Explained(
          "Another socket already listens on the port of \(failure.local).",
          next: "`close` this one, then `\(failure.maker)`, `bind 0` and `listen`.")
      }
      return Explained(
        "\(holder.name) already listens on \(text(of: holder.local)), and one port has one listener.",
        next: "`\(holder.role)> close @\(holder.fd)` would free it.")
    },
    Cause(["connect"], .addressInUse) { failure in
      Explained(
        "The local address \(failure.local) is in use by another connection to \(failure.target).",
        next: "A new `\(failure.maker)` without `bind` gets a free port of its own.")
    },
  ]
}

private func taken(_ failure: Failure) -> Explained {
  guard let address = failure.address else {
    return Explained("The address is in use already.", next: "`bind 0` takes a free port.")
  }
  if address.isUnix { return takenPath(address, failure) }
  if address.port == 0 {
    return Explained(
      "Port 0 asks for any free port, but every port of ip_local_port_range is in use.",
      next: "Look at `sockets` and `close` some.")
  }
  guard let holder = holder(of: address, failure) else {
    return Explained(
      "Another program on this machine has \(text(of: address)) already.",
      next: "`bind 0` takes a free port.")
  }
  return held(holder, address)
}

private func held(_ holder: SocketView, _ address: SocketAddress) -> Explained {
  let local = text(of: holder.local)
  if holder.state == "TIME_WAIT" {
    return Explained(
      "The closed connection from \(local) to \(text(of: holder.remote)) is in TIME_WAIT and keeps the"
        + " port for 60 s, unless SO_REUSEADDR was set before bind both then and now.",
      next: "Wait, or `bind 0`; a server does `setsockopt SO_REUSEADDR on` before each bind.")
  }
  if holder.orphaned {
    return Explained(
      "\(sentence(holder.name)), bound to \(local), is still in \(holder.state): the kernel finishes"
        + " the closing first.", next: "Wait, or `bind 0`.")
  }
  let overlap =
    holder.local == address ? "" : ", and \(text(of: address)) overlaps with it"
  return Explained(
    "\(holder.name) is bound to \(local) (\(holder.state))\(overlap).",
    next: "`bind 0` takes a free port, or `\(holder.role)> close @\(holder.fd)` frees this one.")
}

private func takenPath(_ address: SocketAddress, _ failure: Failure) -> Explained {
  let path = text(of: address)
  if let holder = holder(of: address, failure) {
    return Explained(
      "\(holder.name) is bound to \(path) (\(holder.state)).",
      next: "Take another name, or `\(holder.role)> close @\(holder.fd)`.")
  }
  if case .unixAbstract = address {
    return Explained(
      "A socket of another program has the name \(path).", next: "`bind` to another name.")
  }
  return Explained(
    "\(path) exists already, and bind replaces no file, not even a socket that nobody holds any more.",
    next: failure.situation.file == .socket
      ? "`unlink \(path)` removes it, then `bind` again." : "`bind` to another path.")
}

/// The socket in the way: a listener first, one that is still held before one that is not.
private func holder(
  of address: SocketAddress?, _ failure: Failure, listening: Bool = false
) -> SocketView? {
  guard let address else { return nil }
  let type = failure.socket?.type
  let found = failure.others.filter {
    $0.owns(address) && (type == nil || $0.type == type) && (!listening || $0.isListening)
  }
  return found.first { $0.isListening } ?? found.first { !$0.orphaned } ?? found.first
}
