internal import Log
public import SystemCalls

/// An option and what it is to be set to.
public struct OptionSetting: Hashable, Sendable {
  public var option: SocketOption
  public var value: OptionValue
  /// The interface of the value by its name, which is still to be looked up.
  public var interface: String?
  /// Options of other levels that were written in the same way: the socket decides.
  public var others: [OptionSetting] = []

  public init(option: SocketOption, value: OptionValue, interface: String? = nil) {
    self.option = option
    self.value = value
    self.interface = interface
  }
}

/// What an option's name can mean. `multicast_if` is an option of IPv4's and one of IPv6's.
struct NamedOptions: Sendable {
  var first: SocketOption
  var others: [SocketOption] = []
}

extension Parameter where Value == NamedOptions {
  /// The option of getsockopt.
  static func option() -> Parameter {
    Parameter("OPTION", "the option by its C name, or as in reuseaddr") {
      reader throws(Diagnostic) in
      try reader.options(usage: "OPTION", candidates(of: SocketOption.all.filter(\.canBeAsked)))
    }
  }
}

extension Parameter where Value == OptionSetting {
  /// The option of setsockopt and its value, which is read as the option's type has it.
  static func optionSetting() -> Parameter {
    let summary = "an option such as SO_REUSEADDR, and its value: on, off, a number, a time, …"
    return Parameter("OPTION VALUE", summary) { reader throws(Diagnostic) in
      let settable = candidates(of: SocketOption.all.filter { !$0.isReadOnly })
      return try reader.setting(of: try reader.options(usage: "OPTION VALUE", settable))
    }
  }
}

extension Reader {
  /// Read as a value of each option, as far as it is one.
  fileprivate func setting(of options: NamedOptions) throws(Diagnostic) -> OptionSetting {
    let start = position
    var setting: OptionSetting?
    var problem: Diagnostic?
    var end = start
    for option in [options.first] + options.others {
      move(to: start)
      do throws(Diagnostic) {
        let next = try OptionForm(option.type).setting(of: option, self)
        if setting == nil {
          (setting, end) = (next, position)
        } else {
          setting?.others.append(next)
        }
      } catch {
        problem = problem ?? error
      }
    }
    move(to: end)
    guard let setting else { throw problem ?? missing("a value") }
    return setting
  }

  fileprivate func options(
    usage: String, _ candidates: [Candidate]
  ) throws(Diagnostic) -> NamedOptions {
    let token = try next("an option such as SO_REUSEADDR", usage: usage, .words(candidates))
    if let name = token.keyword {
      if let option = SocketOption.named(name) { return NamedOptions(first: option) }
      let options = SocketOption.named(short: name)
      if let first = options.first {
        return NamedOptions(first: first, others: Array(options.dropFirst()))
      }
    }
    let near = likeliest(token.text).map { "did you mean \(quoted($0))? " } ?? ""
    throw wrong(
      token, "there is no option \(quoted(token.text))",
      advice: near + "`options all` lists those of the socket, `help settings` all there are")
  }

  /// The name a few edits away, or one that has the word in it: `keep` is a part of `keepalive`.
  private func likeliest(_ word: String) -> String? {
    let names = optionNames(like: word)
    if let near = nearest(to: word, among: names) { return near }
    let part = (word.split(separator: "_").last.map(String.init) ?? "").lowercased()
    guard part.count > 2 else { return nil }
    return names.first { $0.lowercased().contains(part) }
      ?? nearest(to: part, among: SocketOption.all.map(\.shortName)).flatMap { short in
        zip(SocketOption.all, names).first { $0.0.shortName == short }?.1
      }
  }

  /// Names in the way the word is written.
  private func optionNames(like word: String) -> [String] {
    let isShort = word.utf8.allSatisfy { !(0x41...0x5a).contains($0) }
    return SocketOption.all.map { isShort ? $0.shortName : $0.name }
  }
}

/// By their C names, and by what stands behind the level in them.
private func candidates(of options: [SocketOption]) -> [Candidate] {
  options.map { Candidate($0.name, $0.summary) }
    + options.filter { SocketOption.named(short: $0.shortName).first == $0 }
    .map { Candidate($0.shortName, $0.summary) }
}

extension Topic {
  static let options = Topic(
    name: "settings", title: "Socket options",
    text: """
      setsockopt changes them, getsockopt tells what they are, and options lists those of one \
      socket. Their names and numbers are C's; the level that stands before them there is found by \
      itself. The part of a name behind its level will do: set nodelay on. Where several levels have \
      it, as multicast_if, the socket decides. help SO_LINGER says more of one.
      """,
    forms: SocketOption.all.map { Form($0.name + OptionForm.usage(of: $0), $0.meaning) })
}

extension SocketOption {
  fileprivate var canBeAsked: Bool { access != .writeOnly }

  /// The summary, with what cannot be done.
  var meaning: String {
    switch access {
    case .full: summary
    case .readOnly, .consumed: summary + " (getsockopt only)"
    case .writeOnly: summary + " (setsockopt only)"
    }
  }
}
