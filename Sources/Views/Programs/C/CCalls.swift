internal import SystemCalls

/// One call in C.
extension CWriter {
  mutating func lines(of call: ProgramCall, in step: ProgramStep) -> [String] {
    let target = call.target ?? ""
    switch call.call.name {
    case "socket":
      return checked(making(call, "socket(\(kind(call)))"), call)
    case "socketpair": return socketpair(call)
    case "bind", "connect": return addressed(call, target)
    case "listen": return checked("listen(\(target), \(call.call.number("backlog") ?? 0))", call)
    case "accept", "accept4": return accept(call, target)
    case "shutdown": return checked("shutdown(\(target), \(call.call.constant("how")))", call)
    case "close": return checked("close(\(target))", call)
    case "getsockname", "getpeername": return name(call, target)
    case "setsockopt", "getsockopt": return optionLines(call, target)
    case "send", "sendto", "recv", "recvfrom", "read", "write", "readv", "writev":
      return transferLines(call, step)
    case "sendmsg", "recvmsg", "sendmmsg", "recvmmsg": return messageLines(call)
    case "poll", "ppoll", "select", "pselect", "epoll_create1", "epoll_ctl", "epoll_wait",
      "epoll_pwait":
      return waitingLines(call)
    default: return otherLines(call, target)
    }
  }

  /// The call, and what its result is put into.
  mutating func making(_ call: ProgramCall, _ calling: String) -> String {
    guard let name = call.made.first?.name else { return calling }
    declare("int", name)
    return "(\(name) = \(calling))"
  }

  private mutating func kind(_ call: ProgramCall) -> String {
    let number = call.call.constant("protocol")
    if number != "0" { includes.insert("netinet/in.h") }
    if call.call.constant("type").contains("|") { helpers.insert(.gnu) }
    return [call.call.constant("domain"), mapped(call.call.constant("type")) { $0 }, number]
      .joined(separator: ", ")
  }

  private mutating func socketpair(_ call: ProgramCall) -> [String] {
    declare("int[2]", "pair")
    let names = call.made.map(\.name)
    for name in names { declare("int", name) }
    let taking = names.count == 2 ? ["\(names[0]) = pair[0];", "\(names[1]) = pair[1];"] : []
    let unused = program.unusedNames.filter(names.contains)
    return checked(
      "socketpair(\(kind(call)), pair)", call,
      taking + unused.map { "(void)\($0); /* it stays open */" })
  }

  private mutating func addressed(_ call: ProgramCall, _ target: String) -> [String] {
    let (lines, address, length) = address(call)
    let calling = "\(call.call.name)(\(target), \(address), \(length))"
    return lines + checked(calling, call, portLines(call, target))
  }

  /// In the session the port was seen from outside; a program has to ask for it.
  mutating func portLines(_ call: ProgramCall, _ target: String) -> [String] {
    guard call.portChosen else { return [] }
    helpers.insert(.printPort)
    guard let name = call.keepsPort else {
      return ["print_port(\(target)); /* the kernel chose it */"]
    }
    declare("char[8]", name)
    helpers.insert(.gnu)
    return ["snprintf(\(name), sizeof \(name), \"%d\", print_port(\(target)));"]
  }

  private mutating func accept(_ call: ProgramCall, _ target: String) -> [String] {
    let peer = room(call.learns ?? call.brings)
    let isFour = call.call.name == "accept4"
    if isFour { helpers.insert(.gnu) }
    let flags = isFour ? ", \(mapped(call.call.constant("flags")) { $0 })" : ""
    helpers.insert(.printAddress)
    let calling =
      "\(call.call.name)(\(target), (struct sockaddr *)&\(peer), &\(peer)_length\(flags))"
    return ["\(peer)_length = sizeof \(peer);"]
      + checked(making(call, calling), call, ["print_address(\"connection from\", &\(peer));"])
  }

  /// Declares room for an address.
  mutating func room(_ name: String, hasLength: Bool = true) -> String {
    declare("struct sockaddr_storage", name)
    if hasLength { declare("socklen_t", "\(name)_length") }
    return name
  }

  private mutating func name(_ call: ProgramCall, _ target: String) -> [String] {
    let name = room(call.learns ?? call.brings)
    helpers.insert(.printAddress)
    let calling = "\(call.call.name)(\(target), (struct sockaddr *)&\(name), &\(name)_length)"
    return ["\(name)_length = sizeof \(name);"]
      + checked(calling, call, ["print_address(\"\(call.call.name)\", &\(name));"])
  }

  private mutating func otherLines(_ call: ProgramCall, _ target: String) -> [String] {
    switch call.call.name {
    case "unlink":
      guard case .path(let path)? = call.call["pathname"] else { return [] }
      return checked("unlink(\(self.path(path)))", call)
    case "dup": return checked(making(call, "dup(\(target))"), call)
    case "dup2":
      guard case .descriptor(let new)? = call.call["newfd"] else { return [] }
      return checked(making(call, "dup2(\(target), \(new))"), call)
    case "fcntl": return fcntl(call, target)
    case "ioctl", "sockatmark": return ioctl(call, target)
    case "signal", "rt_sigaction":
      includes.insert("signal.h")
      guard case .disposition(let action)? = call.call["act"] else { return [] }
      return ["signal(\(call.call.constant("signum")), \(action.handler));"]
    default:
      remark("\(call.call.name) is left out: there is no form of it for C programs yet")
      return ["/* \(call.call.name) is left out. */"]
    }
  }

  private mutating func fcntl(_ call: ProgramCall, _ target: String) -> [String] {
    includes.insert("fcntl.h")
    declare("int", "flags")
    guard call.call.constant("op") == "F_SETFL" else {
      return checked("(flags = fcntl(\(target), F_GETFL))", call)
    }
    let isOn = (call.call.number("arg") ?? 0) & 0x800 != 0
    return checked(
      "fcntl(\(target), F_SETFL, flags \(isOn ? "| O_NONBLOCK" : "& ~O_NONBLOCK"))", call)
  }

  private mutating func ioctl(_ call: ProgramCall, _ target: String) -> [String] {
    includes.insert("sys/ioctl.h")
    let request = call.call.number("request") ?? 0
    let names = [0x541b: "FIONREAD", 0x5411: "TIOCOUTQ", 0x5421: "FIONBIO"]
    let name = names[request] ?? "0x" + String(request, radix: 16)
    if call.call.name == "sockatmark" {
      declare("int", "at_mark")
      return checked(
        "(at_mark = sockatmark(\(target)))", call, ["printf(\"at the mark: %d\\n\", at_mark);"])
    }
    if case .pointedNumber(let number)? = call.call["argp"] {
      return checked("ioctl(\(target), \(name), &(int){\(number)})", call)
    }
    declare("int", "number")
    return checked(
      "ioctl(\(target), \(name), &number)", call, ["printf(\"\(name): %d\\n\", number);"])
  }
}
