internal import Testing

private let connected = """
  server> socket tcp; bind 0; listen
  client> socket tcp; connect server
  server> accept

  """

/// The explanations speak of what really happened, as the whole program shows it.
struct ExplanationTests {
  /// The explanations and notes of a script, in the log's order.
  private func said(_ script: String, fails: Bool = false) throws -> [String] {
    let program = try Program(sockratic: ["run", "--json", "-"], input: .text(script))
    #expect(try program.finish(within: 60) == .status(fails ? 1 : 0), "\(program.errorText)")
    return try events(of: program).filter { ["explanation", "note"].contains($0.kind) }
      .compactMap { $0.text("text") }
  }

  @Test func `0 bytes after one's own shutdown of reading are not blamed on the peer`() throws {
    let last = try #require(try said(connected + "client> shutdown read\nrecv\n").last)
    #expect(last.contains("@3 has shut down its own receiving side"))
    #expect(last.contains("say nothing of server @4"))
  }

  @Test func `0 bytes after a reset are no end of file`() throws {
    let script = connected + "client> send unread\nserver> close @4\nclient> recv\nrecv\nsend x\n"
    let said = try said(script)
    let reset = try #require(said.firstIndex { $0.contains("RST came from server") })
    #expect(said[reset].contains("its @4 was closed with 6 bytes unread"))
    #expect(said[reset + 1].hasPrefix("This is no end of file: RST from server"))
    #expect(said[reset + 2].contains("RST from server has ended the connection of @3"))
  }

  @Test func `one byte that nobody has read is no end of file, and its close is a reset`() throws {
    let said = try said(
      connected + "client> send x\nclient> close\nserver> poll read @4\nclose @4\n")
    #expect(!said.contains { $0.contains("though not a byte is there") }, "\(said)")
    #expect(said.last?.contains("@4 had 1 unread byte, so the kernel sent RST") == true, "\(said)")
  }

  @Test func `a connected UDP socket takes nothing from strangers, which both of them learn`()
    throws
  {
    let script = """
      a> socket udp; bind 0
      b> socket udp; bind 0; connect a
      a> sendto b "hello"
      c> socket udp; sendto b "hi"
      c> connect b; send "x"; send "y"
      check b.readable == 5

      """
    let said = try said(script)
    #expect(said.count { $0.hasPrefix("b @3 has that port, but is connected to 127.0.0.1:") } == 2)
    #expect(said.last?.contains("b @3 is connected to 127.0.0.1:") == true, "\(said)")
  }

  @Test func `what comes to a connected UDP socket is seen, whoever sent it so`() throws {
    for sender in ["sendto b \"hello\"", "connect b; send \"hello\""] {
      let program = try Program(
        sockratic: ["run", "-"],
        input: .text("a> socket udp; bind 0\nb> socket udp; bind 0; connect a\na> \(sender)\n"))
      #expect(try program.finish() == .status(0))
      #expect(program.outputText.hasSuffix("  b @3        receive queue 0 → 5\n"))
    }
  }

  @Test func `what comes to the error queue is not taken for a datagram`() throws {
    let program = try Program(
      sockratic: ["run", "-"],
      input: .text(
        """
        a> socket udp; bind 0
        b> socket udp; set IP_RECVERR on; connect a
        a> close
        b> send x; recvmsg MSG_ERRQUEUE
        set SO_TIMESTAMPING 18
        c> socket udp; bind 0
        b> socket udp; set SO_TIMESTAMPING 18
        sendto c "stamped"; recvmsg MSG_ERRQUEUE

        """))
    #expect(try program.finish() == .status(0), "\(program.errorText)")
    let text = program.outputText.replacing(/\n  # +/, with: " ")
    #expect(
      text.contains(#/b @3        error queue with overhead 0 → \d+ That is the error queue/#))
    #expect(!text.contains("receive queue with overhead"), "\(text)")
    #expect(text.contains("IP_RECVERR ECONNREFUSED by ICMP type 3 code 3 from 127.0.0.1"))
    #expect(text.contains("From the error queue, but no error: SO_TIMESTAMPING"), "\(text)")
  }

  @Test func `what an option or a type forbids is not blamed on a route or a listener`() throws {
    let mapped = try said(
      "socket tcp6; setsockopt IPV6_V6ONLY on; connect [::ffff:127.0.0.1]:7011\n")
    #expect(mapped.last?.contains("IPV6_V6ONLY keeps @3 to IPv6") == true, "\(mapped)")
    let named = try said("socket unix-dgram; connect unix:@nobody-here\n")
    #expect(named.last?.contains("Another socket must `bind` to it first") == true, "\(named)")
    let datagrams = try said("socket udp; shutdown both\n")
    #expect(datagrams.last?.hasSuffix("`connect` would give it one.") == true, "\(datagrams)")
  }

  @Test func `long data says where the rest of it is, once`() throws {
    let said = try said(
      "socketpair; repeat 2 { send @3 repeat \"0123456789\" 20; recv @4 }\n")
    #expect(said.count { $0.contains("`transcript` shows all") } == 1, "\(said)")
  }

  @Test func `a hop limit of the other version of IP is said to be without effect`() throws {
    let script = """
      a> socket udp6; bind 0; set IPV6_RECVHOPLIMIT on
      b> socket udp6; sendmsg to a "x" ttl 3
      c> socket udp6; sendmsg to a "x" hoplimit 3

      """
    let said = try said(script).filter { $0.contains("passes over it") }
    #expect(said.count == 1 && said[0].hasPrefix("The field ttl is for IPv4"), "\(said)")
  }

  @Test func `standard input and output are closed like sockets`() throws {
    let said = try said("close @1\nsend @1 x\nsend @2 x\n")
    #expect(said[0].hasPrefix("You have closed @1, so the number stands for nothing now."))
    #expect(said[1].contains("it is standard error"), "\(said)")
  }

  @Test func `a record that was cut is told from one that filled the buffer`() throws {
    let begin = "a> socketpair unix-seqpacket; send @3 \"abcdef\"; send @3 \"ghi\"\n"
    let cut = try said(begin + "a> recv @4 3\n")
    #expect(cut.last?.hasPrefix("The record had 6 bytes and the buffer 3") == true, "\(cut)")
    let whole = try said(begin + "a> recv @4 6\n")
    #expect(!whole.contains { $0.contains("The record") }, "\(whole)")
    let datagram = try said("a> socketpair unix-dgram; send @3 \"abcdef\"; recv @4 3\n")
    #expect(datagram.last?.hasPrefix("The datagram had 6 bytes and the buffer 3") == true)
  }

  @Test func `why a reset comes is told once`() throws {
    let said = try said("peer rude\nsocket tcp; connect rude; send x\nrecv\n")
    #expect(said.count { $0.contains("a peer sends it when it closes") } == 1, "\(said)")
    #expect(said.last?.contains("is told to the program now") == true, "\(said)")
  }

  @Test func `an end of file is told by whether the peer is closed or only shut down`() throws {
    let shut = try said(connected + "client> shutdown write\nserver> recv @4\n")
    #expect(shut.last?.hasPrefix("client @3 has closed its sending side: 0 bytes") == true)
    let closed = try said(connected + "client> close\nserver> recv @4\n")
    #expect(closed.last?.hasPrefix("client's @3 is closed: 0 bytes mean end of file") == true)
  }

  @Test func `the end of a Unix stream is a sentence like any other`() throws {
    let script = """
      server> socket AF_UNIX SOCK_STREAM 0; bind unix:@sockratic-eof; listen
      client> socket AF_UNIX SOCK_STREAM 0; connect unix:@sockratic-eof
      server> accept
      client> close
      server> recv @4
      """
    #expect(try said(script).last?.hasPrefix("client's @3 is closed: 0 bytes") == true)
  }

  @Test func `a socket that does not block gets no advice to wait in a plain recv`() throws {
    let script = "you> socket AF_INET SOCK_DGRAM|SOCK_NONBLOCK 0; bind 0; recv\n"
    let last = try #require(try said(script).last)
    #expect(last.contains("does not block"))
    #expect(!last.contains("Plain `recv`"))
  }

  @Test func `a connection that is over is not to be connected again`() throws {
    let script =
      connected + "client> shutdown both\nserver> shutdown @4 both\nshutdown @4 write\n"
    let last = try #require(try said(script).last)
    #expect(last.contains("is over"))
    #expect(!last.contains("`connect"))
  }

  @Test func `an RST that ends a connection is explained where the state changes`() throws {
    let sent = try said(connected + "server> close @4\nclient> send x\nsend y\n")
    #expect(
      sent.contains("RST from server: its @4 is closed, so the bytes that came have no reader."))
    #expect(
      sent.contains { $0.hasPrefix("RST from server has ended the connection of @3. `close`") })
    let killed = try said(
      "server> socket tcp; bind 0; listen\nclient> socket tcp; connect server\nkill server\n")
    #expect(
      killed.last
        == "RST from server: its @3 stopped listening before this connection was accepted.")
  }

  @Test func `a close in good order is no reset`() throws {
    let said = try said(connected + "client> close\nserver> shutdown @4 write\nclose @4\n")
    #expect(!said.contains { $0.contains("RST") }, "\(said)")
    let both = "client> shutdown both\nserver> shutdown @4 both\nclient> close\nserver> close @4\n"
    #expect(!(try self.said(connected + both).contains { $0.contains("RST") }))
  }

  @Test func `send after one's own shutdown, and after a refused connect, knows why`() throws {
    let own = try said(connected + "client> shutdown write\nserver> close @4\nclient> send x\n")
    #expect(own.contains { $0.contains("has shut down its own sending side") }, "\(own)")
    let refused = "server> socket tcp; bind 0\nclient> socket tcp; connect server\nsend x\n"
    #expect(try said(refused).contains { $0.contains("its connect was refused") })
  }

  @Test func `a connect that waits for a full accept queue says so, once`() throws {
    let script = """
      server> socket tcp; bind 0; listen 1
      a> socket tcp; connect server
      b> socket tcp; connect server
      c> socket tcp; connect server
      a> getsockname
      server> accept
      wait c
      """
    let reasons = try said(script).filter { $0.contains("accept queue of server @3 is full") }
    #expect(reasons.count == 1)
    #expect(reasons.first?.contains("2 connections, backlog 1") == true)
    #expect(reasons.first?.contains("`server> accept` makes room") == true)
  }

  @Test func `a send that waits says whose queue is full; a recv that waits says nothing`() throws {
    let full = try said(connected + "client> send all zeros 20M\n", fails: true)
    #expect(full.contains { $0.contains("receive queue of server @4 is full") }, "\(full)")
    let waits = try said(connected + "server> recv @4\n", fails: true)
    #expect(waits == (try said(connected)))
  }

  @Test func `a role that dies of SIGPIPE leaves the reason`() throws {
    let script = connected + "server> close @4\nclient> signal SIGPIPE default\nsend a\nsend b\n"
    #expect(try said(script).last?.contains("SIGPIPE's default action ends the process") == true)
    let killed = connected + "client> signal SIGPIPE default\nkill client SIGPIPE\n"
    #expect(!(try said(killed).contains { $0.contains("default action") }))
  }

  @Test func `what the end cut short is counted`() throws {
    let sent = connected + "client> send hello\nclose\n"
    #expect(
      try said(sent + "server> recv @4 exactly 10\n").last
        == "5 of 10 bytes arrived before the end")
    #expect(
      try said(sent + "server> recv @4 until \"\\n\"\n").last
        == "5 bytes arrived before the end, without the mark")
    #expect(
      !(try said(sent + "server> recv @4 exactly 5\n").contains { $0.contains("arrived before") }))
  }

  @Test func `advice names addresses and families that can be reached`() throws {
    let from6 = try said("socket udp6; bind [::1]:0; sendto 127.0.0.1:9 x\n")
    #expect(from6.last?.hasSuffix("A new `socket udp` can reach 127.0.0.1:9.") == true)
    let to6 = try said("a> socket udp6; bind [::1]:0\nb> socket udp; sendto a x\n")
    #expect(to6.last?.contains("`socket udp6` can reach it with `sendto`") == true)
    let dual = try said("s> socket tcp6; bind *:0; listen\nc> socket tcp; connect s\n")
    #expect(dual.last?.contains("s @3 takes IPv4, too: try `connect 127.0.0.1:") == true)
    let zero = try said("socket tcp; connect 0\n")
    #expect(zero.last?.contains("Nobody can listen on port 0") == true)
    let other = try said("a> socket udp; bind 0\nb> socket tcp; connect a\n")
    #expect(other.last?.hasPrefix("a @3 is UDP") == true)
  }

  @Test func `the role you is spoken to as you`() throws {
    #expect(try said("recv @9\n").last?.hasPrefix("You have no descriptor 9.") == true)
    let program = try Program(
      sockratic: ["run", "-"], input: .text("you> socket udp; bind 0; recv\n"))
    #expect(try program.finish() == .status(1))
    #expect(program.errorText.contains("you still wait in recv"), "\(program.errorText)")
  }
}
