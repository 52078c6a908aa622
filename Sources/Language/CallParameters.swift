internal import Log
internal import SystemCalls

/// What socket(2) is asked for.
struct SocketKind: Sendable {
  var family: Int32
  var type: Int32
  var protocolNumber: Int32

  /// The friendly words; the family and the type are the API's own.
  static let friendly: [(word: String, kind: SocketKind, summary: String)] = [
    ("tcp", SocketKind(family: 2, type: 1, protocolNumber: 0), "a stream over IPv4"),
    ("udp", SocketKind(family: 2, type: 2, protocolNumber: 0), "datagrams over IPv4"),
    ("tcp6", SocketKind(family: 10, type: 1, protocolNumber: 0), "a stream over IPv6"),
    ("udp6", SocketKind(family: 10, type: 2, protocolNumber: 0), "datagrams over IPv6"),
  ]

  /// ICMP, and what goes into IP packets as it is (raw(7), icmp(7)).
  static let raw: [(word: String, kind: SocketKind, summary: String)] = [
    (
      "icmp", SocketKind(family: 2, type: 3, protocolNumber: 1),
      "raw ICMP, which needs CAP_NET_RAW"
    ),
    (
      "ping", SocketKind(family: 2, type: 2, protocolNumber: 1),
      "ICMP echo alone, for the groups of ping_group_range"
    ),
    ("icmp6", SocketKind(family: 10, type: 3, protocolNumber: 58), "raw ICMPv6"),
  ]

  /// `raw` and `raw6` take a protocol.
  static let rawFamilies: [String: Int32] = ["raw": 2, "raw6": 10]

  /// Those that have names in the file system, and can be made in pairs.
  static let unix: [(word: String, kind: SocketKind, summary: String)] = [
    ("unix", SocketKind(family: 1, type: 1, protocolNumber: 0), "a stream within this machine"),
    (
      "unix-dgram", SocketKind(family: 1, type: 2, protocolNumber: 0),
      "datagrams within this machine"
    ),
    (
      "unix-seqpacket", SocketKind(family: 1, type: 5, protocolNumber: 0),
      "a connection that keeps messages apart"
    ),
  ]
}

extension Parameter where Value == SocketKind {
  static func socketKind() -> Parameter {
    let usage = "tcp|udp|tcp6|udp6|unix|KIND [nonblocking] | FAMILY TYPE [PROTOCOL]"
    let summary =
      "which kind, such as unix-dgram, icmp or raw PROTOCOL (raw6 over IPv6); or C's three arguments"
    return Parameter(usage, hint: "tcp|udp|tcp6|udp6|unix", summary) { reader throws(Diagnostic) in
      try reader.socketKind(
        among: SocketKind.friendly + SocketKind.unix + SocketKind.raw, "tcp|udp|tcp6|udp6|unix")
    }
  }

  /// Of a pair; a Unix stream if it is left out.
  static func pairKind() -> Parameter {
    let usage = "[unix|unix-dgram|unix-seqpacket [nonblocking] | FAMILY TYPE [PROTOCOL]]"
    let summary = "a stream (if left out), datagrams or messages in order; or C's three arguments"
    return Parameter(usage, hint: "[unix-dgram|unix-seqpacket]", summary) {
      reader throws(Diagnostic) in
      guard reader.isAtEnd, !reader.isCollecting else {
        return try reader.socketKind(among: SocketKind.unix, "unix|unix-dgram|unix-seqpacket")
      }
      return SocketKind.unix[0].kind
    }
  }
}

extension Reader {
  fileprivate func socketKind(
    among kinds: [(word: String, kind: SocketKind, summary: String)], _ usage: String
  ) throws(Diagnostic) -> SocketKind {
    let isPair = !kinds.contains { $0.word == "icmp" }
    let raw = ["raw", "raw6"].map { Candidate($0, "IP packets of one protocol, by its number") }
    let words = kinds.map { Candidate($0.word, $0.summary) } + (isPair ? [] : raw)
    let families = SystemConstant.names(.addressFamily)
    let usual = ["AF_INET", "AF_INET6", "AF_UNIX"].map { Candidate($0) }
    let what = alternatives(usage.split(separator: "|").map(String.init) + ["an address family"])
    let token = try next(what, usage: usage, .words(words + usual))
    if let friendly = kinds.first(where: { $0.word == token.keyword }) {
      return withFlags(friendly.kind)
    }
    if !isPair, let family = SocketKind.rawFamilies[token.text],
      token.kind == .word
    {
      return try rawKind(family: family)
    }
    let parts = pieces(of: token)
    guard let family = constant(parts[0], .addressFamily) else {
      throw unexpected(token, expected: what, near: words.map(\.text) + families)
    }
    var rest = Array(parts.dropFirst())
    let type = try constant(
      &rest, "a socket type such as SOCK_STREAM", usage: "TYPE [PROTOCOL]", .socketType)
    let isAtEnd = rest.isEmpty && self.isAtEnd
    offer("[PROTOCOL]", .words(SystemConstant.names(.protocolNumber).map { Candidate($0) }))
    let number =
      isAtEnd
      ? 0 : try constant(&rest, "a protocol, mostly 0", usage: "[PROTOCOL]", .protocolNumber)
    return SocketKind(family: family, type: type, protocolNumber: number)
  }

  /// `socket raw 89`, `socket raw IPPROTO_OSPF`
  private func rawKind(family: Int32) throws(Diagnostic) -> SocketKind {
    let names = SystemConstant.names(.protocolNumber)
    let token = try next("a protocol", usage: "PROTOCOL", .words(names.map { Candidate($0) }))
    guard token.kind == .word, let number = constant(token.text[...], .protocolNumber) else {
      throw unexpected(token, expected: "a protocol by number or name, such as 89", near: names)
    }
    return withFlags(SocketKind(family: family, type: 3, protocolNumber: number))
  }

  /// `socket tcp nonblocking`
  private func withFlags(_ kind: SocketKind) -> SocketKind {
    var kind = kind
    if accept("nonblocking", "SOCK_NONBLOCK: calls that would wait fail with EAGAIN") {
      kind.type |= 0x800
    }
    if accept("cloexec", "SOCK_CLOEXEC: closed in an exec") { kind.type |= 0x80000 }
    return kind
  }

  /// C's commas may stand between the arguments: `AF_INET, SOCK_STREAM, 0`.
  private func pieces(of token: Token) -> [Substring] {
    let pieces = token.text.split(separator: ",", maxSplits: 3)
    return pieces.isEmpty ? [""] : pieces
  }

  private func constant(_ word: Substring, _ table: ConstantTable) -> Int32? {
    SystemConstant.union(word, table).flatMap { Int32(exactly: $0) }
  }

  /// The next constant, from what is left of a word or from the next word.
  private func constant(
    _ rest: inout [Substring], _ what: String, usage: String, _ table: ConstantTable
  ) throws(Diagnostic) -> Int32 {
    let names = SystemConstant.names(table)
    if let piece = rest.first {
      rest.removeFirst()
      guard let value = constant(piece, table) else {
        throw source.diagnostic(
          "expected \(what), found \(quoted(piece))", at: offsetOfLast,
          advice: "usage: \(command.usage)")
      }
      return value
    }
    let token = try next(what, usage: usage, .words(names.map { Candidate($0) }))
    rest = pieces(of: token)
    let piece = rest.removeFirst()
    guard token.kind == .word, let value = constant(piece, table) else {
      throw unexpected(token, expected: what, near: names)
    }
    return value
  }
}

extension Parameter where Value == Int32 {
  static func shutdownHow() -> Parameter {
    let options: [(word: String, value: Int32, about: String)] = [
      ("read", 0, "SHUT_RD: receive no more"),
      ("write", 1, "SHUT_WR: send no more, which the peer sees as EOF"),
      ("both", 2, "SHUT_RDWR"),
      ("SHUT_RD", 0, "read"), ("SHUT_WR", 1, "write"), ("SHUT_RDWR", 2, "both"),
    ]
    return .choice("read|write|both", "which direction; or SHUT_RD, SHUT_WR, SHUT_RDWR", options)
  }
}
