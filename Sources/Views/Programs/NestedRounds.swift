internal import SystemCalls

/// Parts of one round each that follow each other are one.
func merged(_ parts: [ProgramStep]) -> [ProgramStep] {
  parts.reduce(into: []) { joined, part in
    if part.rounds == 1, let last = joined.last, last.rounds == 1 {
      joined[joined.count - 1].calls += part.calls
    } else {
      joined.append(part)
    }
  }
}

/// Says loops that come again, with what stands between them, as a loop around them.
func nested(_ parts: [ProgramStep]) -> [ProgramStep] {
  var outer: [ProgramStep] = []
  var place = 0
  while place < parts.count {
    let longest = max(1, min(RoundFinder.longestBlock, (parts.count - place) / 3))
    let again = (1...longest).lazy.map { ($0, rounds(of: $0, in: parts[place...])) }
      .first { $0.1 >= 3 }
    guard let (length, rounds) = again else {
      outer.append(parts[place])
      place += 1
      continue
    }
    outer.append(ProgramStep(around: Array(parts[place..<(place + length)]), rounds: rounds))
    place += length * rounds
  }
  return outer
}

/// How often the first so many parts come, one behind the other; 1 where there is no loop among them.
private func rounds(of length: Int, in parts: ArraySlice<ProgramStep>) -> Int {
  let block = parts.prefix(length)
  guard block.contains(where: { $0.rounds > 1 }), block.allSatisfy({ !$0.isCounted }) else {
    return 1
  }
  var (rounds, rest) = (1, parts.dropFirst(length))
  while rest.count >= length, zip(block, rest).allSatisfy({ $0.isSame(as: $1) }) {
    (rounds, rest) = (rounds + 1, rest.dropFirst(length))
  }
  return rounds
}

extension ProgramStep {
  fileprivate init(around parts: [ProgramStep], rounds: Int) {
    self = parts[0]
    calls = parts.flatMap(\.calls)
    (self.rounds, firstRound) = (rounds, 1)
    self.parts = merged(parts)
  }

  /// The same, with what comes again in each round of it as a loop within.
  var withLoops: ProgramStep {
    guard rounds > 1 || tick != nil, calls.count > 3 else { return self }
    let within = alone
    guard within.contains(where: { $0.rounds > 1 }) else { return self }
    var step = self
    step.parts = within
    return step
  }

  /// One round of it, in parts.
  var alone: [ProgramStep] {
    var round = self
    (round.rounds, round.firstRound, round.isInner) = (1, 1, true)
    return RoundFinder(round).steps
  }

  fileprivate func isSame(as other: ProgramStep) -> Bool {
    rounds == other.rounds && calls.count == other.calls.count
      && zip(calls, other.calls).allSatisfy { one, other in
        isAlike(one, other) && one.call["buf"] == other.call["buf"]
      }
  }
}
