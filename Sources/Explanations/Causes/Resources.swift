internal import SystemCalls

extension Cause {
  /// What runs out: descriptors and memory.
  static let resources = [
    Cause(["socket", "accept", "socketpair", "dup"], .tooManyFiles) { failure in
      let open = failure.others.filter { $0.role == failure.role && !$0.orphaned }
      let example = open.map(\.fd).max().map { "`close @\($0)` frees one." } ?? "`close` frees one."
      return Explained(
        "\(sentence(clause(failure.role, "has", "have"))) as many descriptors open as a process may (RLIMIT_NOFILE), so there is no"
          + " number for a new socket.\(kept(failure))", next: example)
    },
    Cause(["socket", "accept", "socketpair"], .tooManyFilesInSystem) { failure in
      Explained(
        "All programs of this machine together have as many files open as it allows"
          + " (/proc/sys/fs/file-max).\(kept(failure))", next: "`close` what is not needed.")
    },
    Cause(
      [
        "socket", "bind", "accept", "connect", "send", "sendto", "recv", "recvfrom", "getsockname",
        "getpeername", "socketpair",
      ], .noBuffers, noRoom),
    Cause(
      [
        "socket", "bind", "accept", "connect", "send", "sendto", "recv", "recvfrom", "setsockopt",
        "socketpair", "unlink",
      ], .noMemory, noRoom),
  ]
}

private func kept(_ failure: Failure) -> String {
  failure.name == "accept" ? " The connection stays in the queue of \(failure.here)." : ""
}

private func noRoom(_ failure: Failure) -> Explained {
  Explained(
    "The kernel has no memory to spare for \(failure.name) now: the limits of sockets are reached, or"
      + " the machine's.", next: "`close` what is not needed, and try again.")
}
