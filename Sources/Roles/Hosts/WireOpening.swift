internal import Frames
internal import Glibc
internal import Log
internal import SystemCalls
internal import Wire

/// What is said between the stage and the wire process before the wire is up.
struct WireOpening {
  private let child: Child
  private(set) var frames = FrameReader()

  struct Made {
    var hosts: [Hosts.Host]
    var userSpace: OwnDescriptor?
    var capture: OwnDescriptor?
  }

  init(child: Child) { self.child = child }

  /// Throws, in words, what kept the wire process from making them.
  mutating func hosts(
    _ names: [String], seed: UInt64, limit: UInt64
  ) throws(Diagnostic) -> Made {
    let hosts = names.enumerated().map { number, name in
      CableHost(name: name, addresses: WireOpening.addresses(ofHost: number + 1))
    }
    switch answer(to: .open(hosts, seed: seed), limit) {
    case .ready(let user, let descriptors, let capture) where descriptors.count == hosts.count:
      return try made(hosts, user, descriptors, capture)
    case .failed(let refusal): throw refusal.diagnostic()
    default: throw Diagnostic("the process for the wire did not answer")
    }
  }

  /// 10.0.0.N and fd00::N, N from 1.
  static func addresses(ofHost number: Int) -> [SocketAddress] {
    [
      .ipv4(0x0a00_0000 + UInt32(number), port: 0),
      .ipv6(IPv6Bytes(high: 0xfd00 << 48, low: UInt64(number)), port: 0, scope: 0),
    ]
  }

  private mutating func answer(to order: WireOrder, _ limit: UInt64) -> WireMessage? {
    do {
      var writer = FrameWriter()
      writer.add(order)
      try writer.flush(to: child.input.number)
      let deadline = monotonicNanoseconds() + limit
      while monotonicNanoseconds() < deadline {
        if let message = try frames.next(WireMessage.self) { return message }
        var entry = pollfd(fd: child.output.number, events: Int16(POLLIN), revents: 0)
        if poll(&entry, 1, 10) > 0, try !frames.fill(from: child.output.number) {
          return try frames.next(WireMessage.self)
        }
      }
    } catch {
      return nil
    }
    return nil
  }

  /// Duplicates of what the wire process holds: they outlive it.
  private func made(
    _ hosts: [CableHost], _ user: Int32, _ descriptors: [WireMessage.HostDescriptors],
    _ capture: Int32
  ) throws(Diagnostic) -> Made {
    do throws(Errno) {
      let view = try ProcessView(pid: child.pid)
      func own(_ fd: Int32) throws(Errno) -> OwnDescriptor {
        try OwnDescriptor.moved(try view.duplicate(of: fd))
      }
      var made = Made(hosts: [])
      for (host, held) in zip(hosts, descriptors) {
        made.hosts.append(
          Hosts.Host(
            name: host.name, addresses: host.addresses, space: try own(held.network),
            diagnosis: try SocketDiagnosis(adopting: try view.duplicate(of: held.diagnosis))))
      }
      if user >= 0 { made.userSpace = try own(user) }
      if capture >= 0 { made.capture = try own(capture) }
      return made
    } catch {
      throw Diagnostic(
        "the hosts were made, but their networks cannot be reached: \(error)",
        advice: "pidfd_getfd(2) needs the rights of ptrace(2): `sysctl kernel.yama.ptrace_scope`"
          + " shows who has them")
    }
  }
}
