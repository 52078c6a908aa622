internal import CLinux
internal import Glibc
internal import Log
internal import SystemCalls

/// The process that probes: real, non-blocking connects, many at a time.
public enum ProberProcess {
  /// The first argument that says that an executable is to probe.
  public static let marker = "sockratic-probe"

  public static func run(arguments: [String]) -> Int32 {
    guard HostDoor.enter(arguments.dropFirst()) else { return 1 }
    return HelperDesk.serve(named: "probe") { (job: ProbeJob, desk) in
      var prober = Prober(job)
      prober.run { desk.tell($0) }
    }
  }
}

struct Prober {
  static let longestBanner = 128
  /// How long an open port has to say something by itself.
  private static let bannerPatience: UInt64 = 200_000_000

  private let calls = SocketCalls(observer: NoObserver())
  private let job: ProbeJob
  private var ports: [UInt16]
  private var attempts: [Attempt] = []

  /// One connect under way, or a connection that may say something.
  private struct Attempt {
    var port: UInt16
    var fd: Int32
    var start: UInt64
    var deadline: UInt64
    /// Set once the port is known to be open.
    var open: ProbeResult?
  }

  init(_ job: ProbeJob) {
    self.job = job
    ports = job.ports.flatMap { Array($0) }.reversed()
  }

  mutating func run(_ tell: (ProbeResult) -> Void) {
    while !ports.isEmpty || !attempts.isEmpty {
      while attempts.count < job.parallel, let port = ports.popLast() {
        guard begin(port, tell) else {
          ports.append(port)
          break
        }
      }
      wait(tell)
    }
  }

  // MARK: Beginning

  /// False if there is no descriptor, or no port of this end's, to be had before others are done.
  private mutating func begin(_ port: UInt16, _ tell: (ProbeResult) -> Void) -> Bool {
    let start = monotonicNanoseconds()
    do throws(Errno) {
      let fd = try socket()
      ICMPAnswer.keep(of: fd, isIPv4: isIPv4)
      var attempt = Attempt(port: port, fd: fd, start: start, deadline: start &+ job.patience)
      do throws(Errno) {
        try calls.connect(fd, job.host.with(port: port))
        attempt = try opened(attempt)
      } catch {
        guard error.rawValue == EINPROGRESS else {
          close(fd)
          throw error
        }
      }
      attempts.append(attempt)
      return true
    } catch {
      if !attempts.isEmpty, [EMFILE, ENFILE, EADDRNOTAVAIL, EAGAIN].contains(error.rawValue) {
        return false
      }
      tell(result(of: port, error, since: start))
      return true
    }
  }

  private var isIPv4: Bool { if case .ipv4 = job.host { true } else { false } }

  private func socket() throws(Errno) -> Int32 {
    try calls.socket(
      family: isIPv4 ? AF_INET : AF_INET6,
      type: Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue),
      protocolNumber: 0)
  }

  // MARK: Waiting

  private mutating func wait(_ tell: (ProbeResult) -> Void) {
    var entries = attempts.map {
      pollfd(fd: $0.fd, events: Int16($0.open == nil ? POLLOUT : POLLIN), revents: 0)
    }
    let now = monotonicNanoseconds()
    let next = attempts.map(\.deadline).min() ?? now
    _ = linux_poll(&entries, Int32(entries.count), next > now ? Int(next - now) : 0)
    let later = monotonicNanoseconds()
    var remaining: [Attempt] = []
    for (attempt, entry) in zip(attempts, entries) {
      let isOver = entry.revents == 0 && attempt.deadline <= later
      if entry.revents == 0, !isOver {
        remaining.append(attempt)
      } else if let next = advance(attempt, isOver: isOver, tell) {
        remaining.append(next)
      }
    }
    attempts = remaining
  }

  /// What comes after the answer to a connect, or after a banner; nil if nothing does.
  private mutating func advance(
    _ attempt: Attempt, isOver: Bool, _ tell: (ProbeResult) -> Void
  ) -> Attempt? {
    if var open = attempt.open {
      open.banner = isOver ? [] : banner(of: attempt.fd)
      close(attempt.fd)
      tell(open)
      return nil
    }
    // Looked at first: where the kernel was busy with the socket, it tells no errno of an ICMP message.
    let icmp = ICMPAnswer(of: attempt.fd)
    do throws(Errno) {
      if isOver, icmp == nil { throw Errno(ETIMEDOUT) }
      if let error = try pendingError(of: attempt.fd) { throw error }
      if icmp != nil { throw Errno(EHOSTUNREACH) }
      return try opened(attempt)
    } catch {
      close(attempt.fd)
      if error.rawValue == EISCONN {
        ports.append(attempt.port)
      } else {
        tell(result(of: attempt.port, error, icmp, since: attempt.start))
      }
      return nil
    }
  }

  private func pendingError(of fd: Int32) throws(Errno) -> Errno? {
    guard let option = SocketOption.named("SO_ERROR"),
      case .error(let number) = try calls.getsockopt(fd, option), number != 0
    else { return nil }
    return Errno(number)
  }

  /// The connection is there. On the loopback it may be one with itself, where the kernel chose the
  /// very port that is probed for this end: that says nothing, and is thrown as EISCONN.
  private func opened(_ attempt: Attempt) throws(Errno) -> Attempt {
    if try calls.getsockname(attempt.fd) == calls.getpeername(attempt.fd) { throw Errno(EISCONN) }
    var attempt = attempt
    let now = monotonicNanoseconds()
    var open = ProbeResult(
      port: attempt.port, state: .open, errno: nil, nanoseconds: now - attempt.start)
    open.service = serviceName(of: attempt.port)
    attempt.open = open
    attempt.deadline = now + Prober.bannerPatience
    return attempt
  }

  private func banner(of fd: Int32) -> [UInt8] {
    withUnsafeTemporaryAllocation(byteCount: Prober.longestBanner, alignment: 1) { room in
      do throws(Errno) {
        let count = try calls.recv(fd, into: room, flags: 0)
        return Array(room[..<count])
      } catch {
        return []
      }
    }
  }

  private func close(_ fd: Int32) { do { try calls.close(fd) } catch {} }

  /// services(5)
  private func serviceName(of port: UInt16) -> String {
    guard let entry = getservbyport(Int32(port.bigEndian), "tcp") else { return "" }
    return String(cString: entry.pointee.s_name)
  }

  private func result(
    of port: UInt16, _ error: Errno, _ icmp: ICMPAnswer? = nil, since start: UInt64
  ) -> ProbeResult {
    let state: ProbeResult.State =
      switch error.rawValue {
      case _ where icmp != nil: .unreachable
      case ECONNREFUSED: .closed
      case ETIMEDOUT: .filtered
      case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN: .unreachable
      // What a route of this machine's says by itself: prohibit, blackhole (ip-route(8)).
      case EACCES, EINVAL, EPERM: .unreachable
      default: .failed
      }
    var result = ProbeResult(
      port: port, state: state, errno: error, nanoseconds: monotonicNanoseconds() - start)
    result.icmp = icmp
    return result
  }
}
