internal import Foundation
internal import Testing

/// Calls that do not wait, and connects whose end comes later.
struct NonblockingTests {
  private func run(_ script: String) throws -> String {
    let program = try Program(sockratic: ["run", "-"], input: .text(script))
    #expect(try program.finish() == .status(0), "\(program.errorText)")
    return program.outputText.replacing("\n  # ", with: " ")
  }

  @Test func `a connect that is refused later tells so in SO_ERROR, once`() throws {
    let text = try run(
      """
      server> socket tcp; bind 0
      client> socket tcp nonblocking; connect server
      ! EINPROGRESS
      check client@3.state == CLOSED
      poll write @3
      getsockopt SO_ERROR
      getsockopt SO_ERROR
      """)
    #expect(text.contains("This is no failure. `poll write @3` waits for the end"))
    #expect(text.contains("= 1: 3 POLLOUT|POLLERR|POLLHUP POLLERR: an error waits on @3."))
    #expect(
      text.contains("= 0: ECONNREFUSED (Connection refused) So the connect in progress ended."))
    #expect(text.hasSuffix("getsockopt(3, SOL_SOCKET, SO_ERROR) = 0: 0\n"))
  }

  @Test func `a connect in progress is followed from outside to its end`() throws {
    let text = try run(
      """
      server> socket tcp; bind 0; listen 0
      first> socket tcp; connect server
      second> socket tcp nonblocking; connect server
      ! EINPROGRESS
      check second.state == SYN_SENT
      connect server
      ! EALREADY
      send early
      ! EAGAIN
      getsockopt SO_ERROR
      server> accept
      check second.state == ESTABLISHED
      second> getsockopt SO_ERROR
      connect server
      connect server
      ! EISCONN
      """)
    #expect(text.contains("second @3   CLOSED → SYN_SENT\n"))
    #expect(text.contains("0, but @3 is SYN_SENT: the connect is not over"))
    #expect(text.contains("second @3   SYN_SENT → ESTABLISHED\n"))
    #expect(text.contains("0: the connect in progress has succeeded."))
    #expect(text.contains("The connect that was in progress had succeeded"))
  }

  @Test func `accept hands out a socket that blocks, accept4 one that does not`() throws {
    let text = try run(
      """
      server> socket tcp; bind 0; nonblocking on; listen
      accept
      ! EAGAIN
      one> socket tcp; connect server
      two> socket tcp; connect server
      server> accept
      accept4 nonblocking
      check server@4.blocking == yes
      check server@5.blocking == no
      recv @5
      ! EAGAIN
      """)
    #expect(text.contains("@4 blocks, though @3 does not: on Linux O_NONBLOCK is not inherited."))
  }

  @Test func `a full buffer is EAGAIN, and poll says when there is room`() throws {
    _ = try run(
      """
      server> socket tcp; bind 0; listen
      client> socket tcp; connect server; nonblocking on
      send all zeros 64M
      ! EAGAIN
      check client.ready == none
      poll write
      server> accept
      recv exactly 3M discard
      wait client for 5s
      check client.ready == POLLOUT
      check client.result == 1
      """)
  }
}
