internal import Glibc

/// The line that strace 6.1 with default options prints for a call that returned, without a pid.
///
/// An EINTR is printed as what strace sees: ERESTARTSYS, mostly. A link-local address's scope is named by
/// the interfaces of this host.
public func straceLine(for call: Call, _ outcome: Outcome) -> String {
  let arguments = StraceArguments(call, outcome)
  return padded("\(kernelName(call.name))(\(arguments.text)) ") + "= " + answer(call, outcome)
}

/// What strace has printed of a call that has not returned: the arguments that it knows by then.
public func straceEntry(for call: Call) -> String {
  "\(kernelName(call.name))(\(StraceArguments(call, nil).text)"
}

/// The line that strace prints for a call that never returned, because the process was killed in it.
public func straceLine(forKilledIn call: Call) -> String {
  let entry = straceEntry(for: call)
  let isCut = entry.hasSuffix(", ") || ["poll", "ppoll", "select", "pselect"].contains(call.name)
  return padded(entry + (isCut ? " <unfinished ...>) " : ") ")) + "= ?"
}

/// The system call that a library function makes.
func kernelName(_ name: String) -> String {
  switch name {
  case "send": "sendto"
  case "recv": "recvfrom"
  case "signal": "rt_sigaction"
  case "select", "pselect": "pselect6"
  case "sockatmark": "ioctl"
  default: name
  }
}

private func padded(_ text: String) -> String {
  text + String(repeating: " ", count: max(0, 40 - text.utf8.count))
}

private func answer(_ call: Call, _ outcome: Outcome) -> String {
  guard let errno = outcome.errno else {
    let isFlags = call.name == "fcntl" && call.arguments.count == 2
    // The kernel answers into the argument, and the library makes that its result.
    let number = call.name == "sockatmark" ? 0 : outcome.result
    let result = isFlags ? hexadecimal(number) : "\(number)"
    return result + (straceRemark(on: call, result: outcome.result).map { " (\($0))" } ?? "")
  }
  return errno.rawValue == EINTR ? interruption(call) : "-1 \(errno)"
}

/// What the kernel answers itself where the program gets EINTR: how the call would go on.
private func interruption(_ call: Call) -> String {
  switch call.name {
  case "epoll_wait", "epoll_pwait": "-1 \(Errno(EINTR))"
  case "poll": "? ERESTART_RESTARTBLOCK (Interrupted by signal)"
  case "ppoll", "select", "pselect": "? ERESTARTNOHAND (To be restarted if no handler)"
  default: "? ERESTARTSYS (To be restarted if SA_RESTART is set)"
  }
}

/// A call's arguments in strace's notation; without an outcome, as far as they are known on entry.
private struct StraceArguments {
  let call: Call
  let outcome: Outcome?

  init(_ call: Call, _ outcome: Outcome?) {
    self.call = call
    self.outcome = outcome
  }

  var text: String {
    let known =
      outcome == nil ? call.arguments.prefix { !isWritten($0.value) } : call.arguments[...]
    let isCut = known.count < call.arguments.count
    let texts = known.map(text) + (isCut ? [] : implied)
    return texts.joined(separator: ", ") + (isCut ? ", " : "")
  }

  /// The kernel's further arguments, which the library's function fills in.
  private var implied: [String] {
    switch call.name {
    case "send": ["NULL", "0"]
    case "recv": ["NULL", "NULL"]
    case "ppoll": call["sigmask"] == nil ? ["NULL", "8"] : ["8"]
    case "epoll_pwait": ["8"]
    case "select": ["NULL"]
    default: []
    }
  }

  /// True for what the kernel writes, which strace prints after the call.
  private func isWritten(_ value: Value) -> Bool {
    switch value {
    case .buffer, .addressRoom, .lengthRoom, .optionRoom, .raw, .epollRoom, .descriptorRoom,
      .messageRoom, .vectorRoom, .messages, .messageRooms, .numberRoom:
      true
    default: false
    }
  }

  private func text(_ argument: Argument) -> String {
    switch argument.value {
    case .descriptor(let fd): "\(fd)"
    case .integer(let number): argument.name == "protocol" ? protocolText(number) : "\(number)"
    case .constant(let number, let table): straceText(number, of: table)
    case .address(let address): straceText(address)
    case .addressLength(let length): "\(length)"
    case .bytes(let bytes): straceQuoted(bytes.kept, count: bytes.count)
    case .buffer(let pointer, let filled): bufferText(pointer, filled)
    case .addressRoom(let pointer, let filled):
      filled.map(straceText) ?? hexadecimal(Int(bitPattern: pointer))
    case .lengthRoom(let given, let returned): lengthText(given, returned)
    case .option(let name): SocketOption.named(name)?.straceName ?? name
    case .optionValue(let value): value.straceText
    case .optionRoom(let pointer, let filled): optionText(pointer, filled)
    case .null: "NULL"
    case .disposition(let disposition): straceText(disposition)
    case .raw(let text): text
    case .path(let path): straceQuoted(path)
    case .descriptorRoom(let pointer, let filled):
      filled.map { "[\($0.map(String.init).joined(separator: ", "))]" }
        ?? hexadecimal(Int(bitPattern: pointer))
    case .message(let header): straceText(header)
    case .messageRoom(let room, let filled): straceText(room, filled)
    case .pollSet(let set): straceText(set)
    case .descriptorSet(let set): straceText(set)
    case .time(let limit): straceText(limit)
    case .epollEvent(let event): straceText(event)
    case .epollRoom(let pointer, let filled):
      filled.map { straceText($0, count: outcome?.result ?? 0) }
        ?? hexadecimal(Int(bitPattern: pointer))
    case .vector(let buffers): straceText(buffers)
    case .vectorRoom(let pointer, let lengths, let filled):
      filled.map(straceText) ?? straceRoom(at: pointer, lengths)
    case .messages(let messages): straceText(messages)
    case .messageRooms(let rooms, let filled):
      filled.map { straceText($0, in: rooms) } ?? hexadecimal(Int(bitPattern: rooms.pointer))
    case .signalMask(let signals, let pointer): maskText(signals, pointer)
    case .pointedNumber(let number): "[\(number)]"
    case .numberRoom(let pointer, let filled):
      filled.map { "[\($0)]" } ?? hexadecimal(Int(bitPattern: pointer))
    }
  }

  /// Of epoll_pwait that failed, strace shows where the mask stands.
  private func maskText(_ signals: [Int32], _ pointer: UInt) -> String {
    if call.name == "epoll_pwait", outcome?.errno != nil {
      return hexadecimal(Int(bitPattern: pointer))
    }
    let mask = straceMask(
      signals.sorted().map { String(ConstantTable.signal.text(Int($0)).dropFirst(3)) })
    return call.name == "pselect" ? "{sigmask=\(mask), sigsetsize=8}" : mask
  }

  private func bufferText(_ pointer: UInt, _ filled: Bytes?) -> String {
    guard let filled else { return hexadecimal(Int(bitPattern: pointer)) }
    return straceQuoted(filled.kept, count: filled.count)
  }

  /// Of what has no length, strace shows where it would be.
  private func optionText(_ pointer: UInt, _ filled: OptionValue?) -> String {
    guard let filled, !filled.bytes.isEmpty else { return hexadecimal(Int(bitPattern: pointer)) }
    return filled.straceText
  }

  private func lengthText(_ given: Int, _ returned: Int?) -> String {
    guard let returned, returned != given else { return "[\(given)]" }
    return "[\(given) => \(returned)]"
  }

  private func protocolText(_ number: Int) -> String {
    // Of socketpair's protocol strace shows the number alone.
    guard call.name == "socket", case .constant(let family, _)? = call["domain"] else {
      return "\(UInt32(truncatingIfNeeded: number))"
    }
    return FamilyProtocols.text(number, family: family)
  }
}
