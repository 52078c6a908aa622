internal import SystemCalls

private let both = ["setsockopt", "getsockopt"]

extension Cause {
  /// What is wrong with an option or its value (socket(7), tcp(7)).
  static let options = [
    Cause(both, .noProtocolOption, noSuchOption),
    Cause(both, .operationNotSupported, noSuchOption),
    Cause(both, .invalidArgument) { failure in
      Explained(
        "\(option(failure)) does not take \(value(failure)) on \(failure.here) (\(failure.state)): the"
          + " value is out of its range, or this socket has gone too far for it.",
        next: "`getsockopt \(option(failure))` tells what it is now.")
    },
    Cause(both, .notPermitted, privileged),
    Cause(both, .permissionDenied, privileged),
  ]
}

private func noSuchOption(_ failure: Failure) -> Explained {
  let option = SocketOption.named(option(failure))
  if failure.name == "setsockopt", option?.isReadOnly == true {
    return Explained(
      "\(option?.name ?? "") is the kernel's to say: it can be asked for and not set.",
      next: "Try `getsockopt \(option?.name ?? "")`.")
  }
  return Explained(
    "\(failure.here) is a \(failure.socket?.kind ?? "socket of another kind"), which has no option"
      + " \(option?.name ?? "of that number")\(owner(of: option)).",
    next: "`help options` lists them all.")
}

private func owner(of option: SocketOption?) -> String {
  option?.name.hasPrefix("TCP_") == true ? ": only TCP has it" : ""
}

private func privileged(_ failure: Failure) -> Explained {
  Explained(
    "\(option(failure)) may be set to \(value(failure)) only with a privilege (CAP_NET_ADMIN), and"
      + " \(clause(failure.role, "runs", "run")) without it.",
    next: "`getsockopt \(option(failure))` may be asked by anybody.")
}

private func option(_ failure: Failure) -> String {
  if case .option(let name)? = failure.call["optname"] { name } else { "SO_REUSEADDR" }
}

private func value(_ failure: Failure) -> String {
  if case .optionValue(let value)? = failure.call["optval"] { "\(value)" } else { "this value" }
}
