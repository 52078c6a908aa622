internal import SystemCalls

/// Messages with ancillary data, and waiting for several descriptors, in Python.
extension PythonWriter {
  mutating func messageLines(_ call: ProgramCall) -> [String] {
    imports.insert("socket")
    switch call.call.name {
    case "sendmsg": return call.call.message.map { sendmsg($0, call) } ?? ["pass"]
    case "recvmsg": return recvmsg(call)
    case "sendmmsg":
      remark("sendmmsg: Python's standard library has none; each message is sent by itself")
      return call.oneByOne.flatMap { sendmsg($0, $1) }
    default: return leaveOut(call, "Python's standard library has no recvmmsg")
    }
  }

  private mutating func sendmsg(_ header: MessageHeader, _ call: ProgramCall) -> [String] {
    let buffers = header.buffers.map { piece($0) }.joined(separator: ", ")
    let control = header.control.map { ancillary($0, call) }.joined(separator: ", ")
    var arguments = ["[\(buffers)]"]
    let flags = call.flags == 0 ? "0" : String(flagsArgument(call).dropFirst(2))
    if !control.isEmpty || call.flags != 0 || header.name != nil {
      arguments.append("[\(control)]")
    }
    if call.flags != 0 || header.name != nil { arguments.append(flags) }
    if header.name != nil { arguments.append(address(call)) }
    let target = call.target ?? ""
    return ["\(target).sendmsg(\(arguments.joined(separator: ", ")))"] + portLines(call, target)
  }

  private mutating func ancillary(_ message: ControlMessage, _ call: ProgramCall) -> String {
    if case .rights(let descriptors) = message.content {
      imports.insert("array")
      let names = descriptors.map { call.names[$0].map { "\($0).fileno()" } ?? "\($0)" }
      let list = names.joined(separator: ", ")
      return "(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array(\"i\", [\(list)]))"
    }
    return "(\(message.level), \(message.type), \(pythonText(message.data)))"
  }

  private mutating func recvmsg(_ call: ProgramCall) -> [String] {
    guard case .messageRoom(let room, _)? = call.call["msg"] else { return ["pass"] }
    let sender = call.learns ?? call.brings
    let flags = call.flags == 0 ? "" : flagsArgument(call)
    let target = call.target ?? ""
    var lines = [
      "data, ancillary, flags, \(sender) = \(target).recvmsg("
        + "\(room.buffers.reduce(0, +)), \(room.controlLength)\(flags))",
      say("data, ancillary"),
    ]
    if room.buffers.count > 1 {
      lines[0] =
        "count, ancillary, flags, \(sender) = \(target).recvmsg_into("
        + "[\(room.buffers.map { "bytearray(\($0))" }.joined(separator: ", "))], "
        + "\(room.controlLength)\(flags))"
      lines[1] = say("count, ancillary")
    }
    guard !call.made.isEmpty else { return lines }
    imports.insert("array")
    lines.append("descriptors = array.array(\"i\", ancillary[0][2])")
    for (index, made) in call.made.enumerated() {
      lines.append("\(made.name) = socket.socket(fileno=descriptors[\(index)])")
    }
    return lines
  }

  mutating func waitingLines(_ call: ProgramCall) -> [String] {
    imports.insert("select")
    switch call.call.name {
    case "poll", "ppoll": return poll(call)
    case "select", "pselect": return select(call)
    case "epoll_create1": return ["\(made(call)) = select.epoll()"]
    case "epoll_ctl": return [epollControl(call)]
    default:
      noteMask(call)
      let limit = milliseconds(call.call.number("timeout") ?? -1, perSecond: 1000)
      return [
        "ready = \(call.target ?? "").poll(\(limit ?? "-1"), \(call.call.number("maxevents") ?? 1))",
        say("\"ready:\", ready"),
      ]
    }
  }

  private mutating func noteMask(_ call: ProgramCall) {
    guard call.call["sigmask"] != nil else { return }
    remark("\(call.call.name): Python has no form of it with a signal mask; it waits without one")
  }

  private mutating func poll(_ call: ProgramCall) -> [String] {
    guard case .pollSet(let set)? = call.call["fds"] else { return ["pass"] }
    noteMask(call)
    let entries = set.entries.map { entry in
      let events = mapped(ConstantTable.pollEvents.text(entry.events)) { "select.\($0)" }
      return "poller.register(\(watched(call, entry.fd)), \(events))"
    }
    let limit = call.call.number("timeout") ?? call.nanoseconds.map { $0 / 1_000_000 } ?? -1
    return ["poller = select.poll()"] + entries + [
      "ready = poller.poll(\(limit < 0 ? "" : "\(limit)"))", say("\"ready:\", ready"),
    ]
  }

  private mutating func select(_ call: ProgramCall) -> [String] {
    noteMask(call)
    let sets = ["readfds", "writefds", "exceptfds"].map { name -> String in
      guard case .descriptorSet(let set?)? = call.call[name] else { return "[]" }
      return "[\(set.given.map { watched(call, $0) }.joined(separator: ", "))]"
    }
    let limit = call.nanoseconds.map { ", " + seconds($0) } ?? ""
    return [
      "ready = select.select(\(sets.joined(separator: ", "))\(limit))", say("\"ready:\", ready"),
    ]
  }

  /// A socket object that is closed has forgotten its number.
  private func watched(_ call: ProgramCall, _ fd: Int32) -> String {
    call.closed.contains(fd) ? "\(fd)" : call.name(fd)
  }

  private func seconds(_ nanoseconds: Int) -> String { "\(Double(nanoseconds) / 1e9)" }

  private func milliseconds(_ number: Int, perSecond: Int) -> String? {
    number < 0 ? nil : "\(Double(number) / Double(perSecond))"
  }

  private func epollControl(_ call: ProgramCall) -> String {
    let fd: Int32 = if case .descriptor(let fd)? = call.call["fd"] { fd } else { -1 }
    let method = [
      "EPOLL_CTL_ADD": "register", "EPOLL_CTL_MOD": "modify", "EPOLL_CTL_DEL": "unregister",
    ][call.call.constant("op")]
    let target = call.target ?? ""
    guard case .epollEvent(let event)? = call.call["event"] else {
      return "\(target).\(method ?? "unregister")(\(watched(call, fd)))"
    }
    let events = mapped(ConstantTable.epollEvents.text(event.events)) { "select.\($0)" }
    return "\(target).\(method ?? "register")(\(watched(call, fd)), \(events))"
  }
}
