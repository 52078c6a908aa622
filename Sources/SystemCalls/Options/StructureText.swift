/// A structure that getsockopt(2) gave, as far as an option's value is one that is known here; nil for others.
func structureText(_ option: String, _ bytes: [UInt8]) -> String? {
  switch (option, bytes.count) {
  case ("SO_MEMINFO", 4...): memoryText(bytes)
  case ("IPV6_PATHMTU", 32): pathText(bytes)
  case ("TCP_CC_INFO", 20): bottleneckText(bytes)
  default: nil
  }
}

/// SK_MEMINFO_… of linux/sock_diag.h, in its order; all but the last in bytes.
private func memoryText(_ bytes: [UInt8]) -> String {
  let names = [
    "received", "rcvbuf", "being sent", "sndbuf", "reserved", "send queue", "options", "backlog",
    "drops",
  ]
  let numbers = stride(from: 0, through: bytes.count - 4, by: 4).map { word(bytes, at: $0) }
  return zip(names, numbers).map { "\($0) \($1)" }.joined(separator: ", ")
}

/// struct ip6_mtuinfo (RFC 3542, section 11.3): of a connected socket, the address is empty.
private func pathText(_ bytes: [UInt8]) -> String {
  let mtu = "\(word(bytes, at: 28)) bytes"
  guard case .ipv6(let host, _, _)? = bytes.withUnsafeBytes({ SocketAddress(raw: $0) }),
    host != .any
  else { return mtu }
  return "\(mtu) to \(host)"
}

/// struct tcp_bbr_info (linux/inet_diag.h); the gains count in parts of 256.
private func bottleneckText(_ bytes: [UInt8]) -> String {
  let bandwidth = UInt64(word(bytes, at: 0)) | UInt64(word(bytes, at: 4)) << 32
  let gains = [12, 16].map { hundredths(word(bytes, at: $0)) }
  return "bandwidth \(bandwidth) bytes/s, minimal round trip \(word(bytes, at: 8)) us,"
    + " pacing gain \(gains[0]), window gain \(gains[1])"
}

/// `2.89`, of so many parts of 256.
private func hundredths(_ parts: UInt32) -> String {
  let number = (UInt64(parts) * 100 + 128) / 256
  return "\(number / 100).\(number % 100 < 10 ? "0" : "")\(number % 100)"
}

private func word(_ bytes: [UInt8], at offset: Int) -> UInt32 { number(bytes, at: offset) }
