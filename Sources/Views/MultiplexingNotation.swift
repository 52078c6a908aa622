internal import SystemCalls

/// poll, select and epoll in the short notation: `poll([4 POLLIN], 1, 200) = 1: 4 POLLIN|POLLHUP`.
extension ShortNotation {
  /// Of a longer list, an ellipsis says that there is more.
  private static let shownAtMost = 8

  func multiplexing(_ value: Value) -> String? {
    switch value {
    case .pollSet(let set):
      "[" + list(set.entries.map { events($0.fd, $0.events, .pollEvents) }, of: set.count) + "]"
    case .descriptorSet(let set):
      set.map { "[" + list($0.given.map(String.init), of: $0.given.count) + "]" } ?? "NULL"
    case .time(let limit): limit.map { duration($0.given) } ?? "NULL"
    case .signalMask(let signals, _):
      "mask [" + signals.map { ConstantTable.signal.text(Int($0)) }.joined(separator: " ") + "]"
    case .epollEvent(let event): ConstantTable.epollEvents.text(event.events)
    case .epollRoom(_, let filled):
      filled.map { "[" + reported($0) + "]" } ?? Quoting(utf8: utf8).ellipsis
    default: nil
    }
  }

  /// The result and what was found; nil where that is said in another way.
  func multiplexingAnswer(_ call: Call, _ result: Int) -> String? {
    switch call.name {
    case "fcntl" where call.arguments.count == 2: return ConstantTable.fileFlags.text(result)
    case "poll", "ppoll":
      let found = call.found
      if found.isEmpty { return "\(result)" }
      return "\(result): " + list(found.map { events($0.fd, $0.revents, .pollEvents) }, of: result)
    case "select", "pselect":
      let sets = [("read", "readfds"), ("write", "writefds"), ("except", "exceptfds")]
      let parts = sets.compactMap { word, name in selected(call[name]).map { "\(word) \($0)" } }
      return "\(result)" + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
    default: return nil
    }
  }

  private func selected(_ value: Value?) -> String? {
    guard case .descriptorSet(let set?)? = value, let ready = set.ready, !ready.isEmpty else {
      return nil
    }
    return "[" + list(ready.map(String.init), of: ready.count) + "]"
  }

  private func reported(_ events: [EpollEvent]) -> String {
    list(
      events.map { self.events(Int32(truncatingIfNeeded: $0.data), $0.events, .epollEvents) },
      of: events.count)
  }

  private func events(_ fd: Int32, _ events: Int, _ table: ConstantTable) -> String {
    "\(fd) \(table.text(events))"
  }

  private func list(_ texts: [String], of count: Int) -> String {
    let shown = texts.prefix(ShortNotation.shownAtMost)
    let more = count > shown.count ? [Quoting(utf8: utf8).ellipsis] : []
    return (shown + more).joined(separator: ", ")
  }

  /// As it would be typed: `2s`, `200ms`, `50us`, `7ns`.
  private func duration(_ nanoseconds: Int) -> String {
    let units = [(1_000_000_000, "s"), (1_000_000, "ms"), (1000, "us")]
    let unit = units.first { nanoseconds % $0.0 == 0 } ?? (1, "ns")
    return "\(nanoseconds / unit.0)\(unit.1)"
  }
}
