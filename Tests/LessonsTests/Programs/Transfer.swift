import Log
import SystemCalls

@testable import Views

/// The calls of one statement that sends or receives as often as it takes: `send all`, `recv all`,
/// `recv exactly`.
struct Transfer {
  /// Which calls of the program, by number.
  var calls: Range<Int>
  /// What each of them is called by the program.
  var name: String
  /// How many bytes there are to be; nil: up to the end of the stream.
  var total: Int?
  /// So many bytes are asked for in one call at most.
  var piece: Int
}

extension ProgramStep {
  /// How many bytes the statement is to move in all, and in one call; nil for other statements.
  fileprivate var aim: (total: Int?, piece: Int)? {
    // As the helpers of the programs have it.
    let most = 128 << 10
    switch form {
    case .sendAll(let recipe, let piece) where calls.first?.call.name == "send":
      return (recipe.count, piece)
    case .receiveExactly(let count): return (count, most)
    case .receiveAll: return (nil, most)
    default: return nil
    }
  }
}

extension RoleProgram {
  /// The transfers of a program with every call by itself.
  var transfers: [Transfer] {
    var place = 0
    return steps.compactMap { step in
      defer { place += step.calls.count }
      guard let aim = step.aim, let name = step.calls.first?.call.name else { return nil }
      return Transfer(
        calls: place..<(place + step.calls.count), name: name, total: aim.total, piece: aim.piece)
    }
  }
}

/// What the calls of a transfer came to, as strace sees them: into which pieces a stream falls is a
/// matter of time, what they are in all is not.
struct TransferSum {
  private let transfer: Transfer
  private var head: Substring?
  private var sum = 0
  private var end = "goes on"
  private var slips: [String] = []

  init(_ transfer: Transfer) { self.transfer = transfer }

  /// Takes the lines that are its own from the front.
  mutating func take(from lines: inout ArraySlice<String>) {
    while end == "goes on", let line = lines.first, take(line) { lines.removeFirst() }
  }

  /// False for a line of another call.
  private mutating func take(_ line: String) -> Bool {
    guard
      let match = line.wholeMatch(
        of:
          /((?:sendto|recvfrom)\(\d+), .*, (\d+), ([^,]*), (?:NULL|POINTER), (?:NULL|0|\[\])\) += (\S+)(?: (\w+).*)?/
          .dotMatchesNewlines())
    else { return false }
    let head = "\(match.1), …, \(match.3))"[...]
    guard self.head == nil || self.head == head else { return false }
    self.head = head
    check(Int(match.2) ?? 0)
    let moved = Int(match.4) ?? -1
    sum += max(0, moved)
    if moved <= 0 { end = moved == 0 ? "the end of the stream" : String(match.5 ?? "?") }
    if sum == transfer.total { end = "done" }
    return true
  }

  /// Each call asks for what is left of the whole, or of the piece.
  private mutating func check(_ asked: Int) {
    let isSending = transfer.name == "send"
    let left = transfer.piece - (isSending ? sum % transfer.piece : 0)
    let wanted = min(left, transfer.total.map { $0 - sum } ?? .max)
    if asked != wanted { slips.append("asked for \(asked), not \(wanted)") }
  }

  /// `isOpen`: the amount is left out.
  func text(isOpen: Bool) -> String {
    "\(head ?? "nothing") in all = \(isOpen ? "AMOUNT" : "\(sum)"), \(end)"
      + slips.map { ", \($0)" }.joined()
  }
}
