import Log
import SystemCalls
import Testing

@testable import Language

/// poll, select, epoll and nonblocking as they are typed.
@Suite struct MultiplexingTests {
  private func parsed(_ text: String) throws -> Multiplexing? {
    let line = try parse(text, in: Context(currentRole: "you"))
    guard case .act(.multiplex(let multiplexing))? = line.statements.first?.order else {
      return nil
    }
    return multiplexing
  }

  private func poll(_ text: String) throws -> [Watched]? {
    guard case .poll(_, let watched, _, _)? = try parsed(text) else { return nil }
    return watched
  }

  private func watched(_ fd: Int32, _ events: Int) -> Watched {
    Watched(.one(.descriptor(fd)), events: events)
  }

  @Test func `events come before their descriptors, or behind them`() throws {
    #expect(try poll("poll read @4 @5 write @6") == [watched(4, 1), watched(5, 1), watched(6, 4)])
    #expect(try poll("poll @4 IN|OUT @6 POLLRDHUP") == [watched(4, 5), watched(6, 0x2000)])
    #expect(try poll("poll read write @4") == [watched(4, 5)])
    #expect(try poll("poll POLLIN | POLLOUT @4") == [watched(4, 5)])
    #expect(try poll("poll read") == [Watched(.one(.unnamed), events: 1)])
    #expect(try poll("poll read all") == [Watched(.all, events: 1)])
    #expect(try poll("poll for 2s") == [])
    #expect(try poll("select except @4 now") == [watched(4, 2)])
  }

  @Test(arguments: [
    ("epoll mod @4 IN", "epoll modify @4 read"), ("epoll del @4", "epoll delete @4"),
    ("epoll EPOLL_CTL_ADD @4 IN", "epoll add @4 read"),
    ("epoll EPOLL_CTL_MOD @4 EPOLLIN|EPOLLET", "epoll modify @4 read edge"),
    ("epoll EPOLL_CTL_DEL @4", "epoll delete @4"),
  ])
  func `C's names of what epoll_ctl does are known`(typed: String, meant: String) throws {
    let order = try #require(try parsed(typed))
    #expect(try order == parsed(meant))
  }

  @Test func `the usage of epoll says that a wait can end`() throws {
    #expect(help(for: "epoll", width: 200).contains("wait [MAX] [for TIME | now]"))
  }

  @Test(arguments: [
    ("ppoll read for 50ns", 50), ("ppoll read for 7us", 7000),
    ("pselect read for 200ms", 200_000_000),
    ("select read for 1500us", 1_500_000), ("poll read for 2s", 2_000_000_000),
    ("select read now", 0),
  ])
  func `a call takes times as fine as the kernel is told them`(text: String, time: Int) throws {
    guard case .poll(_, _, let nanoseconds, _)? = try parsed(text) else {
      throw Diagnostic("\(text) is no poll")
    }
    #expect(nanoseconds == time)
  }

  @Test(arguments: [
    ("poll read for 5us", "ppoll takes us and ns"), ("select read for 5ns", "pselect takes ns"),
    ("epoll wait for 5us", "whole milliseconds"),
  ])
  func `a time that is too fine for a call names one that takes it`(text: String, advice: String)
    throws
  {
    let diagnostic = try refusal(text)
    #expect(diagnostic.message.contains("a time such as 200"), "\(diagnostic.message)")
    #expect(diagnostic.advice?.contains(advice) == true, "\(diagnostic.advice ?? "")")
  }

  @Test func `a wait is for ever, for a time, or not at all`() throws {
    #expect(
      try parsed("poll read")
        == .poll(.poll, [.init(.one(.unnamed), events: 1)], nanoseconds: nil, mask: nil)
    )
    #expect(try parsed("epoll wait") == .epollWait(.newest, most: 16, milliseconds: nil, mask: nil))
    #expect(
      try parsed("epoll wait now") == .epollWait(.newest, most: 16, milliseconds: 0, mask: nil))
    #expect(
      try parsed("epoll wait 3 on @5 for 2s")
        == .epollWait(.descriptor(5), most: 3, milliseconds: 2000, mask: nil))
  }

  @Test func `epoll has its verbs, and a set can be named`() throws {
    #expect(try parsed("epoll create") == .epollCreate(flags: 0))
    #expect(
      try parsed("epoll add @4 IN|ET")
        == .epollControl(.newest, operation: 1, .descriptor(4), events: 0x8000_0001))
    #expect(
      try parsed("epoll modify @4 write once on @6")
        == .epollControl(.descriptor(6), operation: 3, .descriptor(4), events: 0x4000_0004))
    #expect(
      try parsed("epoll delete @4")
        == .epollControl(.newest, operation: 2, .descriptor(4), events: nil))
  }

  @Test func `the socket of nonblocking may come first or last`() throws {
    for text in ["nonblocking on @3", "nonblocking @3 on"] {
      #expect(try parsed(text) == .nonblocking(.descriptor(3), true))
    }
    #expect(try parsed("nonblocking off") == .nonblocking(.unnamed, false))
    #expect(try parsed("nonblocking") == .nonblocking(.unnamed, nil))
    #expect(
      try parsed("accept4 @3 nonblocking cloexec") == .accept4(.descriptor(3), flags: 0x80800))
    #expect(try parsed("accept4 SOCK_NONBLOCK|SOCK_CLOEXEC") == .accept4(.unnamed, flags: 0x80800))
  }

  @Test func `a socket can be made non-blocking from the start`() throws {
    let lines = ["socket tcp nonblocking", "socket AF_INET SOCK_STREAM|SOCK_NONBLOCK 0"]
    for text in lines {
      let line = try parse(text, in: Context(currentRole: "you"))
      #expect(
        line.statements.first?.order == .act(.socket(family: 2, type: 0x801, protocolNumber: 0)))
    }
  }

  @Test(arguments: [
    ("poll", "expected what to wait for, such as read @4"),
    ("poll @4", "expected what to wait for, such as read @4"),
    ("poll reed @4", "expected an event or a descriptor, found “reed”"),
    ("poll read @x", "expected a descriptor such as @3, found “@x”"),
    (
      "poll read for 99999999999ms",
      "“99999999999ms” is too long: the longest is 2147483647ms, some 24 days"
    ),
    ("poll read for ever", "expected a time such as 200ms or 2s, found “ever”"),
    ("poll read now now", "“now” is one argument too many for poll"),
    ("epoll", "expected create, add, modify, delete or wait"),
    ("epoll ad @4", "expected create, add, modify, delete or wait, found “ad”"),
    ("epoll add @4", "expected what to watch for, such as read or IN|ET"),
    ("epoll add 4 read", "expected a descriptor such as @3, found “4”"),
    ("epoll wait 99999999", "expected a number from 0 to 65536, found “99999999”"),
    ("nonblocking maybe", "expected on, off or a descriptor, found “maybe”"),
    ("accept4 nonblock", "expected a flag or the end, found “nonblock”"),
    ("select hangup @4", "expected an event or a descriptor, found “hangup”"),
  ])
  func `a mistake is told with what was expected`(_ text: String, _ message: String) {
    let error = #expect(throws: Diagnostic.self) {
      try parse(text, in: Context(currentRole: "you"))
    }
    #expect(error?.message == message)
  }
}
