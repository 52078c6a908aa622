internal import CLinux
internal import Glibc
internal import Log
internal import SystemCalls

/// A process of this same executable whose standard output is read here; it has no input, and what it
/// writes to standard error is lost.
final class ChildProcess {
  private let pid: pid_t
  private let pipe: Int32
  private(set) var output: [UInt8] = []
  private(set) var hasEnded = false
  /// How it ended: `exit status 0`, `signal 9`.
  private(set) var end = ""

  init(arguments: [String]) throws(Diagnostic) {
    var ends: [Int32] = [0, 0]
    guard linux_pipe(&ends) == 0 else { throw ChildProcess.refusal(errno) }
    defer { close(ends[1]) }
    var words = (["sockratic"] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    let error = linux_spawn(
      &child, "/proc/self/exe", &words, linux_environment(), nil, [ends[1]], [STDOUT_FILENO], 1)
    guard error == 0 else {
      close(ends[0])
      throw ChildProcess.refusal(error)
    }
    pid = child
    pipe = ends[0]
  }

  deinit {
    if !hasEnded {
      kill(pid, SIGKILL)
      finish()
    }
  }

  private static func refusal(_ error: Int32) -> Diagnostic {
    Diagnostic("no process can be started: \(Errno(error))")
  }

  /// Waits until one of them has written or ended, and takes what it wrote; or until the descriptor can
  /// be read, and then gives true. -1 is none.
  @discardableResult
  static func takeOutput(of children: [ChildProcess], or descriptor: Int32 = -1) -> Bool {
    var entries = (children.map(\.pipe) + [descriptor]).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    guard poll(&entries, nfds_t(entries.count), -1) > 0 else { return false }
    for (child, entry) in zip(children, entries) where entry.revents != 0 { child.read() }
    return entries.last?.revents != 0
  }

  private func read() {
    withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { room in
      let count = Glibc.read(pipe, room.baseAddress, room.count)
      if count > 0 {
        output.append(contentsOf: room[..<count])
      } else if count == 0 || errno != EINTR {
        finish()
      }
    }
  }

  private func finish() {
    hasEnded = true
    close(pipe)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7f
    end = signal == 0 ? "exit status \(status >> 8 & 0xff)" : "signal \(signal)"
  }
}
