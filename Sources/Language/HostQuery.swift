internal import Log
internal import SystemCalls

/// What getaddrinfo(3) is asked: its first three arguments.
public struct HostQuery: Hashable, Sendable {
  /// nil is C's NULL, in both.
  public var host: String?
  public var service: String?
  public var hints: HostHints

  public init(_ host: String?, _ service: String?, _ hints: HostHints = HostHints()) {
    (self.host, self.service, self.hints) = (host, service, hints)
  }
}

/// What getaddrinfo(3) is to leave out, and how it is to look.
public struct HostHints: Hashable, Sendable {
  /// 0 is any family, and any type.
  public var family: Int32
  public var type: Int32
  public var flags: Int32

  /// Without a word of it, it is for streams: with any type, an address comes once for each.
  public init(family: Int32 = 0, type: Int32 = 1, flags: Int32 = 0) {
    (self.family, self.type, self.flags) = (family, type, flags)
  }

  public func has(_ flag: String) -> Bool {
    ConstantTable.lookUpFlags.number(named: flag).map { Int(flags) & $0 != 0 } ?? false
  }
}

extension HostHints: CustomStringConvertible {
  /// `{ai_flags=AI_PASSIVE, ai_family=AF_INET, ai_socktype=SOCK_STREAM}`
  public var description: String {
    let flags = flags == 0 ? [] : ["ai_flags=\(ConstantTable.lookUpFlags.text(Int(flags)))"]
    let family = family == 0 ? [] : ["ai_family=\(ConstantTable.addressFamily.text(Int(family)))"]
    let type = ["ai_socktype=\(ConstantTable.socketType.text(Int(type)))"]
    return "{" + (flags + family + type).joined(separator: ", ") + "}"
  }
}

/// A word that is a hint of getaddrinfo's.
struct HostHint: Sendable {
  enum Field: Sendable { case family, type, flags }

  var field: Field
  var value: Int32

  private static let families: [(word: String, constant: String)] = [
    ("inet", "AF_INET"), ("inet6", "AF_INET6"), ("unspec", "AF_UNSPEC"),
  ]
  private static let types: [(word: String, value: Int32, about: String)] = [
    ("tcp", 1, "SOCK_STREAM, as it is without a hint"), ("udp", 2, "SOCK_DGRAM"),
    ("any", 0, "every type: an address comes once for each"),
  ]

  /// nil for a word that is none.
  init?(_ word: String) {
    let constant = HostHint.families.first { $0.word == word }?.constant ?? word
    if let number = SystemConstant.number(constant, .addressFamily) {
      self.init(.family, number)
    } else if let type = HostHint.types.first(where: { $0.word == word })?.value {
      self.init(.type, Int(type))
    } else if word.hasPrefix("SOCK_"), let type = SystemConstant.union(word, .socketType) {
      self.init(.type, type)
    } else if let flags = FlagWords.lookUp.number(word) {
      self.init(.flags, Int(flags))
    } else {
      return nil
    }
  }

  private init(_ field: Field, _ number: Int) {
    self.field = field
    value = Int32(truncatingIfNeeded: number)
  }

  static let candidates =
    families.map { Candidate($0.word, $0.constant) } + types.map { Candidate($0.word, $0.about) }
    + families.map { Candidate($0.constant) }
    + ["SOCK_STREAM", "SOCK_DGRAM"].map { Candidate($0) } + FlagWords.lookUp.candidates

  static let names = candidates.map(\.text) + SystemConstant.names(.addressFamily)
}

extension FlagWords {
  /// Of getaddrinfo(3).
  static let lookUp = FlagWords(
    friendly: [
      Flag(word: "passive", constant: "AI_PASSIVE", summary: "to bind: NULL is the wildcard"),
      Flag(word: "canonname", constant: "AI_CANONNAME", summary: "tell the host's own name, too"),
      Flag(word: "numerichost", constant: "AI_NUMERICHOST", summary: "look no host's name up"),
      Flag(word: "numericserv", constant: "AI_NUMERICSERV", summary: "look no service up"),
      Flag(word: "v4mapped", constant: "AI_V4MAPPED", summary: "inet6: IPv4 as ::ffff:a.b.c.d"),
      Flag(word: "all", constant: "AI_ALL", summary: "with v4mapped: beside those of IPv6"),
      Flag(
        word: "addrconfig", constant: "AI_ADDRCONFIG", summary: "only families that the host has"),
    ], table: .lookUpFlags)

  /// Of getnameinfo(3).
  static let name = FlagWords(
    friendly: [
      Flag(word: "numerichost", constant: "NI_NUMERICHOST", summary: "look no host up"),
      Flag(word: "numericserv", constant: "NI_NUMERICSERV", summary: "look no service up"),
      Flag(word: "namereqd", constant: "NI_NAMEREQD", summary: "a number is no answer"),
      Flag(word: "dgram", constant: "NI_DGRAM", summary: "the service is UDP's"),
      Flag(word: "nofqdn", constant: "NI_NOFQDN", summary: "leave the own domain out"),
    ], table: .nameFlags)
}

extension Parameter where Value == HostHints {
  /// `inet udp passive`, `AF_INET SOCK_DGRAM AI_PASSIVE|AI_NUMERICSERV`
  static func hostHints() -> Parameter {
    let summary =
      "inet, inet6; tcp (if left out), udp, any; passive, canonname, numerichost, numericserv,"
      + " addrconfig, v4mapped, all; or as in C: AF_INET SOCK_DGRAM AI_PASSIVE|AI_NUMERICSERV"
    return Parameter("[HINTS]", summary) { reader throws(Diagnostic) in
      var hints = HostHints()
      while true {
        reader.offer("", .words(HostHint.candidates))
        guard let token = reader.peek else { return hints }
        if token.keyword != "|" { hints.add(try reader.hostHint(token)) }
        reader.skip()
      }
    }
  }
}

extension HostHints {
  fileprivate mutating func add(_ hint: HostHint) {
    switch hint.field {
    case .family: family = hint.value
    case .type: type = hint.value
    case .flags: flags |= hint.value
    }
  }
}

extension Reader {
  fileprivate func hostHint(_ token: Token) throws(Diagnostic) -> HostHint {
    guard let hint = token.keyword.flatMap(HostHint.init) else {
      throw unexpected(token, expected: "a hint or the end", near: HostHint.names)
    }
    return hint
  }
}
