extension Topic {
  static let tls = Topic(
    name: "tls", title: "TLS",
    text: """
      Sockratic speaks no TLS: it shows what the kernel's sockets do, and TLS is a library's work \
      above them, with keys and certificates that a line cannot show. A service behind TLS can be \
      connected to, probed and fuzzed as bytes: it takes them for a broken handshake. To talk with \
      it, let a program end the TLS and connect to its plain side.
      """,
    forms: [
      Form(
        "16 03 01 …", "how a TLS handshake begins: hex 16 is a handshake record, 03 01 a version"),
      Form("15 03 03 00 02 02 …", "a TLS alert: the other side refuses"),
      Form(
        "socat TCP-LISTEN:8080,fork,bind=127.0.0.1 OPENSSL:HOST:443",
        "a plain side on port 8080 for a service behind TLS (a shell's line)"),
    ])
}
