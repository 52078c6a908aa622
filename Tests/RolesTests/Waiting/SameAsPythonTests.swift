internal import Foundation
internal import Testing

/// The same calls made by python3, on the same kernel: the same results, errnos and events.
@Suite(.enabled(if: Requirement.python, "python3 is not installed"))
struct SameAsPythonTests {
  /// Each line as it is typed, and as python3 has it. One process holds both ends, so that the
  /// numbers of the descriptors are the same: 3 listens, 4 connects, 5 is accepted.
  private static let steps: [(typed: String, python: String)] = [
    ("socket tcp", "sock()"), ("poll read write now", "poll({3: IN | OUT})"),
    ("bind 0", "bind(3)"), ("nonblocking on", "nonblocking(3, True)"),
    ("accept @3", "accept(3)"), ("socket tcp nonblocking", "sock(NB)"),
    ("connect @4 you", "connect(4)"), ("poll write @4 now", "poll({4: OUT})"),
    ("poll read write @4 now", "poll({4: IN | OUT})"), ("getsockopt @4 SO_ERROR", "error(4)"),
    ("poll read write hangup @4 now", "poll({4: IN | OUT | RDHUP})"),
    ("getsockopt @4 SO_ERROR", "error(4)"), ("connect @4 you", "connect(4)"),
    ("send @4 x", "send(4, b'x')"), ("recv @4", "recv(4)"), ("close @4", "close(4)"),
    ("listen @3 1", "listen(3, 1)"), ("poll read @3 now", "poll({3: IN})"),
    ("socket tcp nonblocking", "sock(NB)"), ("connect @4 you", "connect(4)"),
    ("poll write @4", "poll({4: OUT}, -1)"), ("getsockopt @4 SO_ERROR", "error(4)"),
    ("connect @4 you", "connect(4)"), ("connect @4 you", "connect(4)"),
    ("poll read @3 write @4 now", "poll({3: IN, 4: OUT})"),
    ("select read @3 write @4 @3 now", "select([3], [4, 3], [])"),
    ("accept4 @3 nonblocking", "accept(3)"), ("accept @3", "accept(3)"),
    ("nonblocking on @5", "nonblocking(5, True)"), ("recv @5", "recv(5)"),
    ("poll read write hangup @5 now", "poll({5: IN | OUT | RDHUP})"),
    ("epoll create", "epoll()"), ("epoll wait now", "wait(6)"),
    ("epoll add @5 read", "add(6, 5, IN)"), ("epoll add @5 read", "add(6, 5, IN)"),
    ("epoll add @9999 read", "add(6, 9999, IN)"), ("epoll add @6 read", "add(6, 6, IN)"),
    ("epoll add @0 read", "add(6, 0, IN)"), ("epoll modify @4 read", "modify(6, 4, IN)"),
    ("epoll delete @4", "delete(6, 4)"), ("epoll add @3 read on @5", "add(5, 3, IN)"),
    ("epoll wait now", "wait(6)"), ("send @4 hello", "send(4, b'hello')"),
    ("epoll wait", "wait(6, -1)"), ("epoll wait now", "wait(6)"),
    ("epoll modify @5 read edge", "modify(6, 5, IN | ET)"), ("epoll wait", "wait(6, -1)"),
    ("epoll wait now", "wait(6)"), ("send @4 again", "send(4, b'again')"),
    ("epoll wait", "wait(6, -1)"), ("epoll wait now", "wait(6)"), ("recv @5 3", "recv(5, 3)"),
    ("epoll wait now", "wait(6)"), ("recv @5", "recv(5)"), ("recv @5", "recv(5)"),
    ("send @4 x", "send(4, b'x')"), ("epoll wait", "wait(6, -1)"), ("recv @5", "recv(5)"),
    ("epoll modify @5 read write once", "modify(6, 5, IN | OUT | ONCE)"),
    ("epoll wait", "wait(6, -1)"), ("epoll wait now", "wait(6)"),
    ("epoll modify @5 OUT|ET", "modify(6, 5, OUT | ET)"), ("epoll wait now", "wait(6)"),
    ("epoll wait now", "wait(6)"), ("epoll add @4 hangup", "add(6, 4, RDHUP)"),
    ("epoll add @3 IN|ET", "add(6, 3, IN | ET)"), ("epoll wait now", "wait(6)"),
    ("shutdown @5 write", "shutdown(5, 1)"), ("epoll wait", "wait(6, -1)"),
    ("epoll delete @4", "delete(6, 4)"), ("poll read hangup @4", "poll({4: IN | RDHUP}, -1)"),
    ("recv @4", "recv(4)"), ("shutdown @4 write", "shutdown(4, 1)"),
    ("poll write @4", "poll({4: OUT}, -1)"), ("poll read @4 @5", "poll({4: IN, 5: IN}, -1)"),
    ("send @4 x", "send(4, b'x')"), ("epoll wait", "wait(6, -1)"), ("close @5", "close(5)"),
    ("epoll wait now", "wait(6)"), ("epoll delete @5", "delete(6, 5)"),
    ("poll read @4 @5 now", "poll({4: IN, 5: IN})"), ("select read @5 now", "select([5], [], [])"),
    ("select read @3 now", "select([3], [], [])"), ("poll read @6 now", "poll({6: IN})"),
    ("nonblocking off @3", "nonblocking(3, False)"), ("nonblocking on @5", "nonblocking(5, True)"),
    ("socket udp nonblocking", "sock(NB, udp=True)"), ("recv @5", "recv(5)"),
    ("poll read write @5 now", "poll({5: IN | OUT})"),
    ("epoll add @5 OUT|ET", "add(6, 5, OUT | ET)"),
    ("epoll wait now", "wait(6)"), ("epoll wait now", "wait(6)"),
  ]

  @Test func `ninety calls come to what they come to in python3`() throws {
    let steps = SameAsPythonTests.steps
    let python = try Program([
      "python3", "-c", prelude + steps.map(\.python).joined(separator: "\n"),
    ])
    #expect(try python.finish() == .status(0), "\(python.errorText)")
    let theirs = python.outputText.split(separator: "\n").map(String.init)
    let log = try log(of: steps.map { $0.typed + "\n" }.joined())
    // Of the two calls of nonblocking, the first counts where it fails.
    let isFirstOfTwo = { (event: LoggedEvent) in
      event.arguments["op"] as? String == "F_GETFL" && event.text("errno") == nil
    }
    let ours = log.filter { $0.kind == "returned" && !isFirstOfTwo($0) }
      .map(SameAsPythonTests.line)
    try #require(ours.count == steps.count)
    try #require(theirs.count == steps.count)
    for (step, (our, their)) in zip(steps, zip(ours, theirs)) {
      #expect(our == their, "\(step.typed)")
    }
  }

  /// The errno, or the result and the descriptors found, with their events.
  private static func line(_ event: LoggedEvent) -> String {
    let call = event.text("call") ?? ""
    if let errno = event.text("errno") { return errno }
    let result = event.number("result") ?? -1
    switch call {
    case "poll": return "\(result) " + entries(event.arguments["fds"], "fd", "revents")
    case "epoll_wait": return "\(result) " + entries(event.arguments["events"], "data", "events")
    case "select":
      let sets = ["readfds", "writefds"].map { event.arguments[$0] as? [Int] ?? [] }
      return "\(result) \(sets[0]) \(sets[1])"
    case "getsockopt":
      let value = event.arguments["optval"] as? String ?? ""
      return "0 " + (value == "0" ? "none" : String(value.prefix { $0 != " " }))
    default: return "\(result)"
    }
  }

  private static func entries(_ list: Any?, _ fd: String, _ events: String) -> String {
    (list as? [[String: Any]] ?? []).map { entry in
      let names = (entry[events] as? String ?? "").replacing("EPOLL", with: "")
        .replacing("POLL", with: "")
      return "\((entry[fd] as? Int) ?? -1):\(names)"
    }.sorted().joined(separator: " ")
  }
}

/// The calls, each printing what it came to. Sockets are kept by number.
private let prelude = #"""
  import errno, fcntl, os, select as s, socket as k
  IN, PRI, OUT, ERR, HUP, NVAL, RDHUP = 1, 2, 4, 8, 16, 32, 0x2000
  ET, ONCE, NB = 1 << 31, 1 << 30, k.SOCK_NONBLOCK
  names = [("IN", 1), ("PRI", 2), ("OUT", 4), ("ERR", 8), ("HUP", 16), ("NVAL", 32), ("RDHUP", 0x2000)]
  held, sets = {}, {}
  def text(events): return "|".join(name for name, bit in names if events & bit)
  def say(call):
      try: print(call())
      except OSError as e: print(errno.errorcode[e.errno])
  def at(fd): return held.get(fd) or k.socket(fileno=fd)
  def sock(flags=0, udp=False):
      x = k.socket(k.AF_INET, (k.SOCK_DGRAM if udp else k.SOCK_STREAM) | flags)
      held[x.fileno()] = x
      print(x.fileno())
  def bind(fd): say(lambda: at(fd).bind(("127.0.0.1", 0)) or 0)
  def listen(fd, n): say(lambda: at(fd).listen(n) or 0)
  def nonblocking(fd, on):
      def call():
          flags = fcntl.fcntl(fd, fcntl.F_GETFL)
          return fcntl.fcntl(fd, fcntl.F_SETFL, flags | os.O_NONBLOCK if on else flags & ~os.O_NONBLOCK)
      say(call)
  def connect(fd):
      number = at(fd).connect_ex(held[3].getsockname())
      print(errno.errorcode[number] if number else 0)
  def accept(fd):
      def call():
          number, _ = at(fd)._accept()
          held[number] = k.socket(fileno=number)
          return number
      say(call)
  def send(fd, data): say(lambda: at(fd).send(data, k.MSG_NOSIGNAL))
  def recv(fd, n=4096): say(lambda: len(at(fd).recv(n)))
  def shutdown(fd, how): say(lambda: at(fd).shutdown(how) or 0)
  def close(fd): say(lambda: held.pop(fd).close() or 0)
  def error(fd):
      number = at(fd).getsockopt(k.SOL_SOCKET, k.SO_ERROR)
      print(0, errno.errorcode[number] if number else "none")
  def told(found): return str(len(found)) + " " + " ".join(sorted(f"{fd}:{text(e)}" for fd, e in found))
  def poll(entries, time=0):
      p = s.poll()
      for fd, events in entries.items(): p.register(fd, events)
      say(lambda: told(p.poll(None if time < 0 else time)))
  def select(r, w, x):
      def call():
          a, b, c = s.select(r, w, x, 0)
          return f"{len(a) + len(b) + len(c)} {sorted(a)} {sorted(b)}"
      say(call)
  def epoll():
      e = s.epoll()
      sets[e.fileno()] = e
      print(e.fileno())
  def set_of(fd): return sets.setdefault(fd, s.epoll.fromfd(fd)) if fd not in sets else sets[fd]
  def add(e, fd, events): say(lambda: set_of(e).register(fd, events) or 0)
  def modify(e, fd, events): say(lambda: set_of(e).modify(fd, events) or 0)
  def delete(e, fd): say(lambda: set_of(e).unregister(fd) or 0)
  def wait(e, time=0): say(lambda: told(sets[e].poll(None if time < 0 else time)))

  """#
