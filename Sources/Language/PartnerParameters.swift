internal import Log
internal import SystemCalls

extension Parameter where Value == PartnerRequest {
  /// `echo udp on [::1]:0`, `stop echo`, or nothing.
  static func partner() -> Parameter {
    Parameter(
      "[NAME [tcp|udp] [on ADDRESS] | stop NAME [tcp|udp]]", hint: "[NAME [udp] [on ADDRESS]]",
      "what it is like, and where: on 127.0.0.1 and a free port if nothing is said"
    ) { reader throws(Diagnostic) in try reader.partnerRequest() }
  }
}

extension Reader {
  fileprivate func partnerRequest() throws(Diagnostic) -> PartnerRequest {
    offer("", .words(Reader.partnerWords + [Candidate("stop", "end a partner")]))
    guard !isAtEnd else { return .list }
    if accept("stop", "end a partner") {
      return .stop(try partnerKind(), partnerTransport())
    }
    guard let token = peek else { return .list }
    let kind = try partnerKind()
    let transport = partnerTransport() ?? .tcp
    if transport == .udp, !kind.isOverUDP {
      throw wrong(
        token, "\(kind.rawValue) needs a stream: it exists over TCP only",
        advice: "leave udp out, or choose \(Reader.datagramKinds)")
    }
    guard accept("on", usage: "[on ADDRESS]", "where it is to be reached") else {
      return .start(kind, transport, on: nil)
    }
    return .start(kind, transport, on: try place())
  }

  private func partnerKind() throws(Diagnostic) -> PartnerKind {
    let token = try next("a partner such as echo", usage: "NAME", .words(Reader.partnerWords))
    guard token.kind == .word, let kind = PartnerKind(rawValue: token.text) else {
      throw unexpected(
        token, expected: "a partner (\(Reader.allKinds))",
        near: PartnerKind.allCases.map(\.rawValue))
    }
    return kind
  }

  private func partnerTransport() -> PartnerTransport? {
    if accept("udp", usage: "[udp]", "over UDP") { return .udp }
    return accept("tcp", usage: "[tcp]", "over TCP") ? .tcp : nil
  }

  /// An address to be bound, which has a port: no role's and no name.
  private func place() throws(Diagnostic) -> AddressReference {
    let token = peek
    // A bare word is a host; where none are known, whether it is there is seen later.
    if let name = token?.text, token?.kind == .word,
      context.hosts.contains(name) || context.hosts.isEmpty && RoleName.isWellFormed(name)
    {
      skip()
      return .host(name, port: 0)
    }
    let address = try Parameter<AddressReference>.address("").read(self)
    switch address {
    case .loopback, .any, .host, .literal(.ipv4), .literal(.ipv6): return address
    default:
      let example = "as in 127.0.0.1:0, [::1]:9000 or *:9000; or on a host of the wire"
      guard let token else { throw missing("an address") }
      throw wrong(token, "a partner is at an IPv4 or IPv6 address", advice: example)
    }
  }

  private static let partnerWords = PartnerKind.allCases.map { Candidate($0.rawValue, $0.summary) }
  private static let allKinds = PartnerKind.allCases.map(\.rawValue).joined(separator: ", ")
  private static let datagramKinds = alternatives(
    PartnerKind.allCases.filter(\.isOverUDP).map(\.rawValue))
}
