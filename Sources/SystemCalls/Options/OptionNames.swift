/// The families of names that an option's value can have.
public enum OptionNames: UInt8, Hashable, Sendable, CaseIterable {
  case socketType, addressFamily, protocolNumber
  /// IP_MTU_DISCOVER and IPV6_MTU_DISCOVER
  case pathMTU, pathMTU6
  /// <netinet/ip.h>
  case typeOfService
  /// <linux/net_tstamp.h>
  case timestamping
  /// SO_BUF_LOCK
  case bufferLock
  /// RFC 5014
  case addressPreferences

  /// True where a value is a set of names joined by `|`.
  public var isFlags: Bool {
    [.timestamping, .bufferLock, .addressPreferences].contains(self)
  }

  /// The names, for those that can be set.
  public var names: [String] { list.map(\.0) }

  /// A value as C code spells it; a number that has no name as itself.
  public func text(_ number: Int32) -> String {
    if let table { return table.text(Int(number)) }
    return isFlags ? union(number) : list.first { $0.1 == number }?.0 ?? "\(number)"
  }

  /// From `IP_PMTUDISC_DO`, from names joined by `|`, or from a number; nil if it is none of these.
  public func number(_ word: some StringProtocol) -> Int32? {
    var value: Int32 = 0
    let parts = word.split(separator: "|", omittingEmptySubsequences: false)
    guard isFlags || parts.count == 1 else { return nil }
    for part in parts {
      guard let one = named(part) ?? Int32(part) else { return nil }
      value |= one
    }
    return value
  }

  private func named(_ part: some StringProtocol) -> Int32? {
    if let table { return table.number(named: String(part)).map { Int32(truncatingIfNeeded: $0) } }
    return list.first { $0.0 == part }?.1
  }

  private func union(_ number: Int32) -> String {
    var rest = number
    var names: [String] = []
    for (name, bit) in list where number & bit == bit {
      names.append(name)
      rest &= ~bit
    }
    if rest != 0 || names.isEmpty { names.append(rest == 0 ? "0" : hexadecimal(Int(rest))) }
    return names.joined(separator: "|")
  }

  private var table: ConstantTable? {
    switch self {
    case .socketType: .socketType
    case .addressFamily: .addressFamily
    case .protocolNumber: .protocolNumber
    default: nil
    }
  }

  private var list: [(String, Int32)] {
    switch self {
    case .socketType, .addressFamily, .protocolNumber: []
    case .pathMTU: OptionNames.discovery("IP_PMTUDISC_")
    case .pathMTU6: OptionNames.discovery("IPV6_PMTUDISC_")
    case .typeOfService: OptionNames.services
    case .timestamping: OptionNames.stamps
    case .bufferLock: [("SOCK_SNDBUF_LOCK", 1), ("SOCK_RCVBUF_LOCK", 2)]
    case .addressPreferences: OptionNames.preferences
    }
  }

  private static func discovery(_ prefix: String) -> [(String, Int32)] {
    [("DONT", 0), ("WANT", 1), ("DO", 2), ("PROBE", 3), ("INTERFACE", 4), ("OMIT", 5)]
      .map { (prefix + $0.0, $0.1) }
  }

  private static let services: [(String, Int32)] = [
    ("IPTOS_LOWDELAY", 0x10), ("IPTOS_THROUGHPUT", 0x08), ("IPTOS_RELIABILITY", 0x04),
    ("IPTOS_MINCOST", 0x02), ("IPTOS_CLASS_CS1", 0x20), ("IPTOS_CLASS_CS2", 0x40),
    ("IPTOS_CLASS_CS3", 0x60), ("IPTOS_CLASS_CS4", 0x80), ("IPTOS_CLASS_CS5", 0xa0),
    ("IPTOS_CLASS_CS6", 0xc0), ("IPTOS_CLASS_CS7", 0xe0), ("IPTOS_DSCP_AF11", 0x28),
    ("IPTOS_DSCP_AF12", 0x30), ("IPTOS_DSCP_AF13", 0x38), ("IPTOS_DSCP_AF21", 0x48),
    ("IPTOS_DSCP_AF22", 0x50), ("IPTOS_DSCP_AF23", 0x58), ("IPTOS_DSCP_AF31", 0x68),
    ("IPTOS_DSCP_AF32", 0x70), ("IPTOS_DSCP_AF33", 0x78), ("IPTOS_DSCP_AF41", 0x88),
    ("IPTOS_DSCP_AF42", 0x90), ("IPTOS_DSCP_AF43", 0x98), ("IPTOS_DSCP_EF", 0xb8),
  ]

  private static let stamps: [(String, Int32)] = [
    "TX_HARDWARE", "TX_SOFTWARE", "RX_HARDWARE", "RX_SOFTWARE", "SOFTWARE", "SYS_HARDWARE",
    "RAW_HARDWARE", "OPT_ID", "TX_SCHED", "TX_ACK", "OPT_CMSG", "OPT_TSONLY", "OPT_STATS",
    "OPT_PKTINFO", "OPT_TX_SWHW", "BIND_PHC",
  ].enumerated().map { ("SOF_TIMESTAMPING_\($1)", 1 << Int32($0)) }

  private static let preferences: [(String, Int32)] = [
    ("IPV6_PREFER_SRC_TMP", 0x1), ("IPV6_PREFER_SRC_PUBLIC", 0x2),
    ("IPV6_PREFER_SRC_PUBTMP_DEFAULT", 0x100), ("IPV6_PREFER_SRC_COA", 0x4),
    ("IPV6_PREFER_SRC_HOME", 0x400), ("IPV6_PREFER_SRC_CGA", 0x8),
    ("IPV6_PREFER_SRC_NONCGA", 0x800),
  ]
}
