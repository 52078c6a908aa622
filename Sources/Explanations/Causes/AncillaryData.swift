internal import SystemCalls

extension Cause {
  /// What sendmsg says of the ancillary data that goes with a message (unix(7), ip(7)).
  static let ancillary = [
    Cause(["sendmsg"], .badDescriptor) { failure in
      let passed = failure.passed
      guard !passed.isEmpty, failure.socket != nil else { return closedDescriptor(failure) }
      return Explained(
        "One of the descriptors to be passed (\(list(passed.map { "@\($0)" }))) is not open in"
          + " \(failure.role), so nothing was sent.", next: "`sockets` lists those that are.")
    },
    Cause(["sendmsg"], .invalidArgument, invalidMessage),
    Cause(["sendmsg"], .networkUnreachable) { failure in
      foreignSource(failure)
        ?? Explained(
          "This machine has no route to \(failure.target).",
          next: "Loopback is always there: `connect 127.0.0.1:9000`.")
    },
    Cause(["sendmsg"], .notPermitted) { failure in
      Explained(
        "The kernel passes no false credentials on: \(credentials(failure)) is not what"
          + " \(failure.role) is, and only root may say otherwise.",
        next: "`sendmsg \"x\" credentials` sends the true ones.")
    },
    Cause(["sendmsg"], .noProcess) { failure in
      Explained(
        "There is no process with the pid in \(credentials(failure)).",
        next: "`sendmsg \"x\" credentials` sends the role's own.")
    },
    Cause(["sendmsg"], .tooManyReferences) { failure in
      Explained(
        "More descriptors are under way in queues than \(failure.role) may have open: whoever they"
          + " were passed to has not received them.", next: "Let the receiver `recvmsg` first.")
    },
  ]
}

extension Failure {
  /// The descriptors that a message was to pass.
  fileprivate var passed: [Int32] {
    call.message?.control.flatMap { message -> [Int32] in
      if case .rights(let descriptors) = message.content { descriptors } else { [] }
    } ?? []
  }
}

private func invalidMessage(_ failure: Failure) -> Explained {
  if failure.passed.count > 253 {
    return Explained(
      "One message passes at most 253 descriptors, and this one has \(failure.passed.count).",
      next: "`sendmsg` several messages.")
  }
  return foreignSource(failure) ?? invalidTarget(failure)
}

/// A source address that the message may not have.
private func foreignSource(_ failure: Failure) -> Explained? {
  guard case .packetInfo(_, let source, _)? = failure.call.message?.control.last?.content else {
    return nil
  }
  return Explained(
    "\(hostText(of: SocketAddress.ipv4(source, port: 0))) is not an address of this machine, or none"
      + " from which \(failure.target) can be reached, so no datagram can come from it.",
    next: "Loopback has many: `sendmsg \"x\" source 127.0.0.5`.")
}

private func credentials(_ failure: Failure) -> String {
  let control = failure.call.message?.control ?? []
  let found = control.first { if case .credentials = $0.content { true } else { false } }
  return found?.description ?? "SCM_CREDENTIALS"
}
