internal import SystemCalls

/// Says the rounds of a `repeat` as a loop, where all of them make the same calls.
func folded(_ program: RoleProgram) -> RoleProgram {
  var program = program
  program.steps = program.steps.map(folded)
  return program
}

/// Fewer rounds are easier read one after the other.
private let leastRounds = 3

private func folded(_ step: ProgramStep) -> ProgramStep {
  guard step.typed.hasPrefix("repeat"), step.calls.count >= leastRounds else { return step }
  for length in 1...(step.calls.count / leastRounds) where step.calls.count % length == 0 {
    let rounds = step.calls.count / length
    let isSame = step.calls.indices.dropFirst(length).allSatisfy {
      isAlike(step.calls[$0], step.calls[$0 % length])
    }
    guard isSame else { continue }
    var folded = step
    folded.calls = Array(step.calls.prefix(length))
    folded.rounds = rounds
    for index in folded.calls.indices {
      let all = stride(from: index, to: step.calls.count, by: length).map { step.calls[$0] }
      guard let data = counted(all) else { return step }
      folded.calls[index].counted = data.isCounted ? data.recipe : nil
    }
    return folded
  }
  return step
}

/// Whether a program says both in the same words, their data apart.
private func isAlike(_ one: ProgramCall, _ other: ProgramCall) -> Bool {
  let made = one.made.map(\.name) == other.made.map(\.name)
  return one.call.name == other.call.name && one.target == other.target && made
    && one.errno == other.errno && one.place == other.place && one.learns == nil
    && (one.outcome == nil) == (other.outcome == nil)
    && one.call.lengthClass == other.call.lengthClass
}

/// The data that all of these send; nil where it changes otherwise than by its round's number.
private func counted(_ calls: [ProgramCall]) -> (recipe: DataRecipe?, isCounted: Bool)? {
  let data = calls.compactMap { call -> Bytes? in
    if case .bytes(let bytes)? = call.call["buf"] { bytes } else { nil }
  }
  guard let first = data.first else { return (nil, false) }
  if data.allSatisfy({ $0 == first }) { return (nil, false) }
  for place in first.kept.indices where first.kept[place] == UInt8(ascii: "1") {
    let before = Array(first.kept[..<place])
    let after = Array(first.kept[(place + 1)...])
    let isCounted = data.enumerated().allSatisfy { index, bytes in
      bytes.isWhole && bytes.kept == before + Array("\(index + 1)".utf8) + after
    }
    if isCounted { return (.counted(before, after), true) }
  }
  return nil
}

extension Call {
  /// What must be the same in every round: of what is received, the room; of what is sent, nothing.
  fileprivate var lengthClass: Int? { CallFamilies.receiving.contains(name) ? lengthAsked : nil }
}
