internal import Glibc
internal import Language
internal import SystemCalls

/// How far a `recv exactly` or `recv until` has come, so that it can be said when the end cut it short.
struct Progress {
  private var extent: Extent?
  private var received = 0
  private var hasMetEnd = false

  init() {}

  init(of action: Action) {
    if case .receive(_, let extent, _, _, _) = action { self.extent = extent }
  }

  mutating func add(_ call: Call, _ outcome: Outcome) {
    guard extent != nil, call.name.hasPrefix("recv"), outcome.errno == nil else { return }
    hasMetEnd = outcome.result == 0
    if call.number("flags") & Int(MSG_PEEK) == 0 { received += outcome.result }
  }

  /// `5 of 10 bytes arrived before the end`; nil where nothing is missing.
  var shortfall: String? {
    guard hasMetEnd else { return nil }
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
