internal import SystemCalls

private let onDescriptors = [
  "bind", "listen", "accept", "connect", "send", "sendto", "recv", "recvfrom", "shutdown", "close",
  "getsockname", "getpeername", "setsockopt", "getsockopt", "recvmsg", "fcntl",
  "ioctl", "dup",
]

extension Cause {
  /// EBADF and ENOTSOCK: the number itself is the trouble.
  static let descriptors = [
    Cause(onDescriptors, .badDescriptor, closedDescriptor),
    Cause(
      onDescriptors.filter { !["close", "fcntl", "ioctl", "dup"].contains($0) } + ["sendmsg"],
      .notSocket
    ) { failure in
      Explained(
        "Descriptor \(failure.descriptor) is open, but it is \(standard(failure)) and no"
          + " socket. \(openOnes(failure))", next: openNext(failure))
    },
  ]
}

/// The descriptor that the call is made on is not open.
func closedDescriptor(_ failure: Failure) -> Explained {
  Explained("\(notOpen(failure)) \(openOnes(failure))", next: openNext(failure))
}

private func notOpen(_ failure: Failure) -> String {
  if failure.situation.closedDescriptors.contains(failure.descriptor) {
    return sentence(clause(failure.role, "has", "have"))
      + " closed \(failure.here), so the number stands for nothing now."
  }
  return failure.descriptor < 0
    ? "\(failure.descriptor) is never a descriptor."
    : sentence(clause(failure.role, "has", "have")) + " no descriptor \(failure.descriptor)."
}

private func standard(_ failure: Failure) -> String {
  if failure.situation.epollSets[failure.descriptor] != nil { return "an epoll set" }
  return switch failure.descriptor {
  case 0: "standard input"
  case 1: "standard output"
  case 2: "standard error"
  default: "some other file"
  }
}

private func ownSockets(_ failure: Failure) -> [String] {
  failure.others.filter { $0.role == failure.role && !$0.orphaned }
    .map(\.fd).sorted().map { "@\($0)" }
}

private func openOnes(_ failure: Failure) -> String {
  let open = ownSockets(failure)
  switch open.count {
  case 0: return isYou(failure.role) ? "No socket is open." : "It has no socket open."
  case 1: return sentence(its(failure.role)) + " one open socket is \(open[0])."
  default: return sentence(its(failure.role)) + " open sockets are \(list(open))."
  }
}

private func openNext(_ failure: Failure) -> String {
  ownSockets(failure).isEmpty ? "`socket tcp` opens one." : "`sockets` lists them."
}
