internal import Log
internal import SystemCalls

/// How a multicast group is written: `239.1.2.3 [from SENDER] [on INTERFACE]`.
struct MembershipForm {
  private let type: OptionType

  /// nil for an option that has no group.
  init?(_ type: OptionType) {
    guard [.membership, .sourceMembership, .membership6].contains(type) else { return nil }
    self.type = type
  }

  var usage: String {
    type == .sourceMembership ? "GROUP from SENDER [on ADDRESS]" : "GROUP [on INTERFACE]"
  }

  var expected: String {
    "a group's address such as \(type == .membership6 ? "ff02::4242" : "239.1.2.3")"
  }

  func read(_ reader: Reader) throws(Diagnostic) -> OptionForm.Value {
    let token = try reader.next(expected, usage: usage, .nothing)
    let group = Reader.withoutBrackets(token)
    switch type {
    case .membership6:
      guard let address = ipv6(group) else {
        throw reader.unexpected(token, expected: expected)
      }
      return try reader.on { interface($0) { .membership6(group: address, interface: $0) } }
        ?? OptionForm.Value(.membership6(group: address, interface: 0))
    case .sourceMembership:
      guard let address = ipv4(group) else {
        throw reader.unexpected(token, expected: expected)
      }
      return try sourceMembership(address, reader)
    default:
      guard let address = ipv4(group) else {
        throw reader.unexpected(token, expected: expected)
      }
      return try reader.on { membership(address, on: $0) }
        ?? OptionForm.Value(.membership(group: address, local: 0, interface: nil))
    }
  }

  private func membership(_ group: UInt32, on word: String) -> OptionForm.Value? {
    if let local = ipv4(word) {
      return OptionForm.Value(.membership(group: group, local: local, interface: nil))
    }
    return interface(word) { .membership(group: group, local: 0, interface: $0) }
  }

  private func sourceMembership(
    _ group: UInt32, _ reader: Reader
  ) throws(Diagnostic) -> OptionForm.Value {
    guard reader.accept("from", usage: "from SENDER", "one sender") else {
      throw reader.missing("from and a sender's address")
    }
    let sender = try reader.next("a sender's address", usage: "SENDER", .nothing)
    guard let source = ipv4(sender.text) else {
      throw reader.unexpected(sender, expected: "a sender's address such as 127.0.0.1")
    }
    let made = { (local: UInt32) in
      OptionForm.Value(.sourceMembership(group: group, local: local, source: source))
    }
    // The kernel's struct knows an interface by its address alone.
    return try reader.on("lo, or an interface's address such as 127.0.0.1") {
      ($0 == "lo" ? 0x7f00_0001 : ipv4($0)).map(made)
    } ?? made(0)
  }
}

extension Reader {
  /// `[ff02::1]` and `ff02::1` are the same here.
  static func withoutBrackets(_ token: Token) -> Substring {
    let text = token.text
    guard token.kind == .word else { return "" }
    return text.hasPrefix("[") && text.hasSuffix("]") ? text.dropFirst().dropLast() : text[...]
  }

  /// `on lo`, if it comes next.
  fileprivate func on(
    _ what: String = "an interface such as lo, or its address such as 127.0.0.1",
    _ read: (String) -> OptionForm.Value?
  ) throws(Diagnostic) -> OptionForm.Value? {
    guard accept("on", usage: "[on INTERFACE]", "on which interface") else { return nil }
    let wire = context.hosts.isEmpty ? [] : [Candidate("wire0", "a host's way to the others")]
    let token = try next(what, usage: "INTERFACE", .words([Candidate("lo")] + wire))
    guard token.kind == .word, let value = read(token.text) else {
      throw unexpected(token, expected: what)
    }
    return value
  }
}

/// `join 239.1.2.3 on lo`, as the setting that it is.
extension Parameter where Value == OptionSetting {
  static func group(joining: Bool) -> Parameter {
    let summary = "a multicast address such as 239.1.2.3 or ff02::4242, and where"
    return Parameter("GROUP [from SENDER] [on INTERFACE]", summary) { reader throws(Diagnostic) in
      try reader.groupSetting(joining: joining)
    }
  }
}

extension Reader {
  func groupSetting(joining: Bool) throws(Diagnostic) -> OptionSetting {
    let name =
      if peek.map({ ipv6(Reader.withoutBrackets($0)) != nil }) == true {
        joining ? "IPV6_JOIN_GROUP" : "IPV6_LEAVE_GROUP"
      } else if peekSecond?.keyword == "from" {
        joining ? "IP_ADD_SOURCE_MEMBERSHIP" : "IP_DROP_SOURCE_MEMBERSHIP"
      } else {
        joining ? "IP_ADD_MEMBERSHIP" : "IP_DROP_MEMBERSHIP"
      }
    guard let option = SocketOption.named(name) else { throw missing("a group") }
    return try OptionForm(option.type).setting(of: option, self)
  }
}
