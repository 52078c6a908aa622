internal import SystemCalls

/// Gives every descriptor of a program a name that says what it is for.
func naming(_ program: RoleProgram) -> RoleProgram {
  var program = program
  var names = VariableNames(program.calls.map { $0 })
  var index = 0
  for step in program.steps.indices {
    for call in program.steps[step].calls.indices {
      names.take(&program.steps[step].calls[call], index)
      index += 1
    }
  }
  return program
}

private struct VariableNames {
  private let calls: [ProgramCall]
  /// What the open descriptors are called.
  private var open: [Int32: String] = [:]
  /// What those were called last that are closed.
  private var past: [Int32: String] = [:]
  private var used: [String] = []

  init(_ calls: [ProgramCall]) { self.calls = calls }

  mutating func take(_ call: inout ProgramCall, _ index: Int) {
    for fd in call.call.givenDescriptors {
      call.names[fd] = open[fd] ?? past[fd]
      if open[fd] == nil { call.closed.insert(fd) }
    }
    let failed = call.outcome == nil || call.outcome?.errno != nil
    let made = call.call.madeDescriptors(call.outcome)
    for (fd, kind) in zip(made, kinds(of: call.call, made, index)) {
      let made = name(kind)
      call.made.append(made)
      open[fd] = made.name
    }
    if call.call.name == "close", let fd = call.call.descriptor, !failed {
      past[fd] = open.removeValue(forKey: fd)
    }
  }

  /// The first free name of that kind: one whose descriptor is closed is taken again.
  private mutating func name(_ kind: String) -> MadeName {
    var number = 1
    var name = kind
    while open.values.contains(name) {
      number += 1
      name = "\(kind)\(number)"
    }
    defer { if !used.contains(name) { used.append(name) } }
    return MadeName(name: name, isFirst: !used.contains(name))
  }

  private func kinds(of call: Call, _ made: [Int32], _ index: Int) -> [String] {
    switch call.name {
    case "socket": made.map { kind(ofSocket: $0, after: index) }
    case "socketpair": ["left", "right"]
    default: made.map { _ in call.made ?? "received" }
    }
  }

  /// What becomes of a new socket: one that listens is a listener.
  private func kind(ofSocket fd: Int32, after index: Int) -> String {
    for later in calls.dropFirst(index + 1) where later.call.descriptor == fd {
      switch later.call.name {
      case "listen" where later.errno == nil: return "listener"
      case "close": return "sock"
      default: continue
      }
    }
    return "sock"
  }
}

extension Call {
  /// What the descriptor that it makes is for; nil where it makes none by its result.
  var made: String? {
    switch name {
    case "socket": "sock"
    case "accept", "accept4": "connection"
    case "epoll_create1": "epoll"
    case "dup", "dup2": "copy"
    default: nil
    }
  }

  /// The descriptors that it is given.
  var givenDescriptors: [Int32] {
    arguments.flatMap { argument -> [Int32] in
      switch argument.value {
      case .descriptor(let fd): argument.name == "newfd" ? [] : [fd]
      case .pollSet(let set): set.entries.map(\.fd)
      case .descriptorSet(let set?): set.given
      case .message(let header): header.control.flatMap(\.passed)
      case .messages(let messages): messages.flatMap { $0.header.control.flatMap(\.passed) }
      default: []
      }
    }
  }

  /// The descriptors that it made.
  func madeDescriptors(_ outcome: Outcome?) -> [Int32] {
    guard let outcome, outcome.errno == nil else { return [] }
    if made != nil { return [Int32(outcome.result)] }
    return newDescriptors
  }
}

extension ControlMessage {
  fileprivate var passed: [Int32] { if case .rights(let fds) = content { fds } else { [] } }
}
