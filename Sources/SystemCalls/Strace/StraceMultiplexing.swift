/// strace's notation for poll, select and epoll. Its arrays are cut at 32 elements, and what it says
/// behind a result at 1024 bytes.
private let shownAtMost = 32
private let answerRoom = 1024

func straceText(_ set: PollSet) -> String {
  if set.count == 0 { return "NULL" }
  let shown = set.entries.prefix(shownAtMost).map(straceText)
  return "[" + (shown + (set.count > shownAtMost ? ["..."] : [])).joined(separator: ", ") + "]"
}

private func straceText(_ entry: PollEntry) -> String {
  guard entry.fd >= 0 else { return "{fd=\(entry.fd)}" }
  return "{fd=\(entry.fd), events=\(straceText(entry.events, of: .pollEvents))}"
}

func straceText(_ set: DescriptorSet?) -> String {
  guard let set else { return "NULL" }
  return "[" + set.given.map(String.init).joined(separator: " ") + "]"
}

func straceText(_ limit: TimeLimit?) -> String { limit.map { straceTime($0.given) } ?? "NULL" }

private func straceTime(_ nanoseconds: Int) -> String {
  "{tv_sec=\(nanoseconds / 1_000_000_000), tv_nsec=\(nanoseconds % 1_000_000_000)}"
}

func straceText(_ event: EpollEvent) -> String {
  let events = straceText(event.events, of: .epollEvents)
  let low = UInt32(truncatingIfNeeded: event.data)
  return "{events=\(events), data={u32=\(low), u64=\(event.data)}}"
}

func straceText(_ events: [EpollEvent], count: Int) -> String {
  let shown = events.prefix(shownAtMost).map(straceText)
  return "[" + (shown + (count > shownAtMost ? ["..."] : [])).joined(separator: ", ") + "]"
}

/// What stands in parentheses behind the result of a call that succeeded; nil where nothing does.
func straceRemark(on call: Call, result: Int) -> String? {
  switch call.name {
  case "fcntl" where call.arguments.count == 2:
    return "flags " + straceText(result, of: .fileFlags)
  case "poll", "ppoll":
    guard result > 0, case .pollSet(let set)? = call["fds"] else { return "Timeout" }
    return readyText(set.ready ?? []) + leftText(call["tmo_p"])
  case "recvmmsg":
    guard case .time(.some)? = call["timeout"] else { return nil }
    return String(leftText(call["timeout"]).dropFirst(2))
  case "select", "pselect":
    return result > 0 ? selectedText(call, ready: result) : "Timeout"
  default: return nil
  }
}

private func readyText(_ ready: [PollEntry]) -> String {
  var text = "["
  for (index, entry) in ready.enumerated() {
    if index > 0 { text += ", " }
    let flags = straceText(entry.revents, of: .pollEvents)
    let next = "{fd=\(entry.fd), revents=\(flags)"
    // 27 is what strace keeps for the end of the answer.
    guard index < shownAtMost, text.utf8.count + next.utf8.count + 1 < answerRoom - 27 else {
      text += "..."
      break
    }
    text += next + "}"
  }
  return text + "]"
}

private func leftText(_ limit: Value?) -> String {
  guard case .time(let limit?)? = limit else { return "" }
  return ", left " + straceTime(limit.left ?? limit.given)
}

private func selectedText(_ call: Call, ready count: Int) -> String {
  var text = ""
  var rest = count
  for (name, word) in [("readfds", "in"), ("writefds", "out"), ("exceptfds", "except")] {
    guard rest > 0, case .descriptorSet(let set?)? = call[name] else { continue }
    let ready = set.ready ?? []
    append(ready, called: word, to: &text)
    rest -= ready.count
    if !text.isEmpty { text += "]" }
  }
  let left = leftText(call["timeout"])
  return text.utf8.count + left.utf8.count - 1 < answerRoom ? text + left : text
}

private func append(_ ready: [Int32], called word: String, to text: inout String) {
  // 25 is what strace keeps for the next number and the end.
  for (index, fd) in ready.enumerated() where text.utf8.count < answerRoom - 25 {
    text += index > 0 ? " \(fd)" : "\(text.isEmpty ? "" : ", ")\(word) [\(fd)"
  }
}
