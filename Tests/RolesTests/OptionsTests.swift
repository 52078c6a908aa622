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
    #expect(shown.count { $0 == "*" } == 2, "\(shown)")
    #expect(shown.contains("which few programs need"), "\(shown)")
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
