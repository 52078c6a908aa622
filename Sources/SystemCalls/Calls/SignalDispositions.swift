internal import CLinux

extension SocketCalls {
  /// rt_sigaction(2) with SIG_IGN or SIG_DFL, an empty mask and no flags: what signal(2) comes to
  /// for a disposition that is no handler.
  @discardableResult
  public func setDisposition(
    ofSignal signal: Int32, ignored: Bool
  ) throws(Errno) -> SignalDisposition {
    var action = linux_sigaction()
    action.handler = ignored ? 1 : 0
    var old = linux_sigaction()
    try withUnsafeMutablePointer(to: &old) { (old) throws(Errno) -> Void in
      let call = Call(
        "signal",
        [
          Argument("signum", .constant(Int(signal), table: .signal)),
          Argument("act", .disposition(SignalDisposition(action))),
          Argument("oldact", .raw(hexadecimal(Int(bitPattern: old)))),
          Argument("sigsetsize", .integer(MemoryLayout.size(ofValue: action.mask))),
        ])
      let fill = { (call: inout Call, _: Int) in
        call.arguments[2].value = .disposition(SignalDisposition(old.pointee))
      }
      try perform(call, filling: fill) { Int(linux_rt_sigaction(signal, &action, old)) }
    }
    return SignalDisposition(old)
  }
}

extension SignalDisposition {
  init(_ action: linux_sigaction) {
    self.init(
      handler: SignalDisposition.handlerText(action.handler),
      mask: (1...64).filter { action.mask >> UInt64($0 - 1) & 1 == 1 }
        .map { String(ConstantTable.signal.text($0).dropFirst(3)) },
      flags: SignalDisposition.flagsText(action.flags),
      restorer: action.flags & 0x400_0000 == 0 ? nil : UInt(action.restorer))
  }

  private static func handlerText(_ handler: UInt64) -> String {
    switch handler {
    case 0: "SIG_DFL"
    case 1: "SIG_IGN"
    default: hexadecimal(Int(bitPattern: UInt(handler)))
    }
  }

  private static func flagsText(_ flags: UInt64) -> [String] {
    let known = knownFlags.filter { flags & $0.1 == $0.1 }
    let rest = known.reduce(flags) { $0 & ~$1.1 }
    let hex = hexadecimal(Int(bitPattern: UInt(rest)))
    if rest == 0 { return known.map(\.0) }
    return known.isEmpty ? ["\(hex) /* SA_??? */"] : known.map(\.0) + [hex]
  }

  /// In strace's order.
  private static let knownFlags: [(String, UInt64)] = [
    ("SA_RESTORER", 0x400_0000), ("SA_ONSTACK", 0x800_0000), ("SA_RESTART", 0x1000_0000),
    ("SA_INTERRUPT", 0x2000_0000), ("SA_NODEFER", 0x4000_0000), ("SA_RESETHAND", 0x8000_0000),
    ("SA_SIGINFO", 4), ("SA_NOCLDSTOP", 1), ("SA_NOCLDWAIT", 2),
  ]
}
