import SystemCalls
import Testing

@testable import Explanations

private func socket(
  _ fd: Int32, _ state: String, remote: Bool = true, unread: Int = 0, waiting: Int = 0
) -> SocketView {
  SocketView(
    role: "server", fd: fd, family: 2, type: 1, protocolNumber: 6, local: .loopback(port: 9000),
    remote: remote ? .loopback(port: 50312) : nil, state: state, receiveQueue: unread,
    acceptQueue: waiting)
}

/// What a wait is said to have found, or not.
@Suite struct ReadinessTests {
  private func said(
    _ name: String, _ found: [PollEntry], _ sockets: [SocketView] = [], timeout: Int = -1,
    watched: [PollEntry] = [], reported: Set<Int32> = [], connecting: Set<Int32> = []
  ) -> Remark? {
    let events = found.map { EpollEvent(events: $0.revents, data: UInt64($0.fd)) }
    let arguments =
      name == "epoll_wait"
      ? [
        Argument("epfd", .descriptor(9)),
        Argument("events", .epollRoom(pointer: 1, filled: events)),
      ]
      : [Argument("fds", .pollSet(PollSet(entries: found, count: found.count, ready: found)))]
    let remark = remark(
      on: Call(name, arguments + [Argument("timeout", .integer(timeout))]),
      Outcome(result: found.count, errno: nil, nanoseconds: 0),
      in: Situation(
        role: "server", socket: nil, others: sockets, isPrivileged: false,
        firstUnprivilegedPort: 1024, otherDescriptors: [], epollSets: [9: watched],
        reported: reported, connecting: connecting))
    if let remark { expectQuiet(remark.text) }
    return remark
  }

  private func entry(_ fd: Int32, _ revents: Int) -> PollEntry {
    PollEntry(fd: fd, events: 1, revents: revents)
  }

  @Test func `nothing ready is no error, whether it waited or not`() {
    #expect(said("poll", [], timeout: 200)?.id == "poll.time-up")
    #expect(said("epoll_wait", [], timeout: 0)?.id == "poll.not-now")
  }

  @Test func `an error, a hang-up and a closed descriptor are told apart`() {
    let closed = socket(4, "CLOSED", remote: false)
    #expect(said("poll", [entry(7, PollBit.invalid)])?.text.contains("POLLNVAL") == true)
    #expect(said("poll", [entry(4, PollBit.error | PollBit.hangUp)], [closed])?.id == "poll.error")
    #expect(said("poll", [entry(4, PollBit.hangUp)], [closed])?.id == "poll.unconnected")
    let text = said("epoll_wait", [entry(4, PollBit.hangUp)], [socket(4, "CLOSED")])?.text
    #expect(text?.hasPrefix("EPOLLHUP: the connection of @4 is over") == true)
  }

  @Test func `an end of file, a connection to accept and a connect that is over are ready`() {
    let input = PollBit.input
    #expect(
      said("poll", [entry(4, input)], [socket(4, "CLOSE_WAIT")])?.id
        == "poll.end-of-file")
    #expect(said("poll", [entry(4, input)], [socket(4, "CLOSE_WAIT", unread: 1)]) == nil)
    let listener = socket(3, "LISTEN", remote: false, waiting: 1)
    #expect(said("poll", [entry(3, input)], [listener])?.id == "poll.acceptable")
    let open = socket(4, "ESTABLISHED")
    #expect(
      said("poll", [entry(4, PollBit.output)], [open], connecting: [4])?.id == "poll.connected")
    #expect(said("poll", [entry(4, PollBit.output)], [open]) == nil)
  }

  @Test func `a level is said to be told again, an edge not`() {
    let unread = socket(4, "ESTABLISHED", unread: 5)
    let found = [entry(4, PollBit.input)]
    #expect(said("poll", found, [unread], reported: [4])?.id == "poll.level")
    #expect(said("epoll_wait", found, [unread], reported: [4])?.id == "poll.level")
    let edge = [PollEntry(fd: 4, events: PollBit.input | PollBit.edge)]
    #expect(said("epoll_wait", found, [unread], watched: edge, reported: [4]) == nil)
  }

  @Test func `what an edge or a spent watch leaves untold is named`() {
    let edge = [PollEntry(fd: 4, events: PollBit.input | PollBit.edge)]
    let text = said(
      "epoll_wait", [], [socket(4, "ESTABLISHED", unread: 1)], timeout: 0, watched: edge)?.text
    #expect(text?.contains("@4 has 1 unread byte and is not reported") == true)
    #expect(
      said("epoll_wait", [], [socket(4, "LISTEN", remote: false, waiting: 2)], watched: edge)?.text
        .contains("2 connections to accept") == true)
    let spent = [PollEntry(fd: 4, events: PollBit.oneShot)]
    #expect(
      said("epoll_wait", [], [socket(4, "ESTABLISHED")], watched: spent)?.text
        .contains("`epoll modify @4 read once`") == true)
    #expect(
      said("epoll_wait", [], [socket(4, "ESTABLISHED")], timeout: 5, watched: edge)?.id
        == "poll.time-up")
  }

  @Test func `SO_ERROR tells how a connect ended that did not wait`() {
    func told(_ number: Int32, _ state: String, connecting: Set<Int32> = [4]) -> Remark? {
      let call = Call(
        "getsockopt",
        [
          Argument("sockfd", .descriptor(4)), Argument("optname", .option("SO_ERROR")),
          Argument("optval", .optionRoom(pointer: 1, filled: .error(number))),
        ])
      let remark = remark(
        on: call, Outcome(result: 0, errno: nil, nanoseconds: 0),
        in: Situation(
          role: "server", socket: socket(4, state), others: [], isPrivileged: false,
          firstUnprivilegedPort: 1024, otherDescriptors: [], connecting: connecting))
      if let remark { expectQuiet(remark.text) }
      return remark
    }
    #expect(told(111, "CLOSED")?.text.contains("So the connect in progress ended.") == true)
    #expect(told(0, "SYN_SENT")?.text.contains("has no outcome yet") == true)
    #expect(told(0, "ESTABLISHED")?.text.contains("has succeeded") == true)
    #expect(told(111, "CLOSED", connecting: [])?.id == "getsockopt.error")
  }
}
