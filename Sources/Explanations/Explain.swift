public import SystemCalls

/// Why the kernel answered so in this situation, and a next step.
///
/// Plain sentences, no line breaks, typed commands in backquotes. For a pair that has no explanation
/// of its own, the errno's name and meaning. Empty for a call that succeeded.
public func explanation(of call: Call, _ outcome: Outcome, in situation: Situation) -> String {
  guard let errno = outcome.errno else { return "" }
  let failure = Failure(
    call: call, errno: errno, situation: situation, nanoseconds: outcome.nanoseconds)
  guard let cause = Cause.cause(ofCall: failure.name, errno) else {
    return "\(errno.name): \(errno.meaning)."
  }
  return cause.explain(failure).text
}

/// True if a failure of this call with this errno has an explanation of its own.
public func hasExplanation(ofCall name: String, _ errno: Errno) -> Bool {
  Cause.cause(ofCall: Failure.canonical(name), errno) != nil
}
