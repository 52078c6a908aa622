import Foundation
import Testing

/// Socket options as a person sets, asks and lists them.
struct OptionsTests {
  @Test func `options marks what differs from a socket that was just made`() throws {
    let shown = try output(
      """
      socket tcp
      set reuseaddr on
      set linger 5s
      options
      """)
    #expect(shown.contains("  *  SO_REUSEADDR             on"), "\(shown)")
    #expect(shown.contains("SO_LINGER                on, 5 s"), "\(shown)")
    #expect(shown.contains("     SO_KEEPALIVE             off\n"), "\(shown)")
    // Two options, and the legend.
    #expect(shown.count { $0 == "*" } == 3, "\(shown)")
    #expect(shown.contains("  *: not what a socket has that was just made; set: by a setsockopt"))
    #expect(shown.contains("which few programs need"), "\(shown)")
  }

  @Test func `what recvmsg tells of a packet is told by name, in its own terms`() throws {
    let shown = try output(
      """
      a> socket udp; bind 0; set SO_TIMESTAMPNS on; set IP_RECVORIGDSTADDR on; set UDP_GRO on
      b> socket udp; sendto a hello
      a> recvmsg
      set SO_TIMESTAMPING 24
      b> sendto a hello
      a> recvmsg
      b> set UDP_SEGMENT 2; sendto a abcd
      a> recvmsg
      server> socket tcp; bind 0; listen
      client> socket tcp; connect server; set TCP_INQ on
      server> accept; send hello
      client> recvmsg 2
      get SO_MEMINFO
      """)
    #expect(shown.contains(#/with SO_TIMESTAMPNS \d+\.\d{9}, IP_ORIGDSTADDR 127\.0\.0\.1:\d+\n/#))
    #expect(shown.contains(#/SO_TIMESTAMPING software \d+\.\d{9}, /#), "\(shown)")
    #expect(shown.contains("UDP_GRO 2, ") && shown.contains("with TCP_INQ 3\n"), "\(shown)")
    #expect(shown.contains(#/SO_MEMINFO\) = 0: received \d+, rcvbuf \d+, /#), "\(shown)")
    #expect(!shown.contains(#/level \d+ type/#))
  }

  @Test func `an interface that the kernel keeps by its number is not missed in options`() throws {
    let shown = try output("socket udp; set IP_MULTICAST_IF lo; set IP_MULTICAST_IF 127.0.0.1\n")
    let text = shown.replacing(/\n  # +/, with: " ")
    #expect(text.contains("= 0 The kernel keeps the interface by its number"), "\(text)")
    #expect(text.contains("it goes on saying 0.0.0.0"))
  }

  @Test func `a name that several levels have means the one of the socket`() throws {
    let shown = try output(
      """
      socket udp6; set multicast_if lo; get multicast_if
      socket udp; set multicast_if lo; set cork off; set timestamp on
      socket tcp; set cork on; set timestamp on
      """)
    for call in [
      "setsockopt(3, IPPROTO_IPV6, IPV6_MULTICAST_IF, if_nametoindex(\"lo\")) = 0",
      "getsockopt(3, IPPROTO_IPV6, IPV6_MULTICAST_IF) = 0: lo",
      "setsockopt(4, IPPROTO_IP, IP_MULTICAST_IF, {imr_ifindex=if_nametoindex(\"lo\")}) = 0",
      "setsockopt(4, IPPROTO_UDP, UDP_CORK, 0) = 0",
      "setsockopt(4, SOL_SOCKET, SO_TIMESTAMP, 1) = 0",
      "setsockopt(5, IPPROTO_TCP, TCP_CORK, 1) = 0",
      "setsockopt(5, SOL_SOCKET, SO_TIMESTAMP, 1) = 0",
    ] {
      #expect(shown.contains(call + "\n"), "\(call): \(shown)")
    }
    let program = try Program(
      sockratic: ["run", "-"],
      input: .text("socket AF_UNIX SOCK_DGRAM\nset multicast_if lo\n"))
    #expect(try program.finish() == .status(1))
    #expect(program.errorText.contains("IP_MULTICAST_IF or IPV6_MULTICAST_IF"))
  }

  @Test func `options tells what was set, what was inherited, and what the kernel changed`() throws
  {
    let shown = try output(
      """
      server> socket tcp; set keepalive on; bind 0; listen
      client> socket tcp; connect server
      server> accept; set @4 nodelay on
      options @4
      options @3
      """)
    let listener = shown.components(separatedBy: "options @3").last ?? ""
    #expect(shown.contains(#/\* +SO_KEEPALIVE +on +off +inherited\n/#), "\(shown)")
    #expect(shown.contains(#/\* +TCP_NODELAY +on +off +set\n/#), "\(shown)")
    // What this machine tunes is its own affair, but nobody has set it.
    for line in shown.split(separator: "\n") where line.hasPrefix("  *  ") {
      #expect(line.hasSuffix("set") || line.hasSuffix("inherited") || line.hasSuffix("kernel"))
      #expect(line.contains("KEEPALIVE") || line.contains("NODELAY") || line.hasSuffix("kernel"))
    }
    let text = shown.replacing("\n  ", with: " ")
    #expect(text.contains("inherited: set on the listening socket, which"), "\(shown)")
    #expect(listener.contains(#/\* +SO_KEEPALIVE +on +off +set\n/#), "\(listener)")
  }

  @Test func `an option is a value for let, check and wait`() throws {
    let log = try log(
      of: """
        server> socket udp; set rcvbuf 8K; set reuseaddr on
        let size = server.option(SO_RCVBUF)
        check option(SO_RCVBUF) == {size}
        check server@3.option(rcvbuf) >= 16K
        check option(SO_REUSEADDR) == on
        check option(SO_KEEPALIVE) == off
        check option(SO_RCVTIMEO) == "no limit"
        let changed = server.option
        bind 0
        send zeros {size}
        ! EDESTADDRREQ
        check server.option == {changed}

        """)
    let sent = try #require(log.last { $0.kind == "returned" })
    #expect(sent.arguments["len"] as? Int == 16384, "\(sent.arguments)")
    for (line, reason) in [
      ("check server.option(SO_RCVBUF) == 1", "it is 16384"),
      ("let x = server.option(SO_NONE)", "no fact is called"),
      ("let x = server.option(TCP_NODELAY)", "no such socket"),
    ] {
      let program = try Program(
        sockratic: ["run", "-"],
        input: .text("server> socket udp; set rcvbuf 8K\n\(line)\n"))
      #expect(try program.finish() == .status(1))
      #expect(program.errorText.contains(reason), "\(program.errorText)")
    }
    let none = try Program(
      sockratic: ["run", "-"], input: .text("a> socket udp\nlet x = a.option\n"))
    #expect(try none.finish() == .status(1))
    #expect(none.errorText.contains("let size = a.option(SO_RCVBUF)"), "\(none.errorText)")
  }

  @Test func `of a fresh socket nothing is marked, and all has more`() throws {
    for kind in ["tcp", "udp", "tcp6", "udp6", "AF_UNIX SOCK_STREAM 0"] {
      let short = try output("socket \(kind)\noptions\n")
      let long = try output("socket \(kind)\noptions all\n")
      #expect(!(short + long).contains("*"), "\(short)")
      #expect(!short.contains("when made"), "\(short)")
      #expect(long.split(separator: "\n").count > short.split(separator: "\n").count, "\(long)")
    }
  }

  @Test func `a connection's options can be listed while its role waits, and its error stays`()
    throws
  {
    let shown = try output(
      """
      server> socket tcp
      bind 0
      listen
      accept
      client> socket tcp
      connect server
      server> recv @4
      options @4 all
      options @3
      client> options
      close
      """)
    #expect(shown.contains("SO_ACCEPTCONN"), "\(shown)")
    #expect(shown.contains("recv(4, \"\", 4096, 0) = 0"), "a duplicate held the FIN back: \(shown)")
    let pending = try output(
      """
      dead> socket udp
      bind 0
      you> socket udp
      connect dead
      dead> close
      you> send "x"
      options all
      get SO_ERROR
      get SO_ERROR
      """)
    #expect(pending.contains("SO_ERROR) = 0: ECONNREFUSED"), "options took the error: \(pending)")
    #expect(pending.contains("SO_ERROR) = 0: 0"), "\(pending)")
  }

  @Test func `what is no socket, and what is not there, has no options`() throws {
    try expectRefusal("options", because: "you")
    try expectRefusal("socket tcp\noptions @0", because: "ENOTSOCK")
    try expectRefusal("socket tcp\noptions @77", because: "EBADF")
    try expectRefusal("socket udp\njoin 239.1.2.3 on nosuch", because: "no interface “nosuch”")
  }

  @Test func `a datagram to a group comes to those who joined it on the loopback`() throws {
    let shown = try output(
      """
      one> socket udp
      set reuseaddr on
      bind 239.1.2.3:0
      join 239.1.2.3 on lo
      sender> socket udp
      set ip_multicast_if 127.0.0.1
      sendto one "hello, group"
      one> recvfrom
      leave 239.1.2.3 on lo
      sender> sendto one "gone"
      one> recvfrom dontwait
      """)
    #expect(
      shown.contains("recvfrom(3, \"hello, group\", 4096, 0) = 12 from 127.0.0.1:"), "\(shown)")
    #expect(shown.contains("EAGAIN"), "\(shown)")
  }

  private func output(_ script: String) throws -> String {
    let program = try Program(sockratic: ["run", "-"], input: .text(script + "\n"))
    #expect(try program.finish(within: 20) == .status(0), "\(program.errorText)")
    return program.outputText
  }

  private func expectRefusal(_ script: String, because reason: String) throws {
    let program = try Program(sockratic: ["run", "-"], input: .text(script + "\n"))
    #expect(try program.finish(within: 20) == .status(1))
    #expect(program.errorText.contains(reason), "\(program.errorText)")
  }
}
