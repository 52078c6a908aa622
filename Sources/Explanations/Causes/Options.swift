internal import SystemCalls

private let both = ["setsockopt", "getsockopt"]

extension Cause {
  /// What is wrong with an option or its value (socket(7), ip(7), ipv6(7), tcp(7)).
  static let options = [
    Cause(both, .noProtocolOption, noSuchOption),
    Cause(both, .operationNotSupported, noSuchOption),
    Cause(both, .invalidArgument, invalidValue),
    Cause(both, .notPermitted, privileged),
    Cause(both, .permissionDenied, privileged),
    Cause(["setsockopt"], .outOfDomain) { failure in
      Explained(
        "A second has a million microseconds, and tv_usec counts from 0 to 999999: the rest belongs"
          + " into tv_sec.",
        next: "`setsockopt \(failure.optionName(or: "SO_RCVTIMEO")) 2s` says it.")
    },
    Cause(both, .notConnected) { failure in
      Explained(
        "\(name(failure)) is one of a way to a peer, and \(failure.here) (\(failure.state)) has none"
          + " yet.", next: "`connect` first.")
    },
    Cause(["setsockopt"], .noEntry) { failure in
      if name(failure).hasSuffix("ANYCAST") { return notJoined(failure) }
      return Explained(
        "The kernel has no \(isUpperProtocol(failure) ? "protocol" : "congestion control") called"
          + " \(value(failure)), or it is in a module that is not loaded.",
        next: isUpperProtocol(failure)
          ? "`getsockopt TCP_ULP` tells what there is."
          : "/proc/sys/net/ipv4/tcp_available_congestion_control lists them; try"
            + " `setsockopt TCP_CONGESTION reno`.")
    },
  ]
}

// MARK: Options that are not there

private func noSuchOption(_ failure: Failure) -> Explained {
  let option = SocketOption.named(name(failure))
  let called = option?.name ?? "of that number"
  if failure.name == "setsockopt", option?.isReadOnly == true {
    return Explained(
      "\(called) is the kernel's to say: it can be asked for and not set.",
      next: "Try `getsockopt \(called)`.")
  }
  if failure.name == "getsockopt", option?.access == .writeOnly {
    return Explained(
      "\(called) can be set and not asked for.", next: "`options` lists what can be asked for.")
  }
  if let socket = failure.socket, let option, option.isOwn(of: socket) {
    return Explained(
      "A \(socket.kind) in this state (\(socket.state)) or of this kernel cannot do what \(called)"
        + " asks.", next: "`options all` lists what it has.")
  }
  return Explained(
    "\(failure.here) is a \(failure.socket?.kind ?? "socket of another kind"), which has no option"
      + " \(called)\(owner(of: option)).", next: "`options all` lists those that it has.")
}

private func owner(of option: SocketOption?) -> String {
  switch option?.name.prefix(while: { $0 != "_" }) {
  case "TCP"?: ": only TCP has it"
  case "UDP"?: ": only UDP has it"
  case "IPV6"?: ": only IPv6 has it"
  case "IP"?: ": only IP has it"
  default: option?.name.hasPrefix("SO_PASS") == true ? ": it is for Unix sockets" : ""
  }
}

extension SocketOption {
  /// Whether sockets of this kind have options of its level.
  fileprivate func isOwn(of socket: SocketView) -> Bool {
    switch name.prefix(while: { $0 != "_" }) {
    case "TCP": socket.isTCP
    case "UDP": socket.isUDP
    case "IPV6": socket.family == Number.inet6
    case "IP": !socket.isUnix
    default: !name.hasPrefix("SO_PASS") || socket.isUnix
    }
  }
}

// MARK: Values

private func invalidValue(_ failure: Failure) -> Explained {
  if let group = invalidGroup(failure) { return group }
  let option = SocketOption.named(name(failure))
  let next = "`getsockopt \(name(failure))` tells what it is now."
  if failure.name == "setsockopt", let range = option?.range,
    case .optionValue(let value)? = failure.call["optval"], let number = value.number,
    !range.contains(number)
  {
    return Explained("\(name(failure)) takes \(rangeText(range)), not \(value).", next: next)
  }
  if failure.name == "getsockopt" {
    return Explained(
      "\(name(failure)) has nothing to say of \(failure.here) in this state (\(failure.state)).",
      next: "`options` lists what it has.")
  }
  return Explained(
    "\(name(failure)) does not take \(value(failure)) on \(failure.here) (\(failure.state)): the"
      + " value is out of its range, or this socket has gone too far for it.", next: next)
}

private func rangeText(_ range: ClosedRange<Int32>) -> String {
  range.upperBound == .max
    ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
}

extension OptionValue {
  fileprivate var number: Int32? {
    switch self {
    case .integer(let number), .named(let number, _): number
    default: nil
    }
  }
}

// MARK: Privileges

private func privileged(_ failure: Failure) -> Explained {
  let option = name(failure)
  if option == "SO_LOCK_FILTER" {
    return Explained(
      "A filter that was locked stays so: that is what SO_LOCK_FILTER is for.",
      next: "`close` the socket and open another.")
  }
  if option == "TCP_TIMESTAMP" {
    return Explained(
      "The clock of a connection can be set only while it is moved from one machine to another"
        + " (TCP_REPAIR).", next: "`getsockopt TCP_TIMESTAMP` may be asked by anybody.")
  }
  let capability = option.hasPrefix("SO_BINDTO") ? "CAP_NET_RAW" : "CAP_NET_ADMIN"
  return Explained(
    "\(option) may be set to \(value(failure)) only with a privilege (\(capability)), and"
      + " \(clause(failure.role, "runs", "run")) without it.",
    next: "`getsockopt \(option)` may be asked by anybody.")
}

private func isUpperProtocol(_ failure: Failure) -> Bool { name(failure) == "TCP_ULP" }

private func name(_ failure: Failure) -> String { failure.optionName }

private func value(_ failure: Failure) -> String {
  if case .optionValue(let value)? = failure.call["optval"] { "\(value)" } else { "this value" }
}

extension Failure {
  /// The option of a setsockopt or getsockopt.
  var optionName: String { optionName(or: "SO_REUSEADDR") }

  func optionName(or usual: String) -> String {
    if case .option(let name)? = call["optname"] { name } else { usual }
  }
}
