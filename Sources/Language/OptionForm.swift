internal import Log
internal import SystemCalls

/// How a value of an option's type is written.
struct OptionForm {
  var usage: String
  var expected: String
  var words: [Candidate] = []
  /// nil where the word is none.
  var read: @Sendable (String) -> Value?

  /// A value, and the name of the interface that is still to be looked up for it.
  struct Value {
    var value: OptionValue
    var interface: String?

    init(_ value: OptionValue, interface: String? = nil) {
      self.value = value
      self.interface = interface
    }
  }

  /// ` on|off`, or nothing for an option that cannot be set.
  static func usage(of option: SocketOption) -> String {
    option.isReadOnly ? "" : " " + OptionForm(option.type).usage
  }

  /// Reads the value that comes next.
  func setting(of option: SocketOption, _ reader: Reader) throws(Diagnostic) -> OptionSetting {
    let value =
      if let membership = MembershipForm(option.type) {
        try membership.read(reader)
      } else {
        try word(reader, words: option.knownNames ?? words)
      }
    return OptionSetting(option: option, value: value.value, interface: value.interface)
  }

  private func word(_ reader: Reader, words: [Candidate]) throws(Diagnostic) -> Value {
    let token = try reader.next(expected, usage: usage, .words(words))
    guard token.kind == .word, let value = read(token.text) else {
      if token.kind == .word { try reader.checkRange(token) }
      throw reader.unexpected(token, expected: expected, near: words.map(\.text))
    }
    return value
  }

  init(_ type: OptionType) {
    switch type {
    case .flag:
      self.init("on|off", "on, off or a number", ["on", "off"]) { word in
        ["on": 1, "off": 0][word].map { Value(.integer($0)) } ?? number(word)
      }
    case .integer, .size, .error, .structure:
      self.init("NUMBER", "a number such as 4096 or 64K", [], number)
    case .duration(let unit):
      let example =
        unit == .seconds ? "a whole number of seconds such as 2s" : "a time such as 200ms or 2s"
      self.init("TIME", "\(example), or a number of \(unit)", []) {
        duration($0, in: unit) ?? number($0)
      }
    case .named(let names):
      self.init(
        "NAME", names.names.first.map { "a name such as \($0), or a number" } ?? "a number",
        names.names
      ) { word in
        (names.number(word) ?? number(word)?.value.number).map { Value(.named($0, names)) }
      }
    case .linger: self.init("off|TIME", "off, or whole seconds such as 0s or 5s", ["off"], linger)
    case .time: self.init("off|TIME", "off, or a time such as 200ms or 2s", ["off"], time)
    case .text: self.init("off|NAME", "a name such as lo or cubic, or off", ["off"], text)
    case .interface, .networkInterface:
      self.init("INTERFACE", "an interface such as lo, or its number", ["lo", "off"]) { word in
        interface(word) { type == .interface ? .interface($0) : .networkInterface($0) }
      }
    case .outgoing:
      self.init("INTERFACE", "an interface such as lo, or its address", ["lo"], outgoing)
    case .unsigned: self.init("off|NUMBER", "a number such as 1M, or off", ["off"], unsigned)
    case .membership, .sourceMembership, .membership6, .credentials:
      let form = MembershipForm(type)
      self.init(form?.usage ?? "", form?.expected ?? "a number", []) { _ in nil }
    }
  }

  private init(
    _ usage: String, _ expected: String, _ words: [String],
    _ read: @escaping @Sendable (String) -> Value?
  ) {
    self.usage = usage
    self.expected = expected
    self.words = words.map { Candidate($0) }
    self.read = read
  }
}

extension OptionValue {
  fileprivate var number: Int32? { if case .integer(let number) = self { number } else { nil } }
}

/// A whole number of C's type int, or a size such as `64K`.
private func number(_ word: String) -> OptionForm.Value? {
  if let number = Int32(word) { return OptionForm.Value(.integer(number)) }
  return (try? size(word)).flatMap { Int32(exactly: $0) }.map { OptionForm.Value(.integer($0)) }
}

/// A time as a whole number of the unit.
private func duration(_ word: String, in unit: OptionUnit) -> OptionForm.Value? {
  guard let time = microseconds(word), time % (1_000_000 / unit.aSecond) == 0 else { return nil }
  return Int32(exactly: time / (1_000_000 / unit.aSecond)).map { OptionForm.Value(.integer($0)) }
}

private func microseconds(_ word: String) -> Int? {
  if word.hasSuffix("us") { return try? number(word.dropLast(2)) }
  guard let time = milliseconds(ofTime: word) else { return nil }
  let (product, overflowed) = time.multipliedReportingOverflow(by: 1000)
  return overflowed ? nil : product
}

private func linger(_ word: String) -> OptionForm.Value? {
  if word == "off" { return OptionForm.Value(.linger(onOff: 0, seconds: 0)) }
  guard let time = milliseconds(ofTime: word), time % 1000 == 0 else { return nil }
  return Int32(exactly: time / 1000).map { OptionForm.Value(.linger(onOff: 1, seconds: $0)) }
}

/// Microseconds go to the kernel as they are: a million of them or more is for it to refuse.
private func time(_ word: String) -> OptionForm.Value? {
  if word == "off" { return OptionForm.Value(.time(seconds: 0, microseconds: 0)) }
  if word.hasSuffix("us"), let time = microseconds(word) {
    return OptionForm.Value(.time(seconds: 0, microseconds: Int64(time)))
  }
  return milliseconds(ofTime: word).map {
    OptionForm.Value(.time(seconds: Int64($0 / 1000), microseconds: Int64($0 % 1000) * 1000))
  }
}

private func text(_ word: String) -> OptionForm.Value? {
  guard word.utf8.count <= 64 else { return nil }
  return OptionForm.Value(.text(word == "off" ? [] : Array(word.utf8)))
}

private func unsigned(_ word: String) -> OptionForm.Value? {
  if word == "off" { return OptionForm.Value(.unsigned(.max)) }
  return (try? size(word)).map { OptionForm.Value(.unsigned(UInt64($0))) }
}

private func outgoing(_ word: String) -> OptionForm.Value? {
  if let local = ipv4(word) { return OptionForm.Value(.outgoing(local: local, interface: nil)) }
  return interface(word) { .outgoing(local: 0, interface: $0) }
}

/// A number as it is, a name for the session to look up.
func interface(_ word: String, _ make: (Int32) -> OptionValue) -> OptionForm.Value? {
  if word == "off" { return OptionForm.Value(make(0)) }
  if let number = Int32(word), number >= 0 { return OptionForm.Value(make(number)) }
  let isName = (1...15).contains(word.utf8.count) && !word.contains("/") && Int(word) == nil
  return isName ? OptionForm.Value(make(0), interface: word) : nil
}

extension SocketOption {
  /// The values that this machine knows, where the option's type does not tell them.
  fileprivate var knownNames: [Candidate]? {
    guard name == "TCP_CONGESTION" else { return nil }
    return readSmallFile("/proc/sys/net/ipv4/tcp_available_congestion_control")?
      .split(whereSeparator: \.isWhitespace).map { Candidate(String($0)) }
  }
}
