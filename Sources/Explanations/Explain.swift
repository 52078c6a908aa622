public import SystemCalls

/// Why the kernel answered so in this situation, and a next step.
///
/// Plain sentences, no line breaks. For a pair that has no explanation of its own, the errno's name
/// and meaning.
public func explanation(of call: Call, _ outcome: Outcome, in situation: Situation) -> String {
  outcome.errno.map { "\($0.name): \($0.meaning)." } ?? ""
}
