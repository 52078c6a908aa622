extension Topic {
  /// A glossary of what is printed and of what lessons and explanations say.
  static let words = Topic(
    name: "words", title: "Words",
    text: """
      In the table of sockets, 0.0.0.0:0 and - are no address. recv 0 send 0: bytes that wait to \
      be received, and bytes sent that the other end has not confirmed; send mem 768 is the memory that they take, \
      which is all that is known of sockets other than TCP's. accept 0/128: connections \
      that wait for accept, and how many may. UNCONNECTED and CONNECTED are said of sockets that \
      are not TCP's. A descriptor in brackets, (@4), was closed by its process, and the kernel \
      still has the socket.
      """,
    forms: [
      Form("role", "a process that makes the calls you type for it, as in server> listen"),
      Form("descriptor", "the number by which one process speaks of a socket; typed as @3"),
      Form("protocol", "rules for how two ends talk: TCP, UDP, HTTP, …"),
      Form("TCP, UDP", "the protocol of streams, and that of single messages (datagrams)"),
      Form("IPv4, IPv6", "the two kinds of internet addresses: 127.0.0.1, and ::1"),
      Form("port", "the number in an address that tells the sockets of one machine apart"),
      Form("loopback", "a machine's network with itself: 127.0.0.1, ::1"),
      Form("peer", "the other end of a connection"),
      Form("SYN", "TCP's packet that asks for a connection; the answers make the handshake"),
      Form("FIN", "TCP's packet that says: after this I send no more"),
      Form("RST", "TCP's packet that refuses a connection, or breaks one off (reset)"),
      Form("signal", "what the kernel or another process interrupts a process with, as ⌃C does"),
      Form("⌃C", "the keys Control (Ctrl) and C together"),
      Form("CLOSED", "a TCP socket's state: no connection, not listening"),
      Form("LISTEN", "it can be connected to"),
      Form("SYN_SENT", "its SYN is not answered yet"),
      Form("SYN_RCVD", "a SYN was answered, and the handshake's last packet is missing"),
      Form("ESTABLISHED", "connected"),
      Form("FIN_WAIT_1", "it has sent its FIN, which is not confirmed yet"),
      Form("FIN_WAIT_2", "its FIN is confirmed; the other end has not finished"),
      Form("CLOSE_WAIT", "the other end has finished; its own program has not closed"),
      Form("LAST_ACK", "both have finished; the second FIN is not confirmed yet"),
      Form("CLOSING", "both finished at once, and its FIN is not confirmed yet"),
      Form("TIME_WAIT", "both have finished; the end that did so first is kept for a minute"),
    ])
}
