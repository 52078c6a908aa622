internal import Foundation
internal import Testing

/// poll, select and epoll as a role makes them.
struct WaitingTests {
  static let connected = """
    server> socket tcp; bind 0; listen
    client> socket tcp; connect server
    server> accept

    """

  private func shown(_ script: String, _ options: String...) throws -> String {
    let program = try Program(
      sockratic: ["run", "-"] + options, input: .text(WaitingTests.connected + script))
    #expect(try program.finish() == .status(0), "\(program.errorText)")
    return program.outputText
  }

  @Test(arguments: [
    ("poll read @4", "poll([4 POLLIN], 1, -1) = 1: 4 POLLIN"),
    ("ppoll read @4", "ppoll([4 POLLIN], 1, NULL) = 1: 4 POLLIN"),
    ("select read @4", "select(5, [4], NULL, NULL, NULL) = 1: read [4]"),
    ("epoll create; epoll add @4 IN|ET; epoll wait", "epoll_wait(5, [4 EPOLLIN], 16, -1) = 1"),
  ])
  func `a wait sleeps until something is there, and comes back late`(
    _ call: String, _ line: String
  ) throws {
    let text = try shown(call + "\nclient> send hello\nserver> recv @4\n")
    #expect(text.contains(" waits\nclient> send hello"))
    #expect(text.contains("\nserver< " + line + "\n"))
  }

  @Test func `a signal that a mask holds back is told to be pending`() throws {
    let text = try shown(
      """
      pselect read @4 mask SIGINT SIGUSR1
      client> kill server SIGINT
      kill server USR1
      kill server TERM
      """)
    #expect(text.contains("# SIGINT is pending: the mask of pselect blocks it"), "\(text)")
    #expect(text.contains("# SIGUSR1 is pending: the mask of pselect blocks it"), "\(text)")
    #expect(text.contains("server ended: killed by SIGTERM"), "\(text)")
  }

  @Test func `what an edge does not tell is said once, not again when the wait is over`() throws {
    let text = try shown(
      """
      epoll create; epoll add @4 read edge
      client> send hello
      server> epoll wait
      epoll wait for 300ms
      wait server
      epoll wait now
      """)
    let notes = text.components(separatedBy: "is not reported: EPOLLET").count - 1
    // Once for the wait that slept, once for the one that did not.
    #expect(notes == 2, "\(text)")
    #expect(text.contains("\nserver< epoll_wait(5, [], 16, 300) = 0\n"), "\(text)")
  }

  @Test func `an edge is told once, and a level as long as it lasts`() throws {
    let text = try shown(
      """
      epoll create; epoll add @4 read edge
      client> send hello
      server> epoll wait; epoll wait now
      epoll modify @4 read
      epoll wait; epoll wait
      recv @4
      epoll wait now
      """)
    let waits = text.split(separator: "\n").filter { $0.hasPrefix("epoll_wait") }
    let full = "epoll_wait(5, [4 EPOLLIN], 16, -1) = 1"
    let empty = "epoll_wait(5, [], 16, 0) = 0"
    #expect(waits.map(String.init) == [full, empty, full, full, empty])
    #expect(text.contains("@4 has 5 unread bytes and is not reported: EPOLLET told of it"))
    #expect(text.contains("@4 is reported again: its bytes are still unread."))
  }

  @Test func `a wait for an edge that was told sleeps on, and says why`() throws {
    let text = try shown(
      """
      epoll create; epoll add @4 IN|ET
      client> send hello
      server> epoll wait; epoll wait
      client> send "!"
      """)
    let parts = text.split(separator: "epoll_wait(5, …, 16, -1) waits")
    #expect(parts.count == 2)
    #expect(
      parts.last?.replacing("\n  #", with: "").contains("Take all there is, until EAGAIN") == true)
    #expect(parts.last?.contains("server< epoll_wait(5, [4 EPOLLIN], 16, -1) = 1") == true)
  }

  @Test func `the state of an epoll set is shown beside the sockets`() throws {
    let text = try shown("epoll create; epoll add @3 IN; epoll add @4 IN|OUT|ET; sockets\n")
    #expect(text.contains("server @5  epoll  -"))
    #expect(text.contains("watches 2"))
    #expect(text.contains("  server @5 watches @3 EPOLLIN  @4 EPOLLIN|EPOLLOUT|EPOLLET\n"))
  }

  @Test func `what closes leaves the set by itself`() throws {
    let text = try shown("epoll create; epoll add @3 IN; epoll add @4 IN; close @4; sockets\n")
    #expect(text.contains("  server @5 watches @3 EPOLLIN\n"))
  }

  @Test func `facts tell what blocks, what is ready and what is watched`() throws {
    _ = try shown(
      """
      check server@4.blocking
      check client@3.ready == POLLOUT
      check server@3.ready == none
      nonblocking on @4
      check server@4.blocking == no
      client> send hello
      check server@4.ready == POLLIN
      server> epoll create
      check server.result == 5
      epoll add @4 IN
      check server@5.watches == 4
      check server.used == epoll_ctl
      poll read @3 @4 now
      check server.result == 1
      """)
  }

  @Test func `a thousand descriptors are watched, and the one that is ready is told`() throws {
    let script =
      "you> socket udp; bind 0\n" + String(repeating: "socket udp\n", count: 999)
        + """
        poll read all now
        sendto @4 you hello
        poll read all
        select read @3 @1001 now
        epoll create
        epoll add @3 read
        epoll add @1002 read
        epoll wait
        recv @3
        poll read all
        wait you for 1ms
        """
    let program = try Program(sockratic: ["run", "-"], input: .text(script))
    _ = try program.finish(within: 60)
    let text = program.outputText
    #expect(text.contains("7 POLLIN, 8 POLLIN, 9 POLLIN, 10 POLLIN, …], 1000, 0) = 0\n"))
    #expect(text.contains("…], 1000, -1) = 1: 3 POLLIN\n"))
    #expect(text.contains("select(1002, [3, 1001], NULL, NULL, 0s) = 1: read [3]"))
    #expect(text.contains("epoll_wait(1005, [3 EPOLLIN], 16, -1) = 1"))
    #expect(text.hasSuffix("…], 1000, -1) waits\nyou> wait you for 1ms\n"), "\(text.suffix(300))")
  }

  @Test func `select refuses a descriptor beyond its sets, and says what has room`() throws {
    let program = try Program(sockratic: ["run", "-"], input: .text("select read @1024 now\n"))
    #expect(try program.finish() == .status(1))
    #expect(program.errorText.contains("its sets have 1024 bits"))
    #expect(program.errorText.contains("`poll` and `epoll` have no such limit"))
  }

  @Test(arguments: ["poll read @200 now", "epoll create; epoll add @201 read", "select write @200"])
  func `Sockratic's own descriptors in a role are not to be waited for`(line: String) throws {
    let program = try Program(sockratic: ["run", "-"], input: .text(line + "\n"))
    #expect(try program.finish() == .status(1))
    #expect(program.errorText.contains("Sockratic's own line"))
  }

  @Test func `a role without an epoll set is told how to make one`() throws {
    let program = try Program(sockratic: ["run", "-"], input: .text("epoll wait\n"))
    #expect(try program.finish() == .status(1))
    #expect(program.errorText.contains("you have no epoll set"))
    #expect(program.errorText.contains("epoll create"))
  }
}
