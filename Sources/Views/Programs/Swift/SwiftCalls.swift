internal import SystemCalls

/// One call in Swift.
extension SwiftWriter {
  mutating func lines(of call: ProgramCall, in step: ProgramStep) -> [String] {
    let target = call.target ?? ""
    switch call.call.name {
    case "socket": return [making(call, "socket", "socket(\(kind(call)))")]
    case "socketpair": return socketpair(call)
    case "bind", "connect": return addressed(call, target)
    case "listen":
      return [checked("listen", "listen(\(target), \(call.call.number("backlog") ?? 0))")]
    case "accept", "accept4": return accept(call, target)
    case "shutdown":
      let how = constant(call.call.constant("how"), .shutdownHow)
      return [checked("shutdown", "shutdown(\(target), \(how))")]
    case "close": return [checked("close", "close(\(target))")]
    case "getsockname", "getpeername": return name(call, target)
    case "setsockopt", "getsockopt": return optionLines(call, target)
    case "send", "sendto", "recv", "recvfrom", "read", "write", "readv", "writev":
      return transferLines(call, step)
    case "sendmsg", "recvmsg", "sendmmsg", "recvmmsg": return messageLines(call)
    case "poll", "ppoll", "select", "pselect", "epoll_create1", "epoll_ctl", "epoll_wait",
      "epoll_pwait":
      return waitingLines(call)
    case "fcntl": return fcntl(call, target, isAlone: step.calls.count == 1)
    default: return otherLines(call, target)
    }
  }

  /// The call, and what its result is put into.
  mutating func making(_ call: ProgramCall, _ name: String, _ expression: String) -> String {
    let calling = checked(name, expression)
    return call.made.first.map { assign($0.name, calling) } ?? calling
  }

  private mutating func kind(_ call: ProgramCall) -> String {
    [
      constant(call.call.constant("domain"), .addressFamily),
      constant(call.call.constant("type"), .socketType),
      constant(call.call.constant("protocol"), .protocolNumber),
    ].joined(separator: ", ")
  }

  private mutating func socketpair(_ call: ProgramCall) -> [String] {
    let names = call.made.map(\.name)
    let pair = fresh("pair")
    return [
      "var \(pair): [Int32] = [-1, -1]",
      checked("socketpair", "socketpair(\(kind(call)), &\(pair))"),
    ]
      + names.enumerated().map { assign($1, "\(pair)[\($0)]") }
  }

  private mutating func addressed(_ call: ProgramCall, _ target: String) -> [String] {
    let name = call.call.name
    return [checked(name, "\(address(call)).with { \(name)(\(target), $0, $1) }")]
      + portLines(call, target)
  }

  /// In the session the port was seen from outside; a program has to ask for it.
  mutating func portLines(_ call: ProgramCall, _ target: String) -> [String] {
    guard call.portChosen else { return [] }
    helpers.insert(.printPort)
    let asking = "try printPort(of: \(target))"
    return [call.keepsPort.map { assign($0, asking) } ?? "\(asking) // the kernel chose it"]
  }

  private mutating func accept(_ call: ProgramCall, _ target: String) -> [String] {
    helpers.insert(.takingAddress)
    let peer = call.learns ?? fresh("peer")
    if call.call.name == "accept4" { helpers.insert(.accept4) }
    let flags =
      call.call.name == "accept4" ? ", \(constant(call.call.constant("flags"), .acceptFlags))" : ""
    let calling = "\(call.call.name)(\(target), $0, $1\(flags))"
    let made = call.made.first?.name
    let isNew = made.map { declared.insert($0).inserted } ?? false
    let result = isNew ? made ?? "_" : made == nil ? "_" : fresh("accepted")
    return ["let (\(result), \(peer)) = try takingAddress(\"\(call.call.name)\") { \(calling) }"]
      + (isNew ? [] : made.map { ["\($0) = \(result)"] } ?? [])
      + ["print(\"connection from\", \(peer))"]
  }

  /// A name that is not used yet.
  mutating func fresh(_ base: String) -> String {
    var name = base
    var number = 1
    while !declared.insert(name).inserted {
      number += 1
      name = "\(base)\(number)"
    }
    return name
  }

  private mutating func name(_ call: ProgramCall, _ target: String) -> [String] {
    helpers.insert(.takingAddress)
    let name = call.learns ?? fresh("name")
    let calling = "\(call.call.name)(\(target), $0, $1)"
    return [
      "let (_, \(name)) = try takingAddress(\"\(call.call.name)\") { \(calling) }",
      "print(\"\(call.call.name):\", \(name))",
    ]
  }

  private mutating func otherLines(_ call: ProgramCall, _ target: String) -> [String] {
    switch call.call.name {
    case "unlink":
      guard case .path(let path)? = call.call["pathname"] else { return [] }
      return [checked("unlink", "unlink(\(self.path(path)))")]
    case "dup": return [making(call, "dup", "dup(\(target))")]
    case "dup2":
      guard case .descriptor(let new)? = call.call["newfd"] else { return [] }
      return [making(call, "dup2", "dup2(\(target), \(new))")]
    case "ioctl", "sockatmark": return ioctl(call, target)
    case "signal", "rt_sigaction":
      guard case .disposition(let action)? = call.call["act"] else { return [] }
      return ["signal(\(call.call.constant("signum")), \(action.handler))"]
    default: return leaveOut(call)
    }
  }

  mutating func leaveOut(_ call: ProgramCall) -> [String] {
    remark("\(call.call.name) is left out: there is no form of it for Swift programs yet")
    return ["// \(call.call.name) is left out."]
  }

  private mutating func fcntl(
    _ call: ProgramCall, _ target: String, isAlone: Bool
  ) -> [String] {
    guard call.call.constant("op") == "F_SETFL" else {
      flags = fresh("flags")
      return ["let \(flags) = " + checked("fcntl", "fcntl(\(target), F_GETFL)")]
        + (isAlone ? ["print(\"nonblocking:\", \(flags) & O_NONBLOCK != 0)"] : [])
    }
    let isOn = (call.call.number("arg") ?? 0) & 0x800 != 0
    let flags = isOn ? "\(flags) | O_NONBLOCK" : "\(flags) & ~O_NONBLOCK"
    return [checked("fcntl", "fcntl(\(target), F_SETFL, \(flags))")]
  }

  private mutating func ioctl(_ call: ProgramCall, _ target: String) -> [String] {
    let request = call.call.number("request") ?? 0
    if call.call.name == "sockatmark" {
      return ["print(\"at the mark:\", \(checked("sockatmark", "sockatmark(\(target))")))"]
    }
    let number =
      if case .pointedNumber(let number)? = call.call["argp"] { number } else { Int32(0) }
    let name = fresh("number")
    return [
      "var \(name): Int32 = \(number)",
      checked("ioctl", "ioctl(\(target), UInt(0x\(String(request, radix: 16))), &\(name))"),
      "print(\"\(call.call.constant("request")):\", \(name))",
    ]
  }
}
