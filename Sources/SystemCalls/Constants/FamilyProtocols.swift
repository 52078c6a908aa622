/// The names that strace 6.1 has for the protocols of families other than AF_INET and AF_INET6.
struct FamilyProtocols: Sendable {
  /// What stands for a number without a name.
  let unknown: String
  let names: [Int: String]
  /// AX.25's numbers are shown with the name as a comment.
  let isCommented: Bool

  private init(unknown: String, isCommented: Bool = false, _ pairs: [(String, Int)]) {
    self.unknown = unknown
    self.isCommented = isCommented
    names = Dictionary(pairs.map { ($0.1, $0.0) }) { first, _ in first }
  }

  /// `NETLINK_ROUTE`, `0x7 /* NETLINK_??? */`.
  func text(_ number: Int) -> String {
    let hex = number == 0 ? "0" : hexadecimal(number)
    guard let name = names[number] else { return "\(hex) /* \(unknown) */" }
    return isCommented ? "\(hex) /* \(name) */" : name
  }

  /// The third argument of socket(2) for a family by number; where strace has no names, the number.
  static func text(_ number: Int, family: Int) -> String {
    let number = Int(UInt32(truncatingIfNeeded: number))
    if family == 17 {
      return "htons(\(ethernet.text(Int(UInt16(truncatingIfNeeded: number).byteSwapped))))"
    }
    if family == 33 { return straceText(number, of: .addressFamily) }
    return all[family]?.text(number) ?? "\(number)"
  }

  /// By the number of the family.
  private static let all: [Int: FamilyProtocols] = [
    // AF_AX25
    3: FamilyProtocols(
      unknown: "AX25_P_???", isCommented: true,
      [
        ("AX25_P_ROSE", 1), ("AX25_P_VJCOMP", 6), ("AX25_P_VJUNCOMP", 7), ("AX25_P_SEGMENT", 8),
        ("AX25_P_TEXNET", 195), ("AX25_P_LQ", 196), ("AX25_P_ATALK", 202),
        ("AX25_P_ATALK_ARP", 203), ("AX25_P_IP", 204), ("AX25_P_ARP", 205), ("AX25_P_FLEXNET", 206),
        ("AX25_P_NETROM", 207), ("AX25_P_TEXT", 240),
      ]),
    // AF_NETLINK
    16: FamilyProtocols(
      unknown: "NETLINK_???",
      [
        ("NETLINK_ROUTE", 0), ("NETLINK_UNUSED", 1), ("NETLINK_USERSOCK", 2),
        ("NETLINK_FIREWALL", 3), ("NETLINK_SOCK_DIAG", 4), ("NETLINK_NFLOG", 5),
        ("NETLINK_XFRM", 6), ("NETLINK_SELINUX", 7), ("NETLINK_ISCSI", 8), ("NETLINK_AUDIT", 9),
        ("NETLINK_FIB_LOOKUP", 10), ("NETLINK_CONNECTOR", 11), ("NETLINK_NETFILTER", 12),
        ("NETLINK_IP6_FW", 13), ("NETLINK_DNRTMSG", 14), ("NETLINK_KOBJECT_UEVENT", 15),
        ("NETLINK_GENERIC", 16), ("NETLINK_SCSITRANSPORT", 18), ("NETLINK_ECRYPTFS", 19),
        ("NETLINK_RDMA", 20), ("NETLINK_CRYPTO", 21), ("NETLINK_SMC", 22),
      ]),
    // AF_IRDA
    23: FamilyProtocols(
      unknown: "IRDAPROTO_???",
      [
        ("CAN_RAW", 1), ("CAN_BCM", 2), ("CAN_TP16", 3), ("CAN_TP20", 4), ("CAN_MCNET", 5),
        ("CAN_ISOTP", 6), ("CAN_J1939", 7),
      ]),
    // AF_CAN
    29: FamilyProtocols(
      unknown: "CAN_???",
      [
        ("CAN_RAW", 1), ("CAN_BCM", 2), ("CAN_TP16", 3), ("CAN_TP20", 4), ("CAN_MCNET", 5),
        ("CAN_ISOTP", 6), ("CAN_J1939", 7),
      ]),
    // AF_BLUETOOTH
    31: FamilyProtocols(
      unknown: "BTPROTO_???",
      [
        ("BTPROTO_L2CAP", 0), ("BTPROTO_HCI", 1), ("BTPROTO_SCO", 2), ("BTPROTO_RFCOMM", 3),
        ("BTPROTO_BNEP", 4), ("BTPROTO_CMTP", 5), ("BTPROTO_HIDP", 6), ("BTPROTO_AVDTP", 7),
      ]),
    // AF_ISDN
    34: FamilyProtocols(
      unknown: "ISDN_P_???",
      [
        ("ISDN_P_BASE", 0), ("ISDN_P_TE_S0", 1), ("ISDN_P_NT_S0", 2), ("ISDN_P_TE_E1", 3),
        ("ISDN_P_NT_E1", 4), ("ISDN_P_LAPD_TE", 16), ("ISDN_P_LAPD_NT", 17), ("ISDN_P_B_RAW", 33),
        ("ISDN_P_B_HDLC", 34), ("ISDN_P_B_X75SLP", 35), ("ISDN_P_B_L2DTMF", 36),
        ("ISDN_P_B_L2DSP", 37), ("ISDN_P_B_L2DSPHDLC", 38),
      ]),
    // AF_PHONET
    35: FamilyProtocols(
      unknown: "PN_PROTO_???",
      [
        ("PN_PROTO_TRANSPORT", 0), ("PN_PROTO_PHONET", 1), ("PN_PROTO_PIPE", 2),
      ]),
    // AF_CAIF
    37: FamilyProtocols(
      unknown: "CAIFPROTO_???",
      [
        ("CAIFPROTO_AT", 0), ("CAIFPROTO_DATAGRAM", 1), ("CAIFPROTO_DATAGRAM_LOOP", 2),
        ("CAIFPROTO_UTIL", 3), ("CAIFPROTO_RFM", 4), ("CAIFPROTO_DEBUG", 5),
      ]),
    // AF_NFC
    39: FamilyProtocols(
      unknown: "NFC_SOCKPROTO_???",
      [
        ("NFC_SOCKPROTO_RAW", 0), ("NFC_SOCKPROTO_LLCP", 1),
      ]),
    // AF_KCM
    41: FamilyProtocols(
      unknown: "KCMPROTO_???",
      [
        ("KCMPROTO_CONNECTED", 0)
      ]),
    // AF_SMC
    43: FamilyProtocols(
      unknown: "SMCPROTO_???",
      [
        ("SMCPROTO_SMC", 0), ("SMCPROTO_SMC6", 1),
      ]),
  ]

  /// By the number in host order; AF_PACKET takes it in network order.
  private static let ethernet = FamilyProtocols(
    unknown: "ETH_P_???",
    [
      ("ETH_P_802_3", 0x1), ("ETH_P_AX25", 0x2), ("ETH_P_ALL", 0x3), ("ETH_P_802_2", 0x4),
      ("ETH_P_SNAP", 0x5), ("ETH_P_DDCMP", 0x6), ("ETH_P_WAN_PPP", 0x7), ("ETH_P_PPP_MP", 0x8),
      ("ETH_P_LOCALTALK", 0x9), ("ETH_P_CAN", 0xc), ("ETH_P_CANFD", 0xd), ("ETH_P_CANXL", 0xe),
      ("ETH_P_PPPTALK", 0x10), ("ETH_P_TR_802_2", 0x11), ("ETH_P_MOBITEX", 0x15),
      ("ETH_P_CONTROL", 0x16), ("ETH_P_IRDA", 0x17), ("ETH_P_ECONET", 0x18), ("ETH_P_HDLC", 0x19),
      ("ETH_P_ARCNET", 0x1a), ("ETH_P_DSA", 0x1b), ("ETH_P_TRAILER", 0x1c), ("ETH_P_LOOP", 0x60),
      ("ETH_P_PHONET", 0xf5), ("ETH_P_IEEE802154", 0xf6), ("ETH_P_CAIF", 0xf7),
      ("ETH_P_XDSA", 0xf8), ("ETH_P_MAP", 0xf9), ("ETH_P_MCTP", 0xfa), ("ETH_P_PUP", 0x200),
      ("ETH_P_PUPAT", 0x201), ("ETH_P_802_3_MIN", 0x600), ("ETH_P_IP", 0x800), ("ETH_P_X25", 0x805),
      ("ETH_P_ARP", 0x806), ("ETH_P_BPQ", 0x8ff), ("ETH_P_IEEEPUP", 0xa00),
      ("ETH_P_IEEEPUPAT", 0xa01), ("ETH_P_ERSPAN2", 0x22eb), ("ETH_P_TSN", 0x22f0),
      ("ETH_P_BATMAN", 0x4305), ("ETH_P_DEC", 0x6000), ("ETH_P_DNA_DL", 0x6001),
      ("ETH_P_DNA_RC", 0x6002), ("ETH_P_DNA_RT", 0x6003), ("ETH_P_LAT", 0x6004),
      ("ETH_P_DIAG", 0x6005), ("ETH_P_CUST", 0x6006), ("ETH_P_SCA", 0x6007), ("ETH_P_TEB", 0x6558),
      ("ETH_P_RARP", 0x8035), ("ETH_P_ATALK", 0x809b), ("ETH_P_AARP", 0x80f3),
      ("ETH_P_8021Q", 0x8100), ("ETH_P_IPX", 0x8137), ("ETH_P_IPV6", 0x86dd),
      ("ETH_P_PAUSE", 0x8808), ("ETH_P_SLOW", 0x8809), ("ETH_P_WCCP", 0x883e),
      ("ETH_P_MPLS_UC", 0x8847), ("ETH_P_MPLS_MC", 0x8848), ("ETH_P_ATMMPOA", 0x884c),
      ("ETH_P_PPP_DISC", 0x8863), ("ETH_P_PPP_SES", 0x8864), ("ETH_P_LINK_CTL", 0x886c),
      ("ETH_P_ATMFATE", 0x8884), ("ETH_P_PAE", 0x888e), ("ETH_P_REALTEK", 0x8899),
      ("ETH_P_AOE", 0x88a2), ("ETH_P_8021AD", 0x88a8), ("ETH_P_802_EX1", 0x88b5),
      ("ETH_P_ERSPAN", 0x88be), ("ETH_P_PREAUTH", 0x88c7), ("ETH_P_TIPC", 0x88ca),
      ("ETH_P_LLDP", 0x88cc), ("ETH_P_MRP", 0x88e3), ("ETH_P_MACSEC", 0x88e5),
      ("ETH_P_8021AH", 0x88e7), ("ETH_P_MVRP", 0x88f5), ("ETH_P_1588", 0x88f7),
      ("ETH_P_NCSI", 0x88f8), ("ETH_P_PRP", 0x88fb), ("ETH_P_CFM", 0x8902), ("ETH_P_FCOE", 0x8906),
      ("ETH_P_TDLS", 0x890d), ("ETH_P_FIP", 0x8914), ("ETH_P_IBOE", 0x8915),
      ("ETH_P_80221", 0x8917), ("ETH_P_HSR", 0x892f), ("ETH_P_NSH", 0x894f),
      ("ETH_P_LOOPBACK", 0x9000), ("ETH_P_QINQ1", 0x9100), ("ETH_P_QINQ2", 0x9200),
      ("ETH_P_QINQ3", 0x9300), ("ETH_P_EDSA", 0xdada), ("ETH_P_DSA_8021Q", 0xdadb),
      ("ETH_P_DSA_A5PSW", 0xe001), ("ETH_P_IFE", 0xed3e), ("ETH_P_AF_IUCV", 0xfbfb),
    ])
}
