extension Command {
  static let probe = Command(
    "probe", "find out which ports of a host are open", in: .testing,
    .host("an address or a name; a role's or a partner's is where that one is"),
    .ports("which: 80, 1-1024, 22,80,8000-8100"),
    .timeLimit("within", "how long a port has to answer, 1500ms unless said"),
    discussion: """
      A process of its own makes a non-blocking TCP connect for each port, many at a time, and \
      closes at once what it opened. open: a SYN-ACK came, so somebody listens there. closed: a \
      RST came, so the host is there and nobody listens. filtered: nothing came at all, so \
      something threw the SYN away, or there is no such host. unreachable: this machine has no way \
      there, or a router said so by ICMP. Where a listener's queue of connections is full, that is \
      seen on this machine and on the wire, and said.

      What an open port says by itself is shown. ⌃C ends it with what was found. Any host but this \
      machine must first be named with allow. From a role on a host of the wire the host's own \
      network is probed, and only the wire is reached.
      """,
    examples: [
      Example(
        [
          "server> socket tcp", "bind 0", "listen", "let port = server.port",
          "probe 127.0.0.1 {port}",
        ], shows: "1 open"),
      Example(["probe 127.0.0.1 1"], shows: "closed"),
      Example(["probe 192.0.2.1 80"], shows: "needs your word first"),
    ]
  ) { host, ports, time in
    .probe(ProbeRequest(host: host, ports: ports, milliseconds: time))
  }
}
