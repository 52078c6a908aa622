internal import Language
internal import Log
internal import SystemCalls

/// Closes the references of `Multiplexing`: which sockets, which epoll set.
extension Session {
  func close(
    _ multiplexing: Multiplexing, for role: Role
  ) throws(Diagnostic) -> Multiplexing {
    switch multiplexing {
    case .nonblocking(let socket, let isOn):
      return .nonblocking(.descriptor(try descriptor(socket, of: role)), isOn)
    case .accept4(let socket, let flags):
      return .accept4(try listener(socket, of: role), flags: flags)
    case .poll(let call, let watched, let time, let mask):
      let closed = try close(watched, for: role)
      if [.select, .pselect].contains(call) { try refuseTooHigh(closed) }
      return .poll(call, closed, nanoseconds: time, mask: mask)
    case .epollCreate: return multiplexing
    case .epollControl(let set, let operation, let socket, let events):
      return .epollControl(
        try epollSet(set, of: role), operation: operation,
        .descriptor(try descriptor(socket, of: role)), events: events)
    case .epollWait(let set, let most, let time, let mask):
      return .epollWait(
        try epollSet(set, of: role), most: most, milliseconds: time, mask: mask)
    }
  }

  /// One entry for each descriptor, with all that it is watched for.
  private func close(_ watched: [Watched], for role: Role) throws(Diagnostic) -> [Watched] {
    var closed: [Watched] = []
    var places: [Int32: Int] = [:]
    for entry in watched {
      for fd in try descriptors(entry.descriptor, of: role) {
        if let place = places[fd] {
          closed[place].events |= entry.events
        } else {
          places[fd] = closed.count
          closed.append(Watched(.one(.descriptor(fd)), events: entry.events))
        }
      }
    }
    return closed
  }

  private func descriptors(
    _ watched: WatchedDescriptor, of role: Role
  ) throws(Diagnostic) -> [Int32] {
    switch watched {
    case .one(let socket): return [try descriptor(socket, of: role)]
    case .all:
      guard role.sockets.count > 0 else { return [try descriptor(.unnamed, of: role)] }
      return role.sockets.descriptors
    }
  }

  private func epollSet(
    _ reference: EpollReference, of role: Role
  ) throws(Diagnostic) -> EpollReference {
    if case .descriptor(let fd) = reference {
      return .descriptor(try descriptor(.descriptor(fd), of: role))
    }
    guard let newest = role.epollSets.last else {
      throw Diagnostic(
        "\(has(role.name)) no epoll set", advice: "`\(role.name)> epoll create` makes one")
    }
    return .descriptor(newest)
  }

  private func refuseTooHigh(_ watched: [Watched]) throws(Diagnostic) {
    guard let fd = watched.map(\.fd).max(), fd >= DescriptorSet.size else { return }
    throw Diagnostic(
      "select cannot watch @\(fd): its sets have \(DescriptorSet.size) bits, and C code that sets"
        + " another writes over its own memory",
      advice: "`poll` and `epoll` have no such limit")
  }
}
