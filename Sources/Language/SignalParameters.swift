internal import Log
internal import SystemCalls

extension Parameter where Value == Int32 {
  /// A signal by name, with or without SIG.
  static func signalName() -> Parameter {
    Parameter("SIGNAME", "the signal, with or without SIG") { reader throws(Diagnostic) in
      try reader.signal(usage: "SIGNAME")
    }
  }

  /// A signal by name or number, which may be left out.
  static func signalNumber(default normal: Int) -> Parameter {
    Parameter("[SIGNAL]", "a name, with or without SIG, or a number; SIGKILL if left out") {
      reader throws(Diagnostic) in
      reader.offer("SIGNAL", .words(SystemConstant.names(.signal).map { Candidate($0) }))
      return reader.isAtEnd ? Int32(clamping: normal) : try reader.signal(usage: "SIGNAL")
    }
  }
}

extension Parameter where Value == [Int32]? {
  /// Signals that are blocked during a call; nil leaves the process's own mask.
  static func signalMask() -> Parameter {
    let summary = "signals that are blocked while the call waits; none blocks none"
    return Parameter("[mask SIGNAME … | mask none]", summary) { reader throws(Diagnostic) in
      try reader.signalMask()
    }
  }
}

extension Reader {
  func signalMask() throws(Diagnostic) -> [Int32]? {
    guard accept("mask", usage: "mask SIGNAME …", "signals to be blocked during the call") else {
      return nil
    }
    if accept("none", "no signal is blocked") { return [] }
    var signals = [try signal(usage: "SIGNAME …")]
    while !isAtEnd { signals.append(try signal(usage: "SIGNAME …")) }
    return signals
  }

  fileprivate func signal(usage: String) throws(Diagnostic) -> Int32 {
    let names = SystemConstant.names(.signal)
    let token = try next("a signal", usage: usage, .words(names.map { Candidate($0) }))
    let word = token.text.uppercased()
    if let number = SystemConstant.number(word.hasPrefix("SIG") ? word : "SIG" + word, .signal) {
      return Int32(truncatingIfNeeded: number)
    }
    guard token.kind == .word, let number = Int32(word), (1...64).contains(number) else {
      throw unexpected(token, expected: "a signal such as SIGTERM, or 1 to 64", near: names)
    }
    return number
  }
}

/// What `wait` waits for.
enum Awaited {
  case role(String)
  /// Milliseconds.
  case time(Int)
}

extension Parameter where Value == Awaited {
  /// A role, whom the parameters that follow are about, or a time and nothing more.
  static func awaited() -> Parameter {
    let role = Parameter<String>.role("the role; or a time: 200ms, 2s")
    return Parameter("ROLE|TIME", role.summary) { reader throws(Diagnostic) in
      guard let token = reader.peek, token.kind == .word, token.text.first?.isNumber == true else {
        return .role(try role.read(reader))
      }
      reader.isComplete = true
      return .time(try reader.time())
    }
  }
}

extension Reader {
  func time() throws(Diagnostic) -> Int {
    let token = try next("a time", usage: "TIME", .nothing)
    guard token.kind == .word, let time = try? milliseconds(token.text) else {
      throw unexpected(token, expected: "a time such as 200ms or 2s")
    }
    return time
  }
}

extension Parameter where Value == Fact? {
  static func until() -> Parameter {
    Parameter("[until FACT]", "a fact; without a role it speaks of the one waited for") {
      reader throws(Diagnostic) in
      guard !reader.isComplete,
        reader.accept("until", usage: "until FACT", "until a fact holds")
      else { return nil }
      return try reader.fact()
    }
  }
}

extension Parameter where Value == Int? {
  /// A time in milliseconds, after a word.
  static func timeLimit(
    _ word: String = "for", _ summary: String = "at most that long: 200ms, 2s"
  ) -> Parameter {
    Parameter("[\(word) TIME]", summary) { reader throws(Diagnostic) in
      guard !reader.isComplete, reader.accept(word, usage: "\(word) TIME", summary) else {
        return nil
      }
      return try reader.time()
    }
  }
}
