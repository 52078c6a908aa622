extension Command {
  static let interfaces = Command(
    "interfaces", "list the network interfaces and their addresses", in: .facts,
    discussion: """
      An interface is where packets leave and arrive: a network card, or lo, the loopback, which \
      leads back to this machine. Its index is the scope of a link-local address: [fe80::1%2]:9000 and \
      [fe80::1%eth0]:9000 are the same where eth0 is number 2. The library's getifaddrs tells all this.
      """,
    examples: [Example(["interfaces"], shows: "127.0.0.1/8")]
  ) { () in .names(.interfaces) }
}
