internal import SystemCalls

/// What stopped sendmmsg before its last message is not told: only that it was stopped.
func sentSeveral(_ success: Success) -> Remark? {
  let count = success.call.manyMessages.count
  guard success.result < count else { return nil }
  return Remark(
    id: "sendmmsg.part",
    text:
      "Only \(success.result) of \(count) messages went, and the reason is not told: the next one"
      + " sent alone meets it again.", once: false)
}

func receivedSeveral(_ success: Success) -> Remark? {
  let messages = success.call.manyMessages
  if messages.contains(where: { $0.header.flags & Number.controlTruncated != 0 }) {
    return controlCut(success.socket)
  }
  if let cut = messages.firstIndex(where: { $0.header.flags & Number.truncated != 0 }) {
    return Remark(
      id: "recv.datagram-cut",
      text:
        "MSG_TRUNC: datagram \(cut + 1) was longer than the \(messages[cut].header.length) bytes of"
        + " its buffers, and the rest is lost.", once: false)
  }
  guard let room = success.call.number("vlen"), success.result < room else { return nil }
  return Remark(
    id: "recvmmsg.part",
    text:
      "There was room for \(room) messages, and \(success.result) came before the flags, the time or"
      + " an error ended it: the result says how many are filled.", once: true)
}

/// dup and dup2.
func duplicated(_ success: Success) -> Remark? {
  guard success.call.descriptor.map(Int.init) != success.result else { return nil }
  return Remark(
    id: "dup.same",
    text:
      "@\(success.result) and \(success.here) are two numbers for one open socket: it ends when both"
      + " are closed.", once: true)
}

/// sockatmark
func markTold(_ success: Success) -> Remark? {
  guard success.result == 1 else { return nil }
  return Remark(
    id: "sockatmark.mark",
    text:
      "The mark is here: everything sent before the urgent byte has been read. `recv oob` takes that"
      + " byte, once; with SO_OOBINLINE on, plain `recv` does.", once: true)
}
