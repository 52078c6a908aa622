internal import SystemCalls

/// Messages with ancillary data, and waiting for several descriptors, in Swift.
extension SwiftWriter {
  mutating func messageLines(_ call: ProgramCall) -> [String] {
    switch call.call.name {
    case "sendmsg": return call.call.message.map { sendmsg($0, call) } ?? []
    case "recvmsg": return recvmsg(call)
    case "sendmmsg":
      remark("sendmmsg: the program sends each message by itself, with sendmsg")
      return call.oneByOne.flatMap { sendmsg($0, $1) }
    default: return recvmmsg(call)
    }
  }

  private mutating func recvmmsg(_ call: ProgramCall) -> [String] {
    guard case .messageRooms(let rooms, _)? = call.call["msgvec"] else { return [] }
    helpers.insert(.receiveMessages)
    if !call.made.isEmpty { remark("recvmmsg: the program leaves the descriptors that came in it") }
    let messages = fresh("messages")
    let limit = call.nanoseconds.map { ", nanoseconds: \($0)" } ?? ""
    return [
      "let \(messages) = try receiveMessages(",
      "    \(call.target ?? ""), most: \(rooms.count), into: \(rooms.room.buffers), "
        + "control: \(rooms.room.controlLength),",
      "    flags: \(flags(call))\(limit))",
      "for message in \(messages) { show(message) }",
    ]
  }

  private mutating func sendmsg(_ header: MessageHeader, _ call: ProgramCall) -> [String] {
    helpers.insert(.sendMessage)
    let buffers = header.buffers.map {
      expression(recipe(for: $0.data, of: $0.data.count, typed: ""))
    }
    var control: [String] = []
    for message in header.control {
      var data = "\(message.data)"
      if case .rights(let descriptors) = message.content {
        data = "bytes(of: [\(descriptors.map(call.name).joined(separator: ", "))])"
      }
      control.append("controlMessage(\(message.level), \(message.type), \(data))")
    }
    let ancillary = control.isEmpty ? "[]" : control.joined(separator: " + ")
    let name = header.name == nil ? "nil" : address(call)
    return [
      "try sendMessage(",
      "    \(call.target ?? ""), [\(buffers.joined(separator: ", "))], control: \(ancillary),",
      "    to: \(name), flags: \(flags(call)))",
    ] + portLines(call, call.target ?? "")
  }

  private mutating func recvmsg(_ call: ProgramCall) -> [String] {
    guard case .messageRoom(let room, _)? = call.call["msg"] else { return [] }
    helpers.insert(.receiveMessage)
    let message = fresh("message")
    var lines = [
      "let \(message) = try receiveMessage(",
      "    \(call.target ?? ""), into: \(room.buffers), control: \(room.controlLength), "
        + "flags: \(flags(call)))",
      "show(\(message).data)",
    ]
    if let name = call.learns {
      lines.append("\(relearnt.contains(name) ? "" : "let ")\(name) = \(message).sender")
    }
    for (index, made) in call.made.enumerated() {
      lines.append(assign(made.name, "\(message).descriptor(\(index))"))
    }
    return lines
  }

  mutating func waitingLines(_ call: ProgramCall) -> [String] {
    let target = call.target ?? ""
    switch call.call.name {
    case "poll", "ppoll": return poll(call)
    case "select", "pselect": return select(call)
    case "epoll_create1":
      helpers.insert(.epoll)
      return [making(call, "epoll_create1", "epoll_create1(\(call.call.number("flags") ?? 0))")]
    case "epoll_ctl": return [epollControl(call, target)]
    default:
      noteMask(call)
      helpers.insert(.epoll)
      let most = call.call.number("maxevents") ?? 1
      return [
        "try waitForEvents(\(target), most: \(most), milliseconds: \(call.call.number("timeout") ?? -1))"
      ]
    }
  }

  private mutating func noteMask(_ call: ProgramCall) {
    guard call.call["sigmask"] != nil else { return }
    remark("\(call.call.name): the program waits without the signal mask")
  }

  private mutating func poll(_ call: ProgramCall) -> [String] {
    guard case .pollSet(let set)? = call.call["fds"] else { return [] }
    noteMask(call)
    let name = fresh("watched")
    let entries = set.entries.map { entry in
      let events = constant(ConstantTable.pollEvents.text(entry.events), .pollEvents)
      return "    pollfd(fd: \(call.name(entry.fd)), events: Int16(\(events)), revents: 0),"
    }
    let limit = call.call.number("timeout") ?? call.nanoseconds.map { $0 / 1_000_000 } ?? -1
    return ["var \(name) = ["] + entries + [
      "]", checked("poll", "poll(&\(name), nfds_t(\(name).count), \(limit))"),
      "print(\"ready:\", \(name).filter { $0.revents != 0 }.map(\\.fd))",
    ]
  }

  private mutating func select(_ call: ProgramCall) -> [String] {
    noteMask(call)
    helpers.insert(.select)
    let sets = ["readfds", "writefds", "exceptfds"].map { name -> String in
      guard case .descriptorSet(let set?)? = call.call[name] else { return "nil" }
      return "[\(set.given.map(call.name).joined(separator: ", "))]"
    }
    let limit = call.nanoseconds.map { "\($0 / 1000)" } ?? "nil"
    return [
      "try waitWithSelect(\(call.call.number("nfds") ?? 0), \(sets[0]), \(sets[1]), \(sets[2]), "
        + "microseconds: \(limit))"
    ]
  }

  private mutating func epollControl(_ call: ProgramCall, _ target: String) -> String {
    helpers.insert(.epoll)
    let fd: Int32 = if case .descriptor(let fd)? = call.call["fd"] { fd } else { -1 }
    let operation = constant(call.call.constant("op"), .epollOperation)
    guard case .epollEvent(let event)? = call.call["event"] else {
      return checked("epoll_ctl", "epoll_ctl(\(target), \(operation), \(call.name(fd)), nil)")
    }
    let events = ConstantTable.epollEvents.text(event.events)
    return
      "try watch(\(target), \(operation), \(call.name(fd)), events: \(event.events)) // \(events)"
  }
}
