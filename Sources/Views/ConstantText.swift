internal import SystemCalls

/// A constant or a set of flags by its C names: `AF_INET`, `MSG_PEEK|MSG_DONTWAIT`, `0`; what has no
/// name is a hexadecimal number.
func text(ofConstant number: Int, in table: ConstantTable) -> String {
  switch table {
  case .addressFamily: families[number] ?? hexadecimal(number)
  case .socketType: socketType(number)
  case .protocolNumber: protocols[number] ?? hexadecimal(number)
  case .messageFlags: flags(number, messageFlags, after: nil)
  case .shutdownHow: shutdowns[number] ?? hexadecimal(number)
  case .signal: signals[number] ?? hexadecimal(number)
  }
}

private func socketType(_ number: Int) -> String {
  guard let name = socketTypes[number & 0xf] else { return flags(number, socketFlags, after: nil) }
  return flags(number & ~0xf, socketFlags, after: name)
}

private func hexadecimal(_ number: Int) -> String {
  "0x" + hexadecimal(Int(UInt32(truncatingIfNeeded: number)), digits: 1)
}

private func flags(_ number: Int, _ names: [(Int, String)], after first: String?) -> String {
  var rest = number
  var parts = first.map { [$0] } ?? []
  for (bit, name) in names where rest & bit != 0 {
    parts.append(name)
    rest &= ~bit
  }
  if rest != 0 { parts.append(hexadecimal(rest)) }
  return parts.isEmpty ? "0" : parts.joined(separator: "|")
}

// Linux's numbers, the same on every architecture that Swift runs on.
private let families = [
  0: "AF_UNSPEC", 1: "AF_UNIX", 2: "AF_INET", 10: "AF_INET6", 16: "AF_NETLINK", 17: "AF_PACKET",
]
private let socketTypes = [
  1: "SOCK_STREAM", 2: "SOCK_DGRAM", 3: "SOCK_RAW", 4: "SOCK_RDM", 5: "SOCK_SEQPACKET",
]
private let socketFlags = [(0x80000, "SOCK_CLOEXEC"), (0x800, "SOCK_NONBLOCK")]
private let protocols = [
  0: "0", 1: "IPPROTO_ICMP", 6: "IPPROTO_TCP", 17: "IPPROTO_UDP", 41: "IPPROTO_IPV6",
  58: "IPPROTO_ICMPV6", 132: "IPPROTO_SCTP", 136: "IPPROTO_UDPLITE", 255: "IPPROTO_RAW",
  262: "IPPROTO_MPTCP",
]
private let messageFlags = [
  (0x1, "MSG_OOB"), (0x2, "MSG_PEEK"), (0x4, "MSG_DONTROUTE"), (0x8, "MSG_CTRUNC"),
  (0x20, "MSG_TRUNC"), (0x40, "MSG_DONTWAIT"), (0x80, "MSG_EOR"), (0x100, "MSG_WAITALL"),
  (0x800, "MSG_CONFIRM"), (0x2000, "MSG_ERRQUEUE"), (0x4000, "MSG_NOSIGNAL"), (0x8000, "MSG_MORE"),
  (0x4000_0000, "MSG_CMSG_CLOEXEC"), (0x2000_0000, "MSG_FASTOPEN"),
]
private let shutdowns = [0: "SHUT_RD", 1: "SHUT_WR", 2: "SHUT_RDWR"]
private let signals: [Int: String] = {
  let names = [
    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
    "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
    "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
  ]
  return Dictionary(
    uniqueKeysWithValues: zip(1..., names).map { number, name in (number, "SIG" + name) })
}()
