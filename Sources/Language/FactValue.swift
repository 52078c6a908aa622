internal import Log
internal import SystemCalls

extension Reader {
  /// The right side of a fact: a value of the subject's type, or another fact of that type.
  func value(for subject: FactSubject) throws(Diagnostic) -> String {
    let values = subject.type.values
    let token = try next(
      subject.type.rawValue, usage: "VALUE", .words(values.map { Candidate($0) }))
    if let value = subject.type.canonical(token) ?? otherFact(token, of: subject.type) {
      return value
    }
    let near = nearest(to: token.text, among: values).map { "did you mean \(quoted($0))?" }
    throw wrong(
      token,
      "\(subject.name) is compared with \(subject.type.rawValue), found \(quoted(token.text))",
      advice: near ?? subject.type.advice)
  }

  /// `server.local`, `server@4.local`: as written if it is a fact of the type.
  private func otherFact(_ token: Token, of type: FactSubject.ValueType) -> String? {
    guard token.kind == .word, let other = FactReference(token.text), other.role != nil,
      other.subject.type == type
    else { return nil }
    return token.text
  }
}

extension FactSubject.ValueType {
  /// The values that can be counted off, for completion and for “did you mean”.
  var values: [String] {
    switch self {
    case .state: stateNames
    case .errno: ["none"] + Errno.allNames
    case .bool: ["yes", "no"]
    case .call: ["none"] + callNames
    case .event: ["none"] + eventNames
    case .address, .group: ["none"]
    case .number: []
    case .setting: ["on", "off"]
    case .option: SocketOption.all.map(\.name)
    case .timer: ["none"] + timerNames
    }
  }

  var advice: String {
    switch self {
    case .state: "the states are \(stateNames.joined(separator: ", "))"
    case .errno: "such as ECONNREFUSED"
    case .bool: "write yes or no"
    case .call: "the calls are \(callNames.joined(separator: ", "))"
    case .event: "the events are \(eventNames.joined(separator: ", "))"
    case .address: "such as 127.0.0.1:9000"
    case .group: "such as 239.1.2.3 or ff02::4242"
    case .number: "such as 5 or 4K"
    case .setting: "such as on, 64K, 200 ms in quotes, or as options shows it"
    case .option: "such as SO_REUSEADDR"
    case .timer: "the timers are \(timerNames.joined(separator: ", "))"
    }
  }

  /// The value in the one form that facts have: sizes as plain numbers; nil if it is none of these.
  func canonical(_ token: Token) -> String? {
    if self == .setting { return (try? size(token.text)).map(String.init) ?? token.text }
    guard token.kind == .word else { return nil }
    switch self {
    case .state, .bool, .call, .option, .timer, .event:
      return values.contains(token.text) ? token.text : nil
    case .errno:
      return token.text == "none" || Errno(name: token.text) != nil ? token.text : nil
    case .number, .setting: return (try? size(token.text)).map(String.init)
    case .group:
      if token.text == "none" { return token.text }
      // As the kernel's numbers are written.
      return ipv4(token.text).map { _ in token.text } ?? ipv6(token.text).map { "\($0)" }
    case .address:
      if token.text == "none" { return token.text }
      guard case .literal? = try? AddressReference(token.text) else { return nil }
      return token.text
    }
  }
}
