internal import Log
internal import SystemCalls

extension Parameter where Value == [Watched] {
  /// `read @4 @5 write @6`, or as C has it: `@4 POLLIN|POLLOUT @6 POLLIN`.
  static func watched(_ words: EventWords) -> Parameter {
    let usage = "EVENTS @FD …"
    let names = words.words.joined(separator: ", ")
    let summary = "what to wait for, and on which descriptors: \(names); all is every socket"
    return Parameter(usage, summary) { reader throws(Diagnostic) in
      try reader.watched(words)
    }
  }
}

extension Parameter where Value == Int? {
  /// How long to wait, in nanoseconds; nil is for ever.
  static func waitLimit(in unit: TimeUnit = .millisecond) -> Parameter {
    let finer = [.nanosecond: ", for 200us or for 50ns", .microsecond: " or for 200us"][unit] ?? ""
    let summary = "at most that long, as in for 200ms\(finer); now does not wait at all"
    return Parameter("[for TIME | now]", summary) { reader throws(Diagnostic) in
      try reader.waitLimit(in: unit)
    }
  }
}

extension Reader {
  /// Reads groups of events and descriptors, in the order in which the first group has them.
  fileprivate func watched(_ words: EventWords) throws(Diagnostic) -> [Watched] {
    var groups = WatchGroups()
    while !isAtWaitLimit {
      offer("EVENTS @FD", .several([.words(words.candidates), .descriptors]))
      guard let token = peek else { break }
      if let descriptor = try watchedDescriptor(token) {
        groups.add(descriptor)
      } else if let bits = token.keyword.flatMap(words.bits) {
        groups.add(events: bits)
      } else if token.keyword != "|" {
        throw unexpected(token, expected: "an event or a descriptor", near: words.words)
      }
      skip()
    }
    guard let watched = groups.finished(canBeEmpty: !isAtEnd) else {
      throw missing("what to wait for, such as read @4")
    }
    return watched
  }

  private var isAtWaitLimit: Bool { ["for", "now", "mask"].contains(peek?.keyword) }

  private func watchedDescriptor(_ token: Token) throws(Diagnostic) -> WatchedDescriptor? {
    if token.keyword == "all" { return .all }
    guard token.keyword?.hasPrefix("@") == true else { return nil }
    return .one(.descriptor(try descriptor(token)))
  }

  func descriptor(_ token: Token) throws(Diagnostic) -> Int32 {
    guard token.kind == .word, token.text.hasPrefix("@"),
      let number = Int32(token.text.dropFirst()), number >= 0
    else {
      try checkRange(token, "@")
      throw unexpected(token, expected: "a descriptor such as @3")
    }
    return number
  }

  /// In milliseconds.
  func waitLimit() throws(Diagnostic) -> Int? {
    try waitLimit(in: .millisecond).map { $0 / TimeUnit.millisecond.rawValue }
  }

  /// In nanoseconds.
  func waitLimit(in unit: TimeUnit) throws(Diagnostic) -> Int? {
    if accept("now", "do not wait: what is ready at this moment") { return 0 }
    guard accept("for", usage: "for TIME", "at most that long") else { return nil }
    let token = try next("a time", usage: "TIME", .nothing)
    guard token.kind == .word, let time = unit.nanoseconds(of: token.text),
      time / TimeUnit.millisecond.rawValue <= Int(Int32.max)
    else { throw wrongTime(token, unit) }
    return time
  }
}

extension Reader {
  /// A time that is finer than the call can be told has a call that can.
  private func wrongTime(_ token: Token, _ unit: TimeUnit) -> Diagnostic {
    if unit.nanoseconds(of: token.text) != nil {
      return wrong(
        token, "\(quoted(token.text)) is too long: the longest is \(Int32.max)ms, some 24 days")
    }
    let isFiner = unit != .nanosecond && TimeUnit.nanosecond.nanoseconds(of: token.text) != nil
    let advice =
      ["poll": "ppoll takes us and ns", "select": "pselect takes ns"][command.name]
      ?? "the call counts in whole \(unit)s"
    guard isFiner else { return unexpected(token, expected: unit.expected) }
    return wrong(
      token, "expected \(unit.expected), found \(quoted(token.text))", advice: advice)
  }
}

/// Events and descriptors that belong together.
private struct WatchGroups {
  private var finished: [Watched] = []
  private var events: Int?
  private var descriptors: [WatchedDescriptor] = []
  /// Whether the descriptor is named before its events; nil before either.
  private var isDescriptorFirst: Bool?

  mutating func add(_ descriptor: WatchedDescriptor) {
    if isDescriptorFirst == nil { isDescriptorFirst = true }
    if isDescriptorFirst == true, events != nil { close() }
    descriptors.append(descriptor)
  }

  mutating func add(events bits: Int) {
    if isDescriptorFirst == nil { isDescriptorFirst = false }
    if isDescriptorFirst == false, !descriptors.isEmpty { close() }
    events = (events ?? 0) | bits
  }

  private mutating func close() {
    if descriptors.isEmpty { descriptors = [.one(.unnamed)] }
    finished += descriptors.map { Watched($0, events: events ?? 0) }
    (events, descriptors) = (nil, [])
  }

  /// nil where something is missing.
  mutating func finished(canBeEmpty: Bool) -> [Watched]? {
    if isDescriptorFirst == nil { return canBeEmpty ? [] : nil }
    if isDescriptorFirst == true, events == nil { return nil }
    close()
    return finished
  }
}
