internal import Glibc
internal import Language
internal import SystemCalls

/// How far a `recv exactly` or `recv until` has come, so that it can be said when the end cut it short.
struct Progress {
  private var extent: Extent?
  private(set) var received = 0
  private(set) var hasMetEnd = false
  /// Of what came, the last bytes.
  private(set) var tail: [UInt8] = []
  /// Whether `expect` will say what is missing.
  var isExpected = false
  /// What is kept of a tail, in bytes, beyond the mark that is looked for.
  private static let keptTail = 64

  init() {}

  init(of action: Action) {
    if case .receive(_, let extent, _, _, _) = action { self.extent = extent }
  }

  mutating func add(_ call: Call, _ outcome: Outcome) {
    guard extent != nil, call.name.hasPrefix("recv"), outcome.errno == nil else { return }
    hasMetEnd = outcome.result == 0
    guard call.number("flags") & Int(MSG_PEEK) == 0 else { return }
    received += outcome.result
    guard let longest = keptTail, case .buffer(_, let filled?)? = call["buf"] else { return }
    tail = Array((tail + filled.kept).suffix(longest))
  }

  /// In bytes; nil where no tail is wanted.
  private var keptTail: Int? {
    if case .until(let mark) = extent { return Progress.keptTail + mark.count }
    return isExpected ? Progress.keptTail : nil
  }

  /// Whether the bytes that were to come have come.
  var hasMark: Bool {
    if case .until(let mark) = extent { tail.suffix(mark.count) == mark[...] } else { false }
  }

  /// `5 of 10 bytes arrived before the end`; nil where nothing is missing.
  var shortfall: String? {
    guard hasMetEnd, !isExpected else { return nil }
    switch extent {
    case .exactly(let count) where received < count:
      return "\(received) of \(count) bytes arrived before the end"
    case .until:
      return
        "\(received) \(received == 1 ? "byte" : "bytes") arrived before the end, without the mark"
    default: return nil
    }
  }
}

extension Call {
  fileprivate func number(_ name: String) -> Int {
    if case .constant(let number, _)? = self[name] { number } else { 0 }
  }
}
