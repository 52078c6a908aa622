internal import SystemCalls

extension Cause {
  /// What ioctl, sockatmark, dup and dup2 meet.
  static let requests = [
    Cause(["ioctl"], .inappropriateRequest) { failure in
      guard let socket = failure.socket else {
        return Explained(
          "\(failure.here) is no socket, and takes no such request.",
          next: "`sockets` lists those that do.")
      }
      return Explained(
        "A \(socket.kind) knows nothing of \(request(failure)): ENOTTY is the oldest name for a"
          + " request that the descriptor does not take.",
        next: request(failure) == "SIOCATMARK"
          ? "Urgent data is TCP's: `socket tcp`." : "`ioctl FIONREAD` works on every socket.")
    },
    Cause(["ioctl"], .invalidArgument) { failure in
      Explained(
        "\(failure.here) only listens: it holds connections, and no data of its own to count.",
        next: "`queues` shows how many wait; `accept` gives a socket that has data.")
    },
    Cause(["dup2"], .badDescriptor) { failure in
      let new = failure.call.number("newfd") ?? -1
      guard failure.socket != nil else { return closedDescriptor(failure) }
      return Explained(
        "\(new) is no number that a descriptor of \(failure.role) can have: they go from 0 to one less"
          + " than RLIMIT_NOFILE.", next: "`dup \(failure.here)` takes the lowest free one.")
    },
    Cause(["dup2"], .interrupted) { failure in
      Explained(
        "A signal came while dup2 closed what had the number before.",
        next: "`dup2 \(failure.here) @7` again.")
    },
  ]
}

private func request(_ failure: Failure) -> String {
  ConstantTable.ioctlRequest.text(failure.call.number("request") ?? 0)
}
