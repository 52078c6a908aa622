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
          next: "Loopback is always there: `connect \(failure.example)`.")
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
  /// The message that failed: of several, the first, for otherwise those before it count.
  fileprivate var message: MessageHeader? { call.message ?? call.manyMessages.first?.header }

  /// The descriptors that a message was to pass.
  fileprivate var passed: [Int32] {
    message?.control.flatMap { message -> [Int32] in
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
  return foreignSource(failure) ?? wrongHeaderField(failure) ?? invalidTarget(failure)
}

/// A number of the IP header that the header has no room for.
private func wrongHeaderField(_ failure: Failure) -> Explained? {
  guard
    let field = failure.message?.control.first(where: {
      switch $0.content {
      case .hops, .urgency: true
      default: false
      }
    })
  else { return nil }
  let isIPv6 = field.level == 41
  return Explained(
    "\(field.description): "
      + (isIPv6 ? "IPv6 takes -1 (the usual) to 255" : "a TTL is 1 to 255, a TOS 0 to 255")
      + ", and nothing else.",
    next: "`sendmsg \"x\" \(isIPv6 ? "hoplimit" : "ttl") 1` stays on this network.")
}

/// A source address that the message may not have.
private func foreignSource(_ failure: Failure) -> Explained? {
  let source: SocketAddress
  switch failure.message?.control.last?.content {
  case .packetInfo(_, let host, _)?: source = .ipv4(host, port: 0)
  case .packetInfo6(_, let host)?: source = .ipv6(host, port: 0, scope: 0)
  default: return nil
  }
  return Explained(
    "\(hostText(of: source)) is not an address of this machine, or none"
      + " from which \(failure.target) can be reached, so no datagram can come from it.",
    next: failure.socket?.family == Number.inet6
      ? "Loopback is always one: `sendmsg \"x\" source ::1`."
      : "Loopback has many: `sendmsg \"x\" source 127.0.0.5`.")
}

private func credentials(_ failure: Failure) -> String {
  let control = failure.message?.control ?? []
  let found = control.first { if case .credentials = $0.content { true } else { false } }
  return found?.description ?? "SCM_CREDENTIALS"
}
