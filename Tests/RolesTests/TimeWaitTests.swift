import Testing

/// The last state of a connection, which no descriptor stands for any more.
struct TimeWaitTests {
  private let connected = """
    server> socket tcp
    bind 0
    listen
    client> socket tcp
    connect server
    server> accept

    """

  private func expectSuccess(of lines: String, shows: [String]) throws {
    let program = try Program(sockratic: ["run", "-"], input: .text(connected + lines))
    #expect(try program.finish(within: 20) == .status(0), "\(program.errorText)")
    for line in shows { #expect(program.outputText.contains(line), "\(program.outputText)") }
  }

  @Test func `an end that is still held is shown in TIME_WAIT, and after close as well`() throws {
    try expectSuccess(
      of: """
        client> shutdown write
        server> close @4
        check client@3.state == TIME_WAIT
        client> close
        check client@3.state == TIME_WAIT
        sockets

        """, shows: ["client @3   FIN_WAIT_2 → TIME_WAIT", "client (@3)  tcp"])
  }

  @Test func `an end that was closed first is a fact until the kernel drops it`() throws {
    try expectSuccess(
      of: """
        server> close @4
        check server@4.state == FIN_WAIT_2
        client> close
        check server.state == TIME_WAIT

        """,
      shows: ["server (@4) FIN_WAIT_2 → TIME_WAIT"])
  }

  @Test func `a reset leaves nothing in TIME_WAIT`() throws {
    try expectSuccess(
      of: """
        client> setsockopt SO_LINGER 0s
        client> close
        check server@4.state == CLOSED

        """, shows: ["server @4   ESTABLISHED → CLOSED"])
  }

  @Test func `datagrams that find the queue full are counted`() throws {
    let flood = String(repeating: "sendto receiver zeros 8K\n", count: 4)
    try expectSuccess(
      of: """
        receiver> socket udp
        setsockopt SO_RCVBUF 4K
        bind 0
        check receiver.drops == 0
        sender> socket udp
        \(flood)check receiver.drops >= 2

        """, shows: ["receiver @3 dropped 0 → 1 datagram"])
  }
}
