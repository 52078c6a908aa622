internal import Log
public import SystemCalls

/// An option and what it is to be set to.
public struct OptionSetting: Hashable, Sendable {
  public var option: SocketOption
  public var value: OptionValue

  public init(option: SocketOption, value: OptionValue) {
    self.option = option
    self.value = value
  }
}

extension Parameter where Value == SocketOption {
  /// The option of getsockopt.
  static func option() -> Parameter {
    Parameter("OPTION", "the option by its C name, such as SO_REUSEADDR") {
      reader throws(Diagnostic) in try reader.option(usage: "OPTION")
    }
  }
}

extension Parameter where Value == OptionSetting {
  /// The option of setsockopt and its value, which is read as the option's type has it.
  static func optionSetting() -> Parameter {
    let summary = "an option such as SO_REUSEADDR, and on, off, a number or a time"
    return Parameter("OPTION VALUE", summary) { reader throws(Diagnostic) in
      let option = try reader.option(usage: "OPTION VALUE")
      return OptionSetting(option: option, value: try reader.value(of: option))
    }
  }
}

extension Reader {
  fileprivate func option(usage: String) throws(Diagnostic) -> SocketOption {
    let token = try next("an option such as SO_REUSEADDR", usage: usage, .words(optionCandidates))
    if let name = token.keyword, let option = SocketOption.named(name.uppercased()) {
      return option
    }
    throw unexpected(
      token, expected: "an option such as SO_REUSEADDR", near: SocketOption.all.map(\.name))
  }

  fileprivate func value(of option: SocketOption) throws(Diagnostic) -> OptionValue {
    let form = OptionForm(option.type)
    let token = try next(form.expected, usage: form.usage, .words(form.words))
    guard token.kind == .word, let value = form.read(token.text) else {
      throw unexpected(token, expected: form.expected, near: form.words.map(\.text))
    }
    return value
  }
}

private let optionCandidates = SocketOption.all.map { Candidate($0.name, $0.summary) }

extension Topic {
  static let options = Topic(
    name: "options", title: "Socket options",
    text: """
      setsockopt changes them, getsockopt tells what they are. Their names and numbers are C's; the \
      level that stands before them there is found by itself.
      """,
    forms: SocketOption.all.map { option in
      let value = option.isReadOnly ? "" : " " + OptionForm(option.type).usage
      return Form(
        option.name + value, option.summary + (option.isReadOnly ? " (getsockopt only)" : ""))
    })
}

/// How a value of an option's type is written.
private struct OptionForm {
  var usage: String
  var expected: String
  var words: [Candidate]
  /// nil where the word is none.
  var read: (String) -> OptionValue?

  init(_ type: OptionType) {
    switch type {
    case .flag:
      self.init("on|off", "on, off or a number", [Candidate("on"), Candidate("off")]) { word in
        ["on": 1, "off": 0][word].map { .integer($0) } ?? OptionForm.integer(word)
      }
    case .integer, .error, .socketType:
      self.init("NUMBER", "a number such as 4096 or 64K", [], OptionForm.integer)
    case .linger:
      let off = Candidate("off", "close returns at once, and the kernel goes on sending")
      self.init("off|TIME", "off, or whole seconds such as 0s or 5s", [off], OptionForm.linger)
    case .time:
      let off = Candidate("off", "no limit")
      self.init("off|TIME", "off, or a time such as 200ms or 2s", [off], OptionForm.time)
    }
  }

  private init(
    _ usage: String, _ expected: String, _ words: [Candidate],
    _ read: @escaping (String) -> OptionValue?
  ) {
    self.usage = usage
    self.expected = expected
    self.words = words
    self.read = read
  }

  /// A whole number of C's type int, or a size such as `64K`.
  private static func integer(_ word: String) -> OptionValue? {
    if let number = Int32(word) { return .integer(number) }
    return (try? size(word)).flatMap { Int32(exactly: $0) }.map { .integer($0) }
  }

  private static func linger(_ word: String) -> OptionValue? {
    if word == "off" { return .linger(onOff: 0, seconds: 0) }
    guard let time = milliseconds(ofTime: word), time % 1000 == 0 else { return nil }
    return Int32(exactly: time / 1000).map { .linger(onOff: 1, seconds: $0) }
  }

  private static func time(_ word: String) -> OptionValue? {
    if word == "off" { return .time(seconds: 0, microseconds: 0) }
    return milliseconds(ofTime: word).map {
      .time(seconds: Int64($0 / 1000), microseconds: Int64($0 % 1000) * 1000)
    }
  }
}
