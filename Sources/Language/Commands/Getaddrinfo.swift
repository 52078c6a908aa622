extension Command {
  static let getaddrinfo = Command(
    "getaddrinfo", "look a name up: every address, in the order to try them", in: .facts,
    .hostAndService(),
    discussion: """
      getaddrinfo is no system call but a function of the C library: it reads files such as \
      /etc/hosts, asks name servers, and sorts what it finds. A program tries the addresses one after \
      the other. The order follows the rules of RFC 6724, and the answer says which rule put one \
      address before the next: whether there is a route, whether the scopes of source and destination \
      agree, which kind of address is preferred, how much of the prefix they share.

      Here a helper process asks, so no role makes a call for it.
      """,
    examples: [
      Example(["getaddrinfo 127.0.0.1 80"], shows: "127.0.0.1:80"),
      Example(["getaddrinfo 127.0.0.1:80"], shows: "getaddrinfo(\"127.0.0.1\", \"80\") = "),
      Example(
        ["getaddrinfo nosuch.invalid"], shows: "getaddrinfo(\"nosuch.invalid\", NULL) = EAI_"),
    ]
  ) { asked in .names(.addresses(of: asked.host, service: asked.service)) }
}
