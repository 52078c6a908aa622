internal import SystemCalls

/// What a poll, a select or an epoll_wait found, where a learner would not expect it.
func readiness(_ success: Success) -> Remark? {
  if success.result == 0 { return unsaid(success) ?? timeUp(success) }
  for remark in [invalid, closed, failed, hungUp, ended, connectOver, again, acceptable] {
    for entry in success.call.found {
      if let remark = remark(success, entry) { return remark }
    }
  }
  return nil
}

private func timeUp(_ success: Success) -> Remark {
  let isNow = success.call.number("timeout") == 0
  return Remark(
    id: isNow ? "poll.not-now" : "poll.time-up",
    text: isNow
      ? "0 is no error: nothing in the set is ready now, and this call does not wait."
      : "0 is no error: the time was up before anything in the set was ready.", once: true)
}

// MARK: What was found

private typealias Found = PollEntry

private func invalid(_ success: Success, _ entry: Found) -> Remark? {
  guard entry.revents & PollBit.invalid != 0 else { return nil }
  return Remark(
    id: "poll.invalid",
    text:
      "@\(entry.fd) is not open. poll does not fail with EBADF for that: it reports POLLNVAL, at"
      + " once and each time.", once: true)
}

private func closed(_ success: Success, _ entry: Found) -> Remark? {
  guard success.call.name.hasPrefix("epoll_"), success.own(entry.fd) == nil,
    success.situation.closedDescriptors.contains(entry.fd)
  else { return nil }
  return Remark(
    id: "epoll.closed",
    text:
      "@\(entry.fd) is closed, and still reported: the set watches the open socket, which another"
      + " descriptor (of dup, or of a process that was passed it) keeps open. `epoll delete` comes"
      + " before `close`.", once: true)
}

private func failed(_ success: Success, _ entry: Found) -> Remark? {
  guard entry.revents & PollBit.error != 0 else { return nil }
  let word = success.eventName("ERR")
  return Remark(
    id: "poll.error",
    text: "\(word): an error waits on @\(entry.fd). `getsockopt @\(entry.fd) SO_ERROR` tells which,"
      + " and so would the next call.", once: true)
}

private func hungUp(_ success: Success, _ entry: Found) -> Remark? {
  guard entry.revents & PollBit.hangUp != 0, let socket = success.own(entry.fd) else { return nil }
  let word = success.eventName("HUP")
  if socket.isTCP, socket.state == "CLOSED", socket.remote == nil {
    return Remark(
      id: "poll.unconnected",
      text: "\(word) on @\(entry.fd): a TCP socket without a connection counts as hung up, also"
        + " before it ever had one.", once: true)
  }
  return Remark(
    id: "poll.hung-up",
    text: "\(word): the connection of @\(entry.fd) is over in both directions. It is told without"
      + " being asked for, each time, until `close @\(entry.fd)`.", once: true)
}

private func ended(_ success: Success, _ entry: Found) -> Remark? {
  guard entry.revents & PollBit.input != 0, let socket = success.own(entry.fd), socket.isTCP,
    socket.state == "CLOSE_WAIT", socket.receiveQueue == 0
  else { return nil }
  return Remark(
    id: "poll.end-of-file",
    text:
      "@\(entry.fd) is ready though not a byte is there: ready means that recv would not wait, and"
      + " at the end of the stream it returns 0 at once.", once: true)
}

private func connectOver(_ success: Success, _ entry: Found) -> Remark? {
  guard entry.revents & PollBit.output != 0, success.situation.connecting.contains(entry.fd) else {
    return nil
  }
  return Remark(
    id: "poll.connected",
    text: "@\(entry.fd) is writable: the connect that was in progress is over, well or badly."
      + " `getsockopt @\(entry.fd) SO_ERROR` tells how.", once: true)
}

private func again(_ success: Success, _ entry: Found) -> Remark? {
  guard entry.revents & PollBit.input != 0, success.situation.reported.contains(entry.fd),
    let socket = success.own(entry.fd), !success.isEdge(entry.fd)
  else { return nil }
  let what =
    socket.isListening ? "a connection still waits to be accepted" : "its bytes are still unread"
  return Remark(
    id: "poll.level",
    text: "@\(entry.fd) is reported again: \(what). That is level-triggered: readiness is a state,"
      + " and every wait returns at once as long as it lasts.", once: true)
}

private func acceptable(_ success: Success, _ entry: Found) -> Remark? {
  guard entry.revents & PollBit.input != 0, let socket = success.own(entry.fd), socket.isListening
  else { return nil }
  return Remark(
    id: "poll.acceptable",
    text:
      "A listening socket is ready for reading when a connection waits in its queue: accept would"
      + " not wait now.", once: true)
}

// MARK: What was not told

/// A wait that finds nothing although there is data: the edge was told before, or the watch is spent.
private func unsaid(_ success: Success) -> Remark? {
  notTold(success.situation, success.call).map {
    Remark(id: "epoll.not-told", text: $0, once: false)
  }
}

func notTold(_ situation: Situation, _ call: Call) -> String? {
  guard call.name.hasPrefix("epoll_"), let fd = call.descriptor else { return nil }
  for entry in situation.epollSets[fd] ?? [] {
    guard let socket = situation.own(entry.fd) else { continue }
    if entry.events & PollBit.oneShot != 0, entry.events & 0xffff == 0 {
      return "@\(entry.fd) was reported once (EPOLLONESHOT) and is watched for nothing now:"
        + " `epoll modify @\(entry.fd) read once` arms it again."
    }
    if entry.events & PollBit.edge != 0, entry.events & PollBit.input != 0,
      let waiting = unread(socket)
    {
      return "@\(entry.fd) has \(waiting) and is not reported: EPOLLET told of it when it came, and"
        + " tells again only when more comes. Take all there is, until EAGAIN, before waiting."
    }
  }
  return nil
}

private func unread(_ socket: SocketView) -> String? {
  if socket.isListening {
    return socket.acceptQueue > 0 ? "\(count(socket.acceptQueue, "connection")) to accept" : nil
  }
  return socket.receiveQueue > 0 ? count(socket.receiveQueue, "unread byte") : nil
}

// MARK: Connects that did not wait

/// What SO_ERROR says of a connect that was in progress; nil where none was.
func connectOutcome(_ success: Success, _ value: OptionValue) -> Remark? {
  guard case .error(let number) = value, let socket = success.socket,
    success.situation.connecting.contains(socket.fd)
  else { return nil }
  let text: String
  if number != 0 {
    text =
      "So the connect in progress ended. Asking has cleared the error; for another attempt, make"
      + " another socket."
  } else if socket.state == "SYN_SENT" {
    text =
      "0, but \(success.here) is SYN_SENT: the connect is not over, and has no outcome yet."
      + " `poll write \(success.here)` waits for it."
  } else {
    text = "0: the connect in progress has succeeded."
  }
  return Remark(id: "getsockopt.connect", text: text, once: false)
}

// MARK: Flags and sets

func flagsSet(_ success: Success) -> Remark? {
  guard let flags = success.call.number("arg"), flags & 0x800 != 0 else { return nil }
  return Remark(
    id: "fcntl.nonblocking",
    text:
      "From now on a call on \(success.here) that would have to wait fails with EAGAIN instead.",
    once: true)
}

func epollMade(_ success: Success) -> Remark? {
  Remark(
    id: "epoll.made",
    text:
      "@\(success.result) is an epoll set, empty as yet: the kernel keeps what it watches from one"
      + " wait to the next. It is a descriptor, and `close @\(success.result)` ends it.", once: true
  )
}

extension Success {
  fileprivate func own(_ fd: Int32) -> SocketView? { situation.own(fd) }

  fileprivate func isEdge(_ fd: Int32) -> Bool {
    let watched = call.descriptor.flatMap { situation.epollSets[$0] } ?? []
    return watched.contains { $0.fd == fd && $0.events & PollBit.edge != 0 }
  }

  /// `POLLHUP`, or `EPOLLHUP` of epoll_wait.
  fileprivate func eventName(_ word: String) -> String {
    (call.name.hasPrefix("epoll_") ? "EPOLL" : "POLL") + word
  }
}

extension Situation {
  /// A socket of the role that made the call.
  func own(_ fd: Int32) -> SocketView? {
    others.first { $0.role == role && $0.fd == fd && !$0.orphaned }
  }
}
