extension Topic {
  static let line = Topic(
    name: "line", title: "A line",
    text: """
      Commands may be separated by semicolons, and are done in order. A line with a mistake in it \
      is refused as a whole: nothing of it is executed.
      """,
    forms: [
      Form("listen", "a command, for the current role"),
      Form("server> listen", "for the role server, which becomes the current one"),
      Form("server>", "server becomes the current role"),
      Form(
        "@4",
        "the socket with descriptor 4, the number that socket or accept returned; it comes first"),
      Form("! ECONNREFUSED", "the call before must have failed so (in scripts and lessons)"),
      Form("{name}", "a value that let has named; {{ is a brace"),
      Form("# …", "a comment, to the end of the line"),
      Form("bind ?", "help on bind"),
    ])

  static let data = Topic(
    name: "data", title: "Data",
    text: """
      Several forms after one another are put together: u16 5 "hello". A word that begins a form, \
      or is a flag, is meant as that: quote it to send the word itself.
      """,
    forms: [
      Form("hello", "a word, as it is"),
      Form(#""a line\r\n""#, #"text; the escapes are \n \r \t \0 \\ \" \xNN \u{N}"#),
    ] + DataForm.all.map { Form("\($0.word) \($0.usage)", $0.summary) })

  static let address = Topic(
    name: "address", title: "Addresses",
    text: "A name is a role, then a host, then a question for the resolver.",
    forms: [
      Form("127.0.0.1:9000", "an IPv4 address and a port, 0 to 65535"),
      Form("9000", "a port on loopback, 127.0.0.1"),
      Form("*:9000", "a port on every address of the machine, 0.0.0.0"),
      Form("[::1]:9000", "an IPv6 address and a port; [::]:9000 for every address"),
      Form("[fe80::1%lo]:9000", "a link-local address, with the interface it is meant on"),
      Form("name.example:80", "a name for the resolver, and a port"),
      Form("server", "a role: where it is bound; the wildcard means loopback"),
      Form("bob:9000", "a host of the wire, and a port; see help wire"),
      Form("echo", "a partner that runs; see help peer"),
      Form("./s.sock", "a Unix socket's path, which has a /"),
      Form("unix:@abstract", "a Unix socket's abstract name, which is no file"),
      Form("unix:unnamed", "for bind: any free abstract name, which the kernel chooses"),
    ])

  static let size = Topic(
    name: "size", title: "Sizes and times", text: "",
    forms: [
      Form("64 4K 1M 1G", "bytes; K, M and G are 1024, 1024² and 1024³"),
      Form("200ms 2s", "milliseconds, seconds"),
    ])

  static let flags = Topic(
    name: "flags", title: "Flags",
    text: """
      For send, sendto, recv and recvfrom: words of their own, or joined by |. Every MSG_ name of \
      C's is known: MSG_PEEK|MSG_DONTWAIT.
      """,
    forms: FlagWords.message.friendly.map { Form($0.word, "\($0.constant): \($0.summary)") })

  static let facts = Topic(
    name: "facts", title: "Facts",
    text: """
      server.state == LISTEN holds if any of the role's sockets is in that state, \
      server@4.state == LISTEN speaks of one. The right side is a value, or another fact of the \
      same type: client.remote == server.local. wire.dropped is the wire's. Numbers are also compared by < <= > >=.
      """,
    forms: factSubjects.map { Form($0.name, "\($0.type.rawValue): \($0.summary)") })
}
