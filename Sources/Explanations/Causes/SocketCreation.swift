internal import SystemCalls

private let makers = ["socket", "socketpair"]

extension Cause {
  /// What `socket` says of a combination that the kernel does not have.
  static let socketCreation = [
    Cause(makers, .familyNotSupported) { failure in
      Explained(
        "This kernel has no address family \(family(failure)), or it was left out of it.",
        next: "`socket tcp` makes an IPv4 socket, `socket tcp6` an IPv6 one.")
    },
    Cause(makers, .protocolNotSupported, wrongProtocol),
    Cause(["socketpair"], .operationNotSupported) { failure in
      Explained(
        "Only Unix sockets come in pairs: \(family(failure)) has addresses, and its sockets find each"
          + " other by those.", next: "`socketpair` alone makes a pair of Unix streams.")
    },
    Cause(makers, .typeNotSupported) { failure in
      Explained(
        "Address family \(family(failure)) has no sockets of type \(number("type", failure)).",
        next: "`socket tcp` is SOCK_STREAM and `socket udp` is SOCK_DGRAM.")
    },
    Cause(makers, .invalidArgument) { failure in
      let isNoProtocol = !(0...255).contains(failure.call.number("protocol") ?? 0)
      return Explained(
        isNoProtocol
          ? "There is no protocol \(number("protocol", failure)): IP numbers them from 0 to 255."
          : "There is no socket type \(number("type", failure)): types go from 1 to 10, and only"
            + " SOCK_NONBLOCK and SOCK_CLOEXEC may be added.",
        next: "`socket tcp` and `socket udp` are the usual ones.")
    },
    Cause(makers, .notPermitted) { failure in
      Explained(
        "Raw and packet sockets see other programs' traffic, so they need the capability"
          + " CAP_NET_RAW, which \(clause(failure.role, "lacks", "lack")); root has it.",
        next: failure.call.number("protocol") == 1
          ? "`socket ping` is enough for echo requests, where ping_group_range allows it."
          : "`socket udp` needs none.")
    },
    Cause(makers, .permissionDenied) { failure in
      Explained(
        "\(sentence(clause(failure.role, "may", "may"))) not make a socket of this type and protocol:"
          + " ping sockets are for the groups in /proc/sys/net/ipv4/ping_group_range, which only root"
          + " can change.",
        next: "`socket icmp` does it with CAP_NET_RAW; `socket udp` is free to all.")
    },
  ]
}

private func wrongProtocol(_ failure: Failure) -> Explained {
  let type = number("type", failure)
  let wanted = number("protocol", failure)
  if type == "3" {
    return Explained(
      "A raw socket needs a protocol of its own: 0 stands for none.", next: "Try `socket udp`.")
  }
  let kind = ["1": "SOCK_STREAM", "2": "SOCK_DGRAM"][type] ?? "a socket of type \(type)"
  return Explained(
    "Address family \(family(failure)) has no protocol \(wanted) for \(kind): with 0 the kernel takes"
      + " the usual one.",
    next: "`socket tcp` is protocol 6 over SOCK_STREAM, `socket udp` is 17 over SOCK_DGRAM.")
}

private func number(_ name: String, _ failure: Failure) -> String {
  failure.call.number(name).map { String($0) } ?? "of this number"
}

private func family(_ failure: Failure) -> String {
  guard let number = failure.call.number("domain") else { return "of this number" }
  return [1: "AF_UNIX", 2: "AF_INET", 10: "AF_INET6"][number] ?? String(number)
}
