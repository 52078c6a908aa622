internal import SystemCalls

/// One call in Python, as a method of a socket object.
extension PythonWriter {
  mutating func lines(of call: ProgramCall, in step: ProgramStep) -> [String] {
    if let fd = call.call.descriptor, call.names[fd] == nil, call.call.name != "close" {
      return leaveOut(call, "the program has no socket object with the number \(fd)")
    }
    if call.errno?.name == "EAFNOSUPPORT", call.place != nil {
      remark("\(call.call.name): Python itself refuses an address of another family")
    }
    switch call.call.name {
    case "socket", "socketpair", "bind", "listen", "accept", "accept4", "connect", "shutdown",
      "close",
      "getsockname", "getpeername", "setsockopt", "getsockopt":
      return socketLines(call)
    case "send", "sendto", "recv", "recvfrom", "read", "write", "readv", "writev":
      return transferLines(call, step)
    case "sendmsg", "recvmsg", "sendmmsg", "recvmmsg": return messageLines(call)
    case "poll", "ppoll", "select", "pselect", "epoll_create1", "epoll_ctl", "epoll_wait",
      "epoll_pwait":
      return waitingLines(call)
    default: return otherLines(call)
    }
  }

  private mutating func socketLines(_ call: ProgramCall) -> [String] {
    imports.insert("socket")
    let target = call.target ?? ""
    switch call.call.name {
    case "socket": return [made(call) + " = socket.socket(\(kind(call)))"]
    case "socketpair": return socketpair(call)
    case "bind": return bind(call, target)
    case "listen": return ["\(target).listen(\(call.call.number("backlog") ?? 0))"]
    case "connect": return ["\(target).connect(\(address(call)))"] + portLines(call, target)
    case "accept", "accept4": return accept(call, target)
    case "shutdown": return ["\(target).shutdown(socket.\(call.call.constant("how")))"]
    case "close": return close(call, target)
    case "setsockopt", "getsockopt": return optionLines(call, target)
    default:
      let name = call.learns ?? call.brings
      return ["\(name) = \(target).\(call.call.name)()"] + [say("\"\(call.call.name):\", \(name)")]
    }
  }

  func made(_ call: ProgramCall) -> String { call.made.first?.name ?? "sock" }

  private mutating func kind(_ call: ProgramCall) -> String {
    let type = call.call.constant("type")
    if type.hasPrefix("SOCK_STREAM") || type.hasPrefix("SOCK_SEQPACKET") {
      for made in call.made { streams.insert(made.name) }
    }
    let number = call.call.constant("protocol")
    let rest = ["0", "IPPROTO_IP"].contains(number) ? "" : ", \(mapped(number) { "socket.\($0)" })"
    return mapped(call.call.constant("domain")) { "socket.\($0)" } + ", "
      + mapped(type) { "socket.\($0)" } + rest
  }

  private mutating func socketpair(_ call: ProgramCall) -> [String] {
    let names = call.made.map(\.name).joined(separator: ", ")
    return ["\(names.isEmpty ? "left, right" : names) = socket.socketpair(\(kind(call)))"]
  }

  private mutating func bind(_ call: ProgramCall, _ target: String) -> [String] {
    ["\(target).bind(\(address(call)))"] + portLines(call, target)
  }

  /// In the session the port was seen from outside; a program has to ask for it.
  mutating func portLines(_ call: ProgramCall, _ target: String) -> [String] {
    guard call.portChosen else { return [] }
    let name = call.keepsPort ?? "port"
    return [
      "\(name) = \(target).getsockname()[1]  # the kernel chose it",
      say("\"port\", \(name)"),
    ]
  }

  private mutating func accept(_ call: ProgramCall, _ target: String) -> [String] {
    let name = call.made.first?.name ?? "connection"
    let peer = call.learns ?? call.brings
    streams.insert(name)
    var lines = ["\(name), \(peer) = \(target).accept()"]
    if call.call.constant("flags").contains("SOCK_NONBLOCK") {
      lines.append("\(name).setblocking(False)  # there is no accept4 in Python")
    }
    return lines + [say("\"connection from\", \(peer)")]
  }

  private mutating func close(_ call: ProgramCall, _ target: String) -> [String] {
    guard call.names[call.call.descriptor ?? -1] == nil else { return ["\(target).close()"] }
    imports.insert("os")
    return ["os.close(\(target))"]
  }

  func say(_ what: String) -> String { "print(\(what), flush=True)" }

  private mutating func otherLines(_ call: ProgramCall) -> [String] {
    imports.insert("os")
    let target = call.target ?? ""
    switch call.call.name {
    case "unlink":
      guard case .path(let path)? = call.call["pathname"] else { return ["pass"] }
      return ["os.unlink(\(self.path(path)))"]
    case "dup": return ["\(made(call)) = \(target).dup()"]
    case "dup2": return dup2(call, target)
    case "fcntl":
      imports.insert("fcntl")
      return [
        "flags = fcntl.fcntl(\(target), fcntl.F_GETFL)",
        say("\"nonblocking:\", flags & os.O_NONBLOCK != 0"),
      ]
    case "ioctl", "sockatmark": return ioctl(call, target)
    case "signal", "rt_sigaction": return signal(call)
    default: return leaveOut(call, "Python's standard library has no such call")
    }
  }

  private mutating func dup2(_ call: ProgramCall, _ target: String) -> [String] {
    guard case .descriptor(let new)? = call.call["newfd"] else { return ["pass"] }
    return ["\(made(call)) = socket.socket(fileno=os.dup2(\(target).fileno(), \(new)))"]
  }

  private mutating func signal(_ call: ProgramCall) -> [String] {
    imports.insert("signal")
    guard case .disposition(let action)? = call.call["act"] else { return ["pass"] }
    return ["signal.signal(signal.\(call.call.constant("signum")), signal.\(action.handler))"]
  }

  private mutating func ioctl(_ call: ProgramCall, _ target: String) -> [String] {
    imports.formUnion(["fcntl", "struct", "termios"])
    let request = call.call.number("request") ?? 0
    let names = [0x541b: "termios.FIONREAD", 0x5411: "termios.TIOCOUTQ", 0x5421: "termios.FIONBIO"]
    let name = names[request] ?? "0x" + String(request, radix: 16)
    guard case .pointedNumber(let number)? = call.call["argp"] else {
      return [
        "answer = fcntl.ioctl(\(target), \(name), struct.pack(\"i\", 0))",
        say("\"\(call.call.name):\", struct.unpack(\"i\", answer)[0]"),
      ]
    }
    return ["fcntl.ioctl(\(target), \(name), struct.pack(\"i\", \(number)))"]
  }
}
