extension Command {
  static let getnameinfo = Command(
    "getnameinfo", "look an address up: the names of its host and service", in: .facts,
    .addressOrHost(
      "the address, its port 0 if left out; a role's name is where that role is bound"),
    discussion: """
      The other direction of getaddrinfo. Where nobody knows a name, the answer is the number. A name \
      that comes back says little: whoever owns an address chooses what it is called.
      """,
    examples: [
      Example(["getnameinfo 127.0.0.1:1"], shows: "getnameinfo(127.0.0.1:1) = "),
      Example(["getnameinfo 127.0.0.1"], shows: "getnameinfo(127.0.0.1:0) = "),
    ]
  ) { address in .names(.name(of: address)) }
}
