internal import SystemCalls

extension Cause {
  /// What fcntl, poll, select and epoll meet.
  static let multiplexing = [
    Cause(["select"], .badDescriptor) { failure in
      let open = Set(failure.mine.map(\.fd)).union(failure.situation.epollSets.keys)
        .union(failure.situation.otherDescriptors)
      let gone = failure.call.watched.first { !open.contains($0) }
      return Explained(
        "\(gone.map { "@\($0)" } ?? "A descriptor of a set") is not open, and that makes the whole"
          + " \(failure.name) fail: it says nothing of the others.",
        next: gone.map { "`poll read @\($0) now` would report POLLNVAL for it alone." }
          ?? "`sockets` lists what is open.")
    },
    Cause(["poll", "ppoll", "select", "epoll_wait"], .interrupted) { failure in
      Explained(
        "A signal woke \(failure.role) while \(isYou(failure.role) ? "you" : "it") waited in"
          + " \(failure.name): nothing has happened to any descriptor, and nothing is lost.",
        next: "`\(kind(failure))` again, as a C program would.")
    },
    Cause(["poll", "ppoll", "select"], .invalidArgument) { failure in
      Explained(
        "A process may wait for at most as many entries as it may have descriptors (RLIMIT_NOFILE), and"
          + " \(failure.call.number("nfds") ?? 0) are more.",
        next: "`poll` fewer at a time, or let `epoll` keep the set.")
    },
    Cause(["poll", "ppoll", "select", "epoll_create1", "epoll_ctl"], .noMemory) { failure in
      Explained(
        "The kernel has no memory to spare for \(failure.name) now.",
        next: "`close` what is not needed, and try again.")
    },
    Cause(["epoll_create1"], .tooManyFiles) { failure in
      Explained(
        "\(sentence(clause(failure.role, "has", "have"))) as many descriptors open as a process may"
          + " (RLIMIT_NOFILE), or this user as many epoll sets as one may.",
        next: "`close` frees a descriptor.")
    },
    Cause(["epoll_create1"], .tooManyFilesInSystem) { _ in
      Explained(
        "All programs of this machine together have as many files open as it allows"
          + " (/proc/sys/fs/file-max).", next: "`close` what is not needed.")
    },
    Cause(["epoll_create1"], .invalidArgument) { _ in
      Explained(
        "The one flag that there is is EPOLL_CLOEXEC.", next: "`epoll create` gives none.")
    },
    Cause(["epoll_ctl"], .badDescriptor, closedInControl),
    Cause(["epoll_wait"], .badDescriptor) { failure in
      Explained("@\(failure.descriptor) is not open. \(setsOf(failure))", next: "`epoll create`.")
    },
    Cause(["epoll_ctl"], .fileExists) { failure in
      Explained(
        "\(failure.here) watches \(target(failure)) already: a set has each descriptor once.",
        next: "`epoll modify \(target(failure)) read write` changes what it is watched for.")
    },
    Cause(["epoll_ctl"], .noEntry) { failure in
      Explained(
        "\(failure.here) does not watch \(target(failure)), so there is nothing to change or to take"
          + " out.", next: "`epoll add \(target(failure)) read` puts it in.")
    },
    Cause(["epoll_ctl"], .notPermitted) { failure in
      Explained(
        "What \(target(failure)) stands for is always ready (an ordinary file, or /dev/null): epoll"
          + " takes only what can make one wait.",
        next: "`poll read \(target(failure)) now` takes it.")
    },
    Cause(["epoll_ctl"], .tooManyLinks) { failure in
      Explained(
        "\(target(failure)) is an epoll set that watches \(failure.here), perhaps by way of others:"
          + " a circle, or sets in sets more than five deep.",
        next: "`sockets` shows what each set watches.")
    },
    Cause(["epoll_ctl"], .noSpace) { _ in
      Explained(
        "This user watches as many descriptors with epoll as the machine lets one"
          + " (/proc/sys/fs/epoll/max_user_watches).", next: "`close` what is not needed.")
    },
    Cause(["epoll_ctl"], .invalidArgument, invalidControl),
    Cause(["epoll_wait"], .invalidArgument) { failure in
      if failure.situation.epollSets[failure.descriptor] != nil || failure.socket == nil {
        return Explained(
          "There was room for \(failure.call.number("maxevents") ?? 0) events, and there must be room for"
            + " one.", next: "`epoll wait 16` has.")
      }
      return Explained(
        "\(failure.here) is no epoll set, but a \(failure.socket?.kind ?? "file").",
        next: "`epoll create` makes a set, `epoll add \(failure.here) read` puts this in.")
    },
  ]
}

extension Failure {
  /// The role's own sockets.
  fileprivate var mine: [SocketView] {
    (situation.others + [socket].compactMap { $0 }).filter { $0.role == role && !$0.orphaned }
  }
}

extension Call {
  /// The descriptors that poll or select was handed.
  var watched: [Int32] {
    arguments.flatMap { argument -> [Int32] in
      switch argument.value {
      case .pollSet(let set): set.entries.map(\.fd)
      case .descriptorSet(let set?): set.given
      default: []
      }
    }
  }
}

/// The command that makes the call.
private func kind(_ failure: Failure) -> String {
  failure.name.hasPrefix("epoll_") ? "epoll wait" : failure.name
}

/// The descriptor that is to be watched.
private func target(_ failure: Failure) -> String { "@\(targetNumber(failure) ?? 4)" }

private func targetNumber(_ failure: Failure) -> Int? { failure.call.number("fd") }

private func setsOf(_ failure: Failure) -> String {
  let sets = failure.situation.epollSets.keys.sorted().map { "@\($0)" }
  let owner = sentence(clause(failure.role, "has", "have"))
  return sets.isEmpty
    ? "\(owner) no epoll set." : "\(owner) the epoll set \(sets.joined(separator: ", "))."
}

private func closedInControl(_ failure: Failure) -> Explained {
  let set = failure.descriptor
  if failure.situation.epollSets[set] == nil, failure.socket == nil {
    return Explained("@\(set) is not open. \(setsOf(failure))", next: "`epoll create` makes a set.")
  }
  let next =
    failure.call.number("op") == 2
    ? "A socket leaves the set by itself when its last descriptor is closed, duplicates included:"
      + " `sockets` shows what the set watches."
    : "`sockets` lists what is open."
  return Explained(
    "\(target(failure)) is not open, and only what is open can be watched.", next: next)
}

private func invalidControl(_ failure: Failure) -> Explained {
  if targetNumber(failure) == Int(failure.descriptor) {
    return Explained(
      "\(failure.here) cannot watch itself.", next: "Another set can: `epoll create` makes one.")
  }
  if let socket = failure.socket {
    return Explained(
      "\(failure.here) is no epoll set, but a \(socket.kind).",
      next: "`epoll create` makes a set, `epoll add \(failure.here) read` puts this in.")
  }
  return Explained(
    "EPOLLEXCLUSIVE goes with EPOLLIN, EPOLLOUT and EPOLLET alone, and not with modify; or"
      + " \(failure.here) is no epoll set.", next: "`epoll add \(target(failure)) read` is plain.")
}
