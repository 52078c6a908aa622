/// The signals that a call blocks while it waits, as the kernel has them: a bit for each.
final class SignalMask {
  /// NULL where the process's own mask stays.
  let base: UnsafeMutablePointer<UInt64>?
  private let signals: [Int32]

  /// Signals from 1 to 64.
  init(_ signals: [Int32]?) {
    self.signals = signals ?? []
    guard let signals else {
      base = nil
      return
    }
    base = .allocate(capacity: 1)
    base?.initialize(to: signals.reduce(0) { $0 | 1 << UInt64($1 - 1) })
  }

  deinit { base?.deallocate() }

  /// None where there is no mask.
  var argument: [Argument] {
    guard let base else { return [] }
    return [Argument("sigmask", .signalMask(signals, pointer: UInt(bitPattern: base)))]
  }
}
