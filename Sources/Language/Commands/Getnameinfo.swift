extension Command {
  static let getnameinfo = Command(
    "getnameinfo", "look an address up: the names of its host and service", in: .facts,
    .addressOrHost(
      "the address, its port 0 if left out; a role's name is where that role is bound"),
    .flags(.name, asInC: "NI_NUMERICHOST|NI_NUMERICSERV"),
    discussion: """
      The other direction of getaddrinfo. Where nobody knows a name, the answer is the number, unless \
      namereqd says that only a name will do. With numerichost nobody is asked, and the answer is the \
      number: what a program writes into its log. A name that comes back says little: whoever owns an \
      address chooses what it is called.
      """,
    examples: [
      Example(["getnameinfo 127.0.0.1:1"], shows: "getnameinfo(127.0.0.1:1, 0) = "),
      Example(["getnameinfo 127.0.0.1"], shows: "getnameinfo(127.0.0.1:0, 0) = "),
      Example(
        ["getnameinfo 127.0.0.1:80 numerichost numericserv"],
        shows: "getnameinfo(127.0.0.1:80, NI_NUMERICHOST|NI_NUMERICSERV) = host 127.0.0.1"),
    ]
  ) { address, flags in .names(.name(of: address, flags: flags)) }
}
