internal import SystemCalls

/// Says calls that come again and again as loops: the rounds of a `repeat`, datagrams of the same
/// content.
func folded(_ program: RoleProgram) -> RoleProgram {
  var program = program
  program.steps = program.steps.flatMap { $0.form == .each ? RoundFinder($0.joined).steps : [$0] }
  return program
}

/// Finds the rounds that were typed; where they are not known, from the beginning of a step to its end the
/// shortest block that comes most often.
struct RoundFinder {
  /// So many parts at most are looked for that come again.
  static let longestBlock = 16

  /// Fewer are easier read one after the other, but for those that were typed as rounds.
  private var leastRounds: Int { isTyped ? 2 : 3 }
  /// Whether each call is known to be of some round, and all of them are there.
  private let isTyped: Bool
  private let step: ProgramStep
  private let calls: [ProgramCall]

  init(_ step: ProgramStep) {
    self.step = step
    calls = step.calls
    isTyped = !step.isInner && calls.allSatisfy { $0.round != nil && $0.omitted == 0 }
  }

  /// The step in parts, of which the first has what was typed.
  var steps: [ProgramStep] {
    var parts = isTyped ? typedRounds : merged(step.tick == nil ? nested(blocks) : blocks)
    for index in parts.indices.dropFirst() { parts[index].isContinued = true }
    let isLong = parts.count > 1 || parts.contains { $0.rounds > 1 }
    if step.tick != nil, isLong { parts[0].startsClock = true }
    return parts.isEmpty ? [step] : parts
  }

  private var blocks: [ProgramStep] {
    var blocks: [ProgramStep] = []
    var place = 0
    while place < calls.count {
      let (part, length) = part(from: place)
      place += length
      blocks.append(part.withLoops)
    }
    return blocks
  }

  // MARK: Rounds as they were typed

  private var typedRounds: [ProgramStep] {
    var parts: [ProgramStep] = []
    var place = 0
    while place < calls.count {
      let length = lengthOfRound(at: place)
      let rounds = roundsAlike(of: length, from: place)
      var part = step
      part.calls = Array(calls[place..<(place + length)])
      (part.rounds, part.firstRound) = (rounds, calls[place].round ?? 1)
      for index in part.calls.indices where rounds > 1 {
        part.calls[index].counted = data(of: place + index, every: length, rounds, part.firstRound)
      }
      parts += rounds > 1 || step.tick != nil ? [part.withLoops] : part.alone
      place += length * rounds
    }
    return step.tick == nil ? merged(parts) : parts
  }

  private func lengthOfRound(at place: Int) -> Int {
    calls[place...].prefix { $0.round == calls[place].round }.count
  }

  private func roundsAlike(of length: Int, from place: Int) -> Int {
    var rounds = 1
    var next = place + length
    while next + length <= calls.count, lengthOfRound(at: next) == length,
      calls[next].round == calls[next - 1].round.map({ $0 + 1 }),
      (next..<(next + length)).allSatisfy({ isAlike(calls[$0], calls[$0 - length]) })
    {
      (rounds, next) = (rounds + 1, next + length)
    }
    for index in place..<(place + length) where rounds > 1 {
      rounds = min(
        rounds, roundsOfData(from: index, every: length, rounds, calls[place].round ?? 1))
    }
    return rounds
  }

  // MARK: Rounds that are found

  /// A block and its rounds, or one call where nothing comes again; and how many of the calls it says.
  private func part(from place: Int) -> (part: ProgramStep, length: Int) {
    var part = step
    let longest = min(RoundFinder.longestBlock, (calls.count - place) / leastRounds)
    for length in stride(from: 1, through: longest, by: 1) {
      let rounds = rounds(of: length, from: place)
      guard rounds >= leastRounds else { continue }
      part.calls = Array(calls[place..<(place + length)])
      let all = place..<(place + length * rounds)
      // The calls behind which some are left out may begin a last round that is not whole.
      let near = calls[place..<min(all.upperBound + length - 1, calls.count)]
      part.rounds = rounds + near.reduce(0) { $0 + $1.omitted } / length
      part.firstRound = place / length + 1
      for index in part.calls.indices {
        part.calls[index].counted =
          data(of: place + index, every: length, rounds, part.firstRound)
          ?? calls[place + index].counted
      }
      return (part, all.count)
    }
    part.calls = [calls[place]]
    return (part, 1)
  }

  /// How often the block comes, one behind the other, with data that a loop can make.
  private func rounds(of length: Int, from place: Int) -> Int {
    // Before the end of the likeness is looked for, which may be far.
    let first = place / length + 1
    let least = leastRounds
    guard place + least * length <= calls.count,
      (place..<(place + length)).allSatisfy({
        roundsOfData(from: $0, every: length, least, first) >= least
      })
    else { return 1 }
    var end = place + length
    while end < calls.count, isAlike(calls[end], calls[end - length]) { end += 1 }
    var rounds = (end - place) / length
    for index in place..<(place + length) where rounds > 1 {
      rounds = min(rounds, roundsOfData(from: index, every: length, rounds, first))
    }
    return rounds
  }

  private func roundsOfData(from place: Int, every length: Int, _ most: Int, _ first: Int) -> Int {
    guard let data = sent(place) else { return most }
    let same = (0..<most).prefix { sent(place + $0 * length) == data }.count
    guard same < leastRounds, !step.isInner, let frame = frame(of: data, around: first) else {
      return same
    }
    return (0..<most).prefix { round in
      let text = frame.before + Array("\(first + round)".utf8) + frame.after
      return sent(place + round * length)?.kept == text
    }.count
  }

  /// Data with the round's number in it; nil where it is the same in every round.
  private func data(of place: Int, every length: Int, _ rounds: Int, _ first: Int) -> DataRecipe? {
    guard let data = sent(place), sent(place + length) != data, !step.isInner else { return nil }
    return frame(of: data, around: first).map { .counted($0.before, $0.after) }
  }

  /// What stands before and behind the number.
  private func frame(of data: Bytes, around number: Int) -> (before: [UInt8], after: [UInt8])? {
    // A text, for C's sake.
    guard data.isWhole, !data.kept.contains(0) else { return nil }
    let digits = Array("\(number)".utf8)
    let places = data.kept.indices.filter { data.kept[$0...].starts(with: digits) }
    // Where the number stands more than once, nobody knows which of them counts.
    guard places.count == 1, let place = places.first else { return nil }
    return (Array(data.kept[..<place]), Array(data.kept[(place + digits.count)...]))
  }

  private func sent(_ place: Int) -> Bytes? {
    if case .bytes(let bytes)? = calls[place].call["buf"] { bytes } else { nil }
  }
}

/// Whether a program says both in the same words, their data apart.
func isAlike(_ one: ProgramCall, _ other: ProgramCall) -> Bool {
  one.call.name == other.call.name && one.target == other.target && one.errno == other.errno
    && one.made.map(\.name) == other.made.map(\.name) && one.place == other.place
    && one.learns == other.learns && one.flags == other.flags
    && (one.outcome == nil) == (other.outcome == nil) && one.isInterrupted == other.isInterrupted
    && one.call.room == other.call.room && one.call.given == other.call.given
    && one.counted == other.counted
}

extension Call {
  /// What must be the same in every round: of what is received, the room.
  fileprivate var room: Int? { CallFamilies.receiving.contains(name) ? lengthAsked : nil }

  /// The arguments that a program writes down, but for data and what the kernel writes.
  fileprivate var given: [Value] {
    arguments.map(\.value).filter { value in
      switch value {
      case .option, .optionValue, .constant, .time: true
      case .integer: !CallFamilies.sending.contains(name)
      default: false
      }
    } + polled
  }

  private var polled: [Value] {
    guard case .pollSet(var set)? = self["fds"] else { return [] }
    set.ready = nil
    return [.pollSet(set)]
  }
}
