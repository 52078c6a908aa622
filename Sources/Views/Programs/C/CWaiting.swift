internal import SystemCalls

/// Messages with ancillary data, and waiting for several descriptors, in C.
extension CWriter {
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

  /// A block of its own, with the arrays that the call fills.
  private mutating func recvmmsg(_ call: ProgramCall) -> [String] {
    guard case .messageRooms(let rooms, _)? = call.call["msgvec"] else { return [] }
    helpers.formUnion([.gnu, .show])
    includes.insert("sys/uio.h")
    declare("ssize_t", "count")
    let (most, room) = (rooms.count, rooms.room)
    let hasControl = room.controlLength > 0
    if !call.made.isEmpty { remark("recvmmsg: the program leaves the descriptors that came in it") }
    let limit = call.nanoseconds.map {
      "&(struct timespec){\($0 / 1_000_000_000), \($0 % 1_000_000_000)}"
    }
    if limit != nil { includes.insert("time.h") }
    let calling =
      "recvmmsg(\(call.target ?? ""), messages, \(most), \(flags(call)), \(limit ?? "NULL"))"
    let arrays = [
      "static char rooms[\(most)][\(max(1, room.buffers.reduce(0, +)))];",
      "struct sockaddr_storage senders[\(most)];",
      "struct iovec vectors[\(most)][\(room.buffers.count)];",
      "struct mmsghdr messages[\(most)];",
    ]
    let control = "_Alignas(struct cmsghdr) char controls[\(most)][\(room.controlLength)];"
    return ["{"]
      + indented(
        arrays + (hasControl ? [control] : []) + ["for (int i = 0; i < \(most); i++) {"]
          + indented(messageLines(room), by: 4) + ["}"]
          + checked(
            "(count = \(calling))", call,
            ["for (int i = 0; i < count; i++)", "    show(rooms[i], messages[i].msg_len);"]),
        by: 4) + ["}"]
  }

  /// What is said of each message that recvmmsg may receive.
  private func messageLines(_ room: MessageRoom) -> [String] {
    var offset = 0
    let vectors = room.buffers.enumerated().map { index, length in
      defer { offset += length }
      return "vectors[i][\(index)] = (struct iovec){rooms[i] + \(offset), \(length)};"
    }
    let control = [".msg_control = controls[i]", ".msg_controllen = \(room.controlLength)"]
    let fields =
      [
        ".msg_name = &senders[i]", ".msg_namelen = sizeof senders[i]", ".msg_iov = vectors[i]",
        ".msg_iovlen = \(room.buffers.count)",
      ] + (room.controlLength > 0 ? control : [])
    return vectors + ["messages[i].msg_hdr = (struct msghdr){"]
      + fields.map { "    \($0)," } + ["};"]
  }

  private mutating func sendmsg(_ header: MessageHeader, _ call: ProgramCall) -> [String] {
    declare("struct msghdr", "message_header")
    var (lines, vectors) = outgoing(header.buffers)
    var fields = [".msg_iov = \(vectors)", ".msg_iovlen = \(header.buffers.count)"]
    if header.name != nil {
      let (more, address, length) = address(call)
      lines += more
      fields += [".msg_name = \(address)", ".msg_namelen = \(length)"]
    }
    if !header.control.isEmpty {
      declare("_Alignas(struct cmsghdr) char[256]", "control")
      includes.insert("string.h")
      lines += controlLines(header, call)
      fields += [".msg_control = control", ".msg_controllen = \(header.controlLength)"]
    }
    lines += ["message_header = (struct msghdr){", "    \(fields.joined(separator: ",\n    "))};"]
      .flatMap { $0.split(separator: "\n").map(String.init) }
    let target = call.target ?? ""
    return lines
      + checked(
        "sendmsg(\(target), &message_header, \(flags(call)))", call, portLines(call, target))
  }

  private mutating func controlLines(_ header: MessageHeader, _ call: ProgramCall) -> [String] {
    helpers.insert(.putControl)
    var lines = ["memset(control, 0, sizeof control);"]
    var offset = 0
    for message in header.control {
      var data = "(\(cText(message.data)))"
      var size = "\(message.data.count)"
      if case .rights(let descriptors) = message.content {
        data = "((int[]){\(descriptors.map(call.name).joined(separator: ", "))})"
        size = "\(descriptors.count) * sizeof(int)"
      }
      let names = message.level == 1 && message.type == 1 ? "SOL_SOCKET, SCM_RIGHTS" : nil
      lines.append(
        "put_control(control + \(offset), \(names ?? "\(message.level), \(message.type)"), "
          + "\(data), \(size));")
      offset += (message.length + 7) & ~7
    }
    return lines
  }

  private mutating func recvmsg(_ call: ProgramCall) -> [String] {
    guard case .messageRoom(let room, _)? = call.call["msg"] else { return [] }
    declare("struct msghdr", "message_header")
    let sender = self.room(call.learns ?? call.brings, hasLength: call.learns != nil)
    let vectors = incoming(room.buffers)
    var fields = [
      ".msg_name = &\(sender)", ".msg_namelen = sizeof \(sender)", ".msg_iov = \(vectors)",
      ".msg_iovlen = \(room.buffers.count)",
    ]
    if room.controlLength > 0 {
      declare(
        "_Alignas(struct cmsghdr) char[\(room.controlLength)]", "control_\(room.controlLength)")
      fields += [
        ".msg_control = control_\(room.controlLength)",
        ".msg_controllen = sizeof control_\(room.controlLength)",
      ]
    }
    helpers.insert(.show)
    var then = ["show(\(buffer(room.buffers.reduce(0, +))), count);"]
    for (index, made) in call.made.enumerated() {
      declare("int", made.name)
      includes.insert("string.h")
      then.append(
        "memcpy(&\(made.name), CMSG_DATA(CMSG_FIRSTHDR(&message_header))"
          + "\(index == 0 ? "" : " + \(index) * sizeof(int)"), sizeof(int));")
    }
    if call.learns != nil { then.append("\(sender)_length = message_header.msg_namelen;") }
    return ["message_header = (struct msghdr){"]
      + indented([fields.joined(separator: ",\n    ") + "};"], by: 4)
      .flatMap { $0.split(separator: "\n").map(String.init) }
      + checked(
        "(count = recvmsg(\(call.target ?? ""), &message_header, \(flags(call))))", call, then)
  }

  private static let howMany = "printf(\"%d ready\\n\", ready);"

  mutating func waitingLines(_ call: ProgramCall) -> [String] {
    declare("int", "ready")
    let target = call.target ?? ""
    switch call.call.name {
    case "poll", "ppoll": return poll(call)
    case "select", "pselect": return select(call)
    case "epoll_create1":
      includes.insert("sys/epoll.h")
      return checked(making(call, "epoll_create1(\(call.call.constant("flags")))"), call)
    case "epoll_ctl": return epollControl(call, target)
    default:
      includes.insert("sys/epoll.h")
      noteMask(call)
      let most = call.call.number("maxevents") ?? 1
      declare("struct epoll_event[\(max(most, 1))]", "events_\(most)")
      return checked(
        "(ready = epoll_wait(\(target), events_\(most), \(most), \(call.call.number("timeout") ?? -1)))",
        call,
        [
          CWriter.howMany, "for (int i = 0; i < ready; i++)",
          "    printf(\"descriptor %d is ready: %#x\\n\", events_\(most)[i].data.fd, "
            + "events_\(most)[i].events);",
        ])
    }
  }

  private mutating func noteMask(_ call: ProgramCall) {
    guard call.call["sigmask"] != nil else { return }
    remark("\(call.call.name): the program waits without the signal mask")
  }

  private mutating func poll(_ call: ProgramCall) -> [String] {
    includes.insert("poll.h")
    guard case .pollSet(let set)? = call.call["fds"] else { return [] }
    noteMask(call)
    let entries = set.entries.map { entry in
      "{.fd = \(call.name(entry.fd)), .events = \(mapped(ConstantTable.pollEvents.text(entry.events)) { $0 })}"
    }
    declare("struct pollfd[\(max(1, set.entries.count))]", "watched_\(set.entries.count)")
    includes.insert("string.h")
    let name = "watched_\(set.entries.count)"
    let filling = set.entries.indices.map { "\(name)[\($0)] = (struct pollfd)\(entries[$0]);" }
    let limit = call.call.number("timeout") ?? call.nanoseconds.map { $0 / 1_000_000 } ?? -1
    let count = set.entries.count
    return filling
      + checked(
        "(ready = poll(\(name), \(count), \(limit)))", call,
        [
          CWriter.howMany, "for (int i = 0; i < \(count); i++)", "    if (\(name)[i].revents)",
          "        printf(\"descriptor %d is ready: %#x\\n\", \(name)[i].fd, \(name)[i].revents);",
        ])
  }

  private mutating func select(_ call: ProgramCall) -> [String] {
    includes.insert("sys/select.h")
    noteMask(call)
    var lines: [String] = []
    var sets: [String] = []
    var found: [String] = []
    for (name, variable) in [
      ("readfds", "readable"), ("writefds", "writable"), ("exceptfds", "exceptional"),
    ] {
      guard case .descriptorSet(let set?)? = call.call[name] else {
        sets.append("NULL")
        continue
      }
      declare("fd_set", variable)
      lines.append("FD_ZERO(&\(variable));")
      lines += set.given.map { "FD_SET(\(call.name($0)), &\(variable));" }
      found += set.given.flatMap {
        [
          "if (FD_ISSET(\(call.name($0)), &\(variable)))",
          "    puts(\"\(call.name($0)) is \(variable)\");",
        ]
      }
      sets.append("&\(variable)")
    }
    let limit = call.nanoseconds.map {
      "&(struct timeval){\($0 / 1_000_000_000), \($0 % 1_000_000_000 / 1000)}"
    }
    return lines
      + checked(
        "(ready = select(\(count(call)), \(sets.joined(separator: ", ")), \(limit ?? "NULL")))",
        call, [CWriter.howMany] + found)
  }

  /// One more than the highest descriptor, which may have another number in the program.
  private func count(_ call: ProgramCall) -> String {
    let given = ["readfds", "writefds", "exceptfds"].flatMap { name -> [Int32] in
      if case .descriptorSet(let set?)? = call.call[name] { set.given } else { [] }
    }
    let number = call.call.number("nfds") ?? 0
    guard let highest = given.max(), number == Int(highest) + 1 else { return "\(number)" }
    return "\(call.name(highest)) + 1"
  }

  private mutating func epollControl(_ call: ProgramCall, _ target: String) -> [String] {
    includes.insert("sys/epoll.h")
    let fd: Int32 = if case .descriptor(let fd)? = call.call["fd"] { fd } else { -1 }
    let operation = call.call.constant("op")
    guard case .epollEvent(let event)? = call.call["event"] else {
      return checked("epoll_ctl(\(target), \(operation), \(call.name(fd)), NULL)", call)
    }
    let events = mapped(ConstantTable.epollEvents.text(event.events)) { $0 }
    return checked(
      "epoll_ctl(\(target), \(operation), \(call.name(fd)),\n"
        + "              &(struct epoll_event){.events = \(events), .data.fd = \(call.name(fd))})",
      call)
  }
}
