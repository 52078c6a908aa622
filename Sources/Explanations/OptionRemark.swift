internal import SystemCalls

// What there is to say of options and dispositions.

private let inTicks = Remark(
  id: "getsockopt.ticks",
  text: "The kernel keeps this time in ticks of its clock, of 1 to 10 ms each, and rounds it up.",
  once: true)

func optionTold(_ success: Success) -> Remark? {
  guard case .option(let name)? = success.call["optname"],
    case .optionRoom(_, let value?)? = success.call["optval"]
  else { return nil }
  if name == "SO_ERROR", let outcome = connectOutcome(success, value) { return outcome }
  if case .error(let number) = value, number != 0 {
    return Remark(
      id: "getsockopt.error",
      text: "Asking has cleared it: the error is told once, here or by the next call.", once: true)
  }
  if ["SO_RCVTIMEO", "SO_SNDTIMEO"].contains(name), value != .time(seconds: 0, microseconds: 0) {
    return inTicks
  }
  guard ["SO_RCVBUF", "SO_SNDBUF"].contains(name) else { return nil }
  return Remark(
    id: "getsockopt.buffer",
    text: "Linux doubles the size that setsockopt asks for, for its own bookkeeping, within limits"
      + " that the machine sets.", once: true)
}

/// The answer is what the disposition was before: of a handler, its address.
func handled(_ success: Success) -> Remark? {
  guard case .disposition(let old)? = success.call.arguments.dropFirst(2).first?.value,
    old.handler.hasPrefix("0x")
  else { return nil }
  return Remark(
    id: "signal.handler",
    text:
      "\(old.handler) is the address of the function that handled the signal until now: a role has"
      + " one for SIGINT, so that `interrupt` ends a call with EINTR and not the process.",
    once: true)
}
