import Glibc
import Synchronization
import SystemCalls

@testable import Explanations

let interruptions = [
  Provocation("accept", "EINTR", "a signal while it waits") { bench in
    let (fd, _) = try bench.listener()
    return try interrupted { bench.tryAccept(fd, mentions: ["server", "accept on @\(fd)"]) }
  },
  Provocation("recv", "EINTR", "a signal while it waits") { bench in
    let (fd, _) = try bench.connection()
    return try interrupted { bench.tryReceive(fd, mentions: ["client", "recv on @\(fd)"]) }
  },
  Provocation("recvfrom", "EINTR", "a signal while it waits") { bench in
    let fd = try bench.udp()
    return try interrupted {
      bench.tryReceive("recvfrom", fd, mentions: ["client", "recvfrom on @\(fd)"])
    }
  },
  Provocation("send", "EINTR", "a signal while it waits for room") { bench in
    let (fd, _) = try bench.connection()
    fill(fd)
    return try interrupted { bench.trySend(fd, mentions: ["client", "send on @\(fd)"]) }
  },
  Provocation("sendto", "EINTR", "a signal while it waits for room") { bench in
    let (fd, _) = try bench.connection()
    fill(fd)
    return try interrupted { bench.trySend("sendto", fd, mentions: ["sendto on @\(fd)"]) }
  },
  Provocation("connect", "EINTR", "a signal while the SYN is unanswered") { bench in
    let address = try fullQueue(bench)
    let fd = try bench.tcp()
    return try interrupted {
      bench.tryConnect(fd, address, mentions: [text(of: address), "handshake", "`sockets`"])
    }
  },
]

/// Runs a call that waits, while another thread signals this one until it has come back.
func interrupted(_ call: () -> Attempt) throws -> Attempt {
  var quiet = sigaction()
  quiet.__sigaction_handler.sa_handler = { _ in }
  try prepare(sigaction(SIGUSR2, &quiet, nil) == 0, "sigaction")
  // Threads of Dispatch, and those that they start, block every signal.
  var mask = sigset_t()
  sigemptyset(&mask)
  sigaddset(&mask, SIGUSR2)
  try prepare(pthread_sigmask(SIG_UNBLOCK, &mask, nil) == 0, "pthread_sigmask")
  let box = Interrupter(target: pthread_self())
  var thread = pthread_t()
  let unmanaged = Unmanaged.passRetained(box)
  let started = pthread_create(
    &thread, nil,
    { raw in
      guard let raw else { return nil }
      Unmanaged<Interrupter>.fromOpaque(raw).takeRetainedValue().run()
      return nil
    }, unmanaged.toOpaque())
  try prepare(started == 0, "pthread_create")
  defer {
    box.done.store(true, ordering: .releasing)
    pthread_join(thread, nil)
  }
  return call()
}

private final class Interrupter: Sendable {
  let target: pthread_t
  let done = Atomic(false)

  init(target: pthread_t) { self.target = target }

  /// A signal sent before the call sleeps is lost on it; hence again and again.
  func run() {
    while !done.load(ordering: .acquiring) {
      usleep(5000)
      if !done.load(ordering: .acquiring) { pthread_kill(target, SIGUSR2) }
    }
  }
}
