import Foundation
import Testing

/// What a person is told of a socket's inside, without the role making a call for it.
struct LookingTests {
  private let connected = """
    server> socket tcp
    bind 0
    listen 1
    client> socket tcp
    connect server

    """

  @Test func `info shows a connection, and says where there is none`() throws {
    let shown = try output("server> socket tcp\ninfo\n" + connected + "info\nserver> info @4\n")
    #expect(shown.contains("CLOSED: there is no connection"))
    #expect(shown.contains("round trip") && shown.contains("(cwnd)"), "\(shown)")
    #expect(shown.contains("LISTEN: it has no connection;"))
    let refused = try refusal("socket udp\ninfo\n")
    #expect(refused.contains("no TCP socket") && refused.contains("`queues`"), "\(refused)")
    #expect(try refusal("socket tcp\ninfo @77\n").contains("no TCP socket"))
  }

  @Test func `info watch tells what changes until it is off, and ends with the socket`() throws {
    let shown = try output(
      """
      server> socket tcp
      bind 0
      listen
      client> socket tcp
      info watch
      connect server
      info watch off
      send "unheard"
      info watch
      server> accept
      client> close
      socket tcp
      """)
    let lines = shown.split(separator: "\n").filter { $0.contains("info: ") }
    #expect(lines.first?.contains("client @3   info: rtt 0 us → ") == true, "\(shown)")
    let silence = try #require(shown.range(of: "info watch off"))
    let heard = try #require(shown.range(of: "send(3, \"unheard\""))
    #expect(!shown[silence.upperBound..<heard.upperBound].contains("info: "))
    #expect(shown.contains("# client @3 is watched: what changes of its figures is told"))
    #expect(shown.contains("# client @3 is watched no longer\n"), "\(shown)")
    #expect(try output("socket tcp\ninfo watch off\n").contains("# you @3 is not watched\n"))
  }

  @Test func `a FIN that waits behind unsent bytes is none of them`() throws {
    let shown = try output(
      """
      server> socket tcp; set rcvbuf 2304; bind 0; listen
      client> socket tcp; nonblocking on; connect server
      send zeros 4M
      let unsent = client.unsent
      shutdown write
      check client.unsent == {unsent}
      queues
      info

      """)
    let after = shown.components(separatedBy: "> shutdown write\n").last ?? ""
    let changed = after.components(separatedBy: "> check").first ?? ""
    #expect(changed.contains("→ FIN_WAIT_1") && !changed.contains("queue"), "\(shown)")
    let words = after.split { " \n".contains($0) }.joined(separator: " ")
    #expect(words.contains("not yet sent); the FIN is not yet sent;"), "\(shown)")
    #expect(words.contains("bytes and the FIN wait to be sent"), "\(shown)")
  }

  @Test func `queues counts who waits for accept, and what was dropped`() throws {
    let shown = try output(
      connected + """
        second> socket tcp
        connect server
        third> socket tcp
        connect server
        server> queues @3
        check backlog == 1
        accept
        accept
        wait third
        accept
        queues @3
        """)
    #expect(shown.contains("accept queue 2 of 2, full: the next SYN is dropped"), "\(shown)")
    #expect(shown.contains("SYN dropped for want of room"), "\(shown)")
    #expect(shown.contains("accept queue 0 of 2, nobody waits"), "\(shown)")
  }

  @Test func `a handshake that is not finished is in the SYN queue`() throws {
    let shown = try output(
      """
      server> socket tcp
      set defer_accept 5s
      bind 0
      listen
      client> socket tcp
      connect server
      server> queues
      """)
    #expect(shown.contains("SYN queue 1: 1 handshake not finished"), "\(shown)")
  }

  @Test func `queues tells a connection's data apart from its overhead`() throws {
    let shown = try output(
      connected + """
        send "hello"
        server> accept
        queues @4
        receiver> socket udp
        bind 0
        sender> socket udp
        sendto receiver "datagram"
        receiver> queues
        """)
    #expect(shown.contains("receive queue 5 bytes; with overhead "), "\(shown)")
    #expect(shown.contains("receive queue first datagram 8 bytes; with overhead "), "\(shown)")
  }

  @Test func `timers tells what the kernel will do, of closed connections too`() throws {
    let shown = try output(
      connected + """
        set keepalive on
        timers
        check timer == keepalive
        second> socket tcp
        connect server
        third> socket tcp
        connect server
        third> timers
        check timer == retransmit
        server> accept
        client> close
        timers
        server> close @4
        client> timers
        check timer == TIME_WAIT
        server> accept
        wait third
        third> timers
        """)
    #expect(shown.contains("ESTABLISHED: keepalive, in 2 h the peer is asked"), "\(shown)")
    #expect(shown.contains("SYN_SENT: retransmit, in "), "\(shown)")
    #expect(shown.contains("FIN_WAIT_2: in 60 s the kernel waits no longer"), "\(shown)")
    #expect(shown.contains("TIME_WAIT: in 60 s the kernel forgets"), "\(shown)")
    #expect(shown.contains("ESTABLISHED: no timer runs"), "\(shown)")
  }

  @Test func `a closed window is probed`() throws {
    let shown = try output(
      connected + """
        send all zeros 16M dontwait
        check timer == probe
        check unsent > 0
        timers
        """)
    let words = shown.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    #expect(words.contains("probe, in "), "\(shown)")
    #expect(words.contains("the peer is asked whether it has room now"), "\(shown)")
  }

  @Test func `facts speak of the connection's figures and of the options that were set`() throws {
    _ = try output(
      connected + """
        set keepalive on
        check option == SO_KEEPALIVE
        check cwnd > 1
        check rto >= 200
        check mss > 500
        check resent == 0
        send "x"
        check segments == 1
        server> accept
        check server@4.option != SO_KEEPALIVE
        check rtt < 1000000
        check @3.unsent == 0
        """)
    #expect(try refusal("socket tcp\ncheck cwnd > 0\n").contains("no such socket"))
    #expect(try refusal("socket tcp\ncheck option == SO_LINGER\n").contains("does not hold"))
  }

  private func output(_ script: String) throws -> String {
    let program = try Program(sockratic: ["run", "-"], input: .text(script + "\n"))
    #expect(try program.finish(within: 20) == .status(0), "\(program.errorText)")
    return program.outputText
  }

  private func refusal(_ script: String) throws -> String {
    let program = try Program(sockratic: ["run", "-"], input: .text(script))
    #expect(try program.finish(within: 20) == .status(1))
    return program.errorText
  }
}
