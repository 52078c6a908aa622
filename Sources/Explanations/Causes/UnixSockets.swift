internal import SystemCalls

/// What is said of a Unix socket where the other families mean something else by the same errno
/// (unix(7)).
extension Failure {
  var isUnix: Bool { socket?.isUnix ?? address?.isUnix ?? false }

  /// `socket tcp`: what makes another socket of this kind.
  var maker: String { socket?.maker ?? (isUnix ? "socket unix" : "socket tcp") }

  /// `socket tcp`: what makes a socket of this family that can listen.
  var listenerMaker: String {
    isUnix ? "socket unix" : socket?.family == Number.inet6 ? "socket tcp6" : "socket tcp"
  }

  /// `bind 0`: how a socket of this family gets an address.
  var binding: String { isUnix ? "bind ./s.sock" : "bind 0" }
}

/// EINVAL of connect and sendto.
func invalidUnixTarget(_ failure: Failure) -> Explained? {
  guard failure.isUnix else { return nil }
  if failure.address == .unixUnnamed {
    return Explained(
      "No socket can be found by unix:unnamed, which stands for a socket without a name.",
      next: "`connect ./s.sock` names a path, `connect unix:@name` a name without a file.")
  }
  if failure.socket?.isListening == true {
    let itself = failure.address == failure.socket?.local ? ", and itself least of all" : ""
    return Explained(
      "\(failure.here) listens on \(failure.local): a listening socket takes connections and makes"
        + " none\(itself). Where TCP says EISCONN, a Unix socket says EINVAL.",
      next: "A new `\(failure.maker)` can `connect \(failure.target)`.")
  }
  return Explained(
    "\(failure.here), a \(failure.socket?.kind ?? "Unix socket"), cannot go to \(failure.target) as it"
      + " is now (\(failure.state)).",
    next: "A new `\(failure.maker)` begins anew.")
}

/// EPERM of connect and sendto: unix_may_send in the kernel.
func takenByAnother(_ failure: Failure) -> Explained {
  let target = failure.address ?? failure.socket?.remote
  let owner = failure.others.first { $0.local == target }
  return Explained(
    "\(owner?.name ?? "The socket at \(failure.target)") is connected to another one, and a connected"
      + " Unix datagram socket takes datagrams from its peer only.",
    next: "Let the server use one that it does not `connect`.")
}

/// EINTR of connect, which waited for room in the listener's queue.
func stillUnconnected(_ failure: Failure) -> Explained {
  Explained(
    "A signal woke \(failure.role) in connect, while the accept queue at \(failure.target) had no room:"
      + " \(failure.here) is not connected.",
    next: "`connect` again; unlike TCP's, it did not go on by itself.")
}
