internal import Testing

/// Roles that sleep in poll, select and epoll_wait wake in the same order on every run.
@Suite(.serialized) struct WaitingTranscriptTests {
  private static let script = """
    server> socket tcp; bind 0; listen; epoll create; epoll add @3 read
    watcher> socket udp; bind 0
    poll read
    server> epoll wait
    client> socket tcp nonblocking; connect server
    poll write
    server> accept4 @3 nonblocking
    epoll add @5 IN|RDHUP|ET
    epoll wait
    client> send hello; getsockopt SO_ERROR
    server> recv @5 2
    epoll wait
    client> sendto @3 watcher "no datagram"
    socket udp; sendto @4 watcher "a datagram"
    watcher> recv; select read @3
    client> send @3 yes
    server> recv @5; recv @5; select read @3 @5
    client> sendto @4 watcher again; close @3
    server> recv @5; poll read hangup @5; epoll wait; close @5; epoll wait now
    watcher> recv

    """

  /// Loaded or not, what is waited for comes in one order.
  @Test(arguments: [false, true])
  func `waits end in the same order on every run, with all processors busy, too`(
    isBusy: Bool
  ) throws {
    let load = isBusy ? try Load() : nil
    try expectSameOrder()
    withExtendedLifetime(load) {}
  }

  private func expectSameOrder() throws {
    try expectSameTranscript(
      of: WaitingTranscriptTests.script, times: 30,
      [
        "server< epoll_wait(4, [3 EPOLLIN], 16, -1) = 1",
        "watcher< poll([3 POLLIN], 1, -1) = 1: 3 POLLIN",
        "server< select(6, [3, 5], NULL, NULL, NULL) = 1: read [5]",
        "epoll_wait(4, [], 16, 0) = 0",
      ])
  }
}
