internal import SystemCalls

/// Leaves out the rounds of a long `repeat` that are what the one before them was: a million of them
/// are a loop in the program, and would take a gigabyte until then.
struct CallsAgain: Sendable {
  /// So many calls of a line are kept in any case.
  static let kept = 4096
  private static let longestBlock = 16

  /// The length of the block that comes again; nil where none does.
  private var length: Int?
  /// How many of the newest calls are those of the block before them.
  private var matched = 0

  /// To be told of every call that has come back, which is the last.
  mutating func leaveOut(from calls: inout [ProgramCall]) {
    guard calls.count > CallsAgain.kept else { return }
    guard let length else { return look(at: calls) }
    let last = calls.count - 1
    guard calls[last].isSame(as: calls[last - length]) else {
      (self.length, matched) = (nil, 0)
      return
    }
    matched += 1
    guard matched == length else { return }
    matched = 0
    calls.removeLast(length)
    calls[calls.count - 1].omitted += length
  }

  /// Looks for a block that has come three times; now and then, so that it costs next to nothing.
  private mutating func look(at calls: [ProgramCall]) {
    guard calls.count.isMultiple(of: 64) else { return }
    length = (1...CallsAgain.longestBlock).first { length in
      ((calls.count - 2 * length)..<calls.count).allSatisfy {
        calls[$0].isSame(as: calls[$0 - length])
      }
    }
  }
}

extension ProgramCall {
  fileprivate func isSame(as other: ProgramCall) -> Bool {
    !waited && !other.waited && !isInterrupted && !other.isInterrupted
      && outcome?.result == other.outcome?.result && outcome?.errno == other.outcome?.errno
      && (call.isCopy(of: other.call) || call == other.call)
  }
}
