extension Command {
  static let getaddrinfo = Command(
    "getaddrinfo", "look a name up: every address, in the order to try them", in: .facts,
    .hostAndService(),
    .hostHints(),
    discussion: """
      getaddrinfo is no system call but a function of the C library: it reads files such as \
      /etc/hosts, asks name servers, and sorts what it finds. A program tries the addresses one after \
      the other. The order follows the rules of RFC 6724, and the answer says which rule put one \
      address before the next: whether there is a route, whether the scopes of source and destination \
      agree, which kind of address is preferred, how much of the prefix they share.

      The hints say what is wanted: a family, a type of socket (a stream, if none is named), and flags. \
      A server asks with NULL for a name, and passive: the answer is every address, to bind. Without \
      passive NULL is the loopback, to connect to.

      Here a helper process asks, so no role makes a call for it.
      """,
    examples: [
      Example(["getaddrinfo 127.0.0.1 80"], shows: "127.0.0.1:80"),
      Example(["getaddrinfo 127.0.0.1:80"], shows: "getaddrinfo(\"127.0.0.1\", \"80\", {"),
      Example(["getaddrinfo NULL 80 passive"], shows: "0.0.0.0:80  to bind"),
      Example(
        ["getaddrinfo NULL 80 AF_INET SOCK_DGRAM AI_PASSIVE|AI_NUMERICSERV"],
        shows: "{ai_flags=AI_PASSIVE|AI_NUMERICSERV,"),
      Example(
        ["getaddrinfo nosuch.invalid numerichost"],
        shows: "getaddrinfo(\"nosuch.invalid\", NULL, {ai_flags=AI_NUMERICHOST"),
    ]
  ) { asked, hints in .names(.addresses(HostQuery(asked.host, asked.service, hints))) }
}
