/// The flags of getaddrinfo(3) and getnameinfo(3), by glibc's numbers; those for names in other
/// scripts are left out.
extension ConstantNames {
  static let lookUpFlags: [Entry] = table([
    ("AI_PASSIVE", 0x1), ("AI_CANONNAME", 0x2), ("AI_NUMERICHOST", 0x4), ("AI_V4MAPPED", 0x8),
    ("AI_ALL", 0x10), ("AI_ADDRCONFIG", 0x20), ("AI_NUMERICSERV", 0x400),
  ])

  static let nameFlags: [Entry] = table([
    ("NI_NUMERICHOST", 0x1), ("NI_NUMERICSERV", 0x2), ("NI_NOFQDN", 0x4), ("NI_NAMEREQD", 0x8),
    ("NI_DGRAM", 0x10),
  ])
}
