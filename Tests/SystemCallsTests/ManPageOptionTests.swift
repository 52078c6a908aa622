import Foundation
import SystemCalls
import Testing

/// The options that the man pages of section 7 name are in the table, or left out for a reason.
@Suite struct ManPageOptionTests {
  private static let folder = "/usr/share/man/man7"
  private static let hasPages =
    FileManager.default.fileExists(atPath: "\(folder)/socket.7.gz")
    || FileManager.default.fileExists(atPath: "\(folder)/socket.7")
    || ProcessInfo.processInfo.environment["SOCKRATIC_REQUIRE_ALL"] == "1"

  @Test(
    .enabled(if: hasPages, "the man pages (Debian: manpages) are not installed"),
    arguments: ["socket", "ip", "ipv6", "tcp", "udp", "unix", "raw"])
  func `every option that the page names is in the table, or left out on purpose`(
    page: String
  ) throws {
    let names = try names(inPage: page)
    #expect(names.count >= 5)
    for name in names.sorted() where SocketOption.named(name) == nil {
      #expect(ManPageOptionTests.absent[name] != nil, "\(page)(7) has \(name)")
    }
  }

  @Test func `what is left out is not in the table after all`() {
    for (name, reason) in ManPageOptionTests.absent {
      #expect(SocketOption.named(name) == nil, "\(name)")
      #expect(!reason.isEmpty)
    }
  }

  private func names(inPage page: String) throws -> Set<String> {
    let files = ["gz", ""].map { "\(Self.folder)/\(page).7" + ($0.isEmpty ? "" : ".\($0)") }
    let file = try #require(files.first { FileManager.default.fileExists(atPath: $0) })
    let text = try Child(["zcat", "-f", file]).finish()
    let pattern = /\b(?:SO|IP|IPV6|TCP|UDP|MCAST)_[A-Z0-9_]+\b/
    return Set(text.matches(of: pattern).map { String($0.output) })
  }

  /// By the reason.
  private static let leftOut: [(reason: String, names: [String])] = [
    (
      "no option: a value, a macro, or a constant of the kernel's",
      [
        "SO_EE_OFFENDER", "SO_EE_ORIGIN_ICMP", "SO_EE_ORIGIN_ICMP6", "SO_EE_ORIGIN_LOCAL",
        "SO_EE_ORIGIN_NONE", "IP_PMTUDISC_DO", "IP_PMTUDISC_DONT", "IP_PMTUDISC_PROBE",
        "IP_PMTUDISC_WANT", "IP_MSFILTER_SIZE", "MCAST_INCLUDE", "MCAST_EXCLUDE",
        "UDP_ENCAP_ESPINUDP", "UDP_ENCAP_ESPINUDP_NON_IKE", "UDP_ENCAP_L2TPINUDP",
        "TCP_SYNQ_HSIZE",
      ]
    ),
    (
      "ancillary data of a message and no option, or one by another name",
      [
        "IPV6_ADD_MEMBERSHIP", "IPV6_DROP_MEMBERSHIP", "IP_ORIGDSTADDR", "IPV6_ORIGDSTADDR",
        "IPV6_PKTINFO", "IPV6_HOPLIMIT",
      ]
    ),
    ("not of Linux, or said by the page to be only in BSD", ["IP_RCVDSTADDR", "IP_RECVIF"]),
    (
      "the same as IP_ADD_MEMBERSHIP and its like for any family, in a structure of its own",
      [
        "MCAST_JOIN_GROUP", "MCAST_LEAVE_GROUP", "MCAST_BLOCK_SOURCE", "MCAST_UNBLOCK_SOURCE",
        "MCAST_JOIN_SOURCE_GROUP", "MCAST_LEAVE_SOURCE_GROUP",
      ]
    ),
    (
      "a whole list of senders at once: IP_BLOCK_SOURCE and its like take one at a time",
      ["IP_MSFILTER", "MCAST_MSFILTER"]
    ),
    (
      "a program for the kernel's virtual machine, which is no matter of sockets",
      [
        "SO_ATTACH_FILTER", "SO_ATTACH_BPF", "SO_ATTACH_REUSEPORT_CBPF",
        "SO_ATTACH_REUSEPORT_EBPF", "SO_DETACH_BPF", "SO_GET_FILTER",
      ]
    ),
    (
      "bytes of extension headers that routers drop nowadays",
      [
        "IP_OPTIONS", "IPV6_HOPOPTS", "IPV6_DSTOPTS", "IPV6_RTHDR", "IPV6_RTHDRDSTOPTS",
        "IPV6_NEXTHOP", "IPV6_AUTHHDR", "IPV6_PKTOPTIONS", "IPV6_ROUTER_ALERT",
        "IPV6_FLOWLABEL_MGR",
      ]
    ),
    (
      "RFC 2292's numbers, which RFC 3542 replaced; IPV6_ADDRFORM went with RFC 3493",
      [
        "IPV6_2292PKTINFO", "IPV6_2292HOPLIMIT", "IPV6_2292HOPOPTS", "IPV6_2292DSTOPTS",
        "IPV6_2292RTHDR", "IPV6_2292PKTOPTIONS", "IPV6_ADDRFORM",
      ]
    ),
    (
      "IPsec and tunnels, which other programs set up",
      [
        "IP_IPSEC_POLICY", "IP_XFRM_POLICY", "IPV6_IPSEC_POLICY", "IPV6_XFRM_POLICY", "UDP_ENCAP",
        "TCP_MD5SIG",
      ]
    ),
    (
      "for moving a connection to another process (CRIU)",
      ["TCP_REPAIR_QUEUE", "TCP_REPAIR_OPTIONS", "TCP_QUEUE_SEQ"]
    ),
    ("an address, which getpeername tells", ["SO_PEERNAME"]),
    ("left the kernel with Linux 3.10", ["TCP_COOKIE_TRANSACTIONS"]),
  ]

  private static let absent = Dictionary(
    uniqueKeysWithValues: leftOut.flatMap { entry in entry.names.map { ($0, entry.reason) } })
}
