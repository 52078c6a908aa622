internal import SystemCalls

/// An address that a name stands for, and the address from which one would go there.
struct Destination: Hashable, Sendable {
  var address: SocketAddress
  /// nil where no route leads there.
  var source: SocketAddress?
  /// The type of the socket for it: SOCK_STREAM and so on.
  var type: Int32
}

/// Why getaddrinfo put one address before another: the first rule of RFC 6724, section 6, that tells
/// them apart.
struct DestinationOrder {
  let first: Destination
  let second: Destination

  /// `rule 6: the kind of address is preferred`
  var reason: String {
    for rule in rules {
      let (one, two) = (rule.merit(first), rule.merit(second))
      if one > two { return "rule \(rule.number): \(rule.words)" }
      if one < two { return "against rule \(rule.number): /etc/gai.conf or the source's own order" }
    }
    guard let one = first.commonPrefix, let two = second.commonPrefix,
      first.isIPv4 == second.isIPv4, one != two
    else { return "no rule tells them apart: they stay as they were found" }
    return "rule 9: \(one) against \(two) leading bits agree with the source's"
  }

  private struct Rule {
    var number: Int
    var words: String
    var merit: (Destination) -> Int
  }

  /// Rules 3, 4 and 7 speak of what no ordinary host has.
  private var rules: [Rule] {
    [
      Rule(number: 1, words: "no route leads to the other") { $0.source == nil ? 0 : 1 },
      Rule(number: 2, words: "its scope is that of the source") { $0.hasMatchingScope ? 1 : 0 },
      Rule(number: 5, words: "it is of the source's kind") { $0.hasMatchingLabel ? 1 : 0 },
      Rule(number: 6, words: "this kind of address is preferred") { $0.address.policy.precedence },
      Rule(number: 8, words: "its scope is smaller") { -$0.address.scopeNumber },
    ]
  }
}

extension Destination {
  fileprivate var isIPv4: Bool { if case .ipv4 = address { true } else { false } }

  fileprivate var hasMatchingScope: Bool {
    source.map { $0.scopeNumber == address.scopeNumber } ?? false
  }

  fileprivate var hasMatchingLabel: Bool {
    source.map { $0.policy.label == address.policy.label } ?? false
  }

  fileprivate var commonPrefix: Int? {
    guard let source else { return nil }
    let (one, two) = (address.host6, source.host6)
    let high = (one.high ^ two.high).leadingZeroBitCount
    let bits = high < 64 ? high : 64 + (one.low ^ two.low).leadingZeroBitCount
    return isIPv4 ? bits - 96 : bits
  }
}

extension SocketAddress {
  fileprivate var host6: IPv6Bytes {
    switch self {
    case .ipv4(let host, _): IPv6Bytes(high: 0, low: 0xffff_0000_0000 | UInt64(host))
    case .ipv6(let host, _, _): host
    default: .any
    }
  }

  /// RFC 6724, section 3.1: 2 for link-local, 5 for site-local, 14 for global; that of a multicast
  /// address stands in it.
  fileprivate var scopeNumber: Int {
    let host = host6
    if let ipv4 = host.mapped { return ipv4 >> 24 == 127 || ipv4 >> 16 == 0xa9fe ? 2 : 14 }
    if host.high >> 56 == 0xff { return Int(host.high >> 48 & 0xf) }
    if host == .loopback || host.high >> 54 == 0xfe80 >> 6 { return 2 }
    return host.high >> 54 == 0xfec0 >> 6 ? 5 : 14
  }

  /// RFC 6724, section 2.1.
  fileprivate var policy: (precedence: Int, label: Int) {
    let host = host6
    if host == .loopback { return (50, 0) }
    if host.mapped != nil { return (35, 4) }
    switch host.high >> 48 {
    case 0x2002: return (30, 2)
    case 0x2001 where host.high >> 32 & 0xffff == 0: return (5, 5)
    case 0x3ffe: return (1, 12)
    case 0xfc00...0xfdff: return (3, 13)
    case 0xfec0...0xfeff: return (1, 11)
    case 0 where host.high == 0 && host.low >> 32 == 0: return (1, 3)
    default: return (40, 1)
    }
  }
}
