public import SystemCalls

/// A call as it is entered, in the short notation: `recv(4, …, 4096, 0)`.
///
/// The library's names; addresses as they are typed; no pointers and no lengths of addresses. Of
/// data, what fits 64 columns.
public func shortEntry(_ call: Call) -> String { ShortNotation().entry(call) }

/// A call that has returned, in the short notation: `accept(3) = 4 from 127.0.0.1:50312`.
public func shortLine(_ call: Call, _ outcome: Outcome) -> String {
  ShortNotation().line(call, outcome)
}

/// DESIGN.md section 3: the notation of `trace short`.
struct ShortNotation {
  var utf8 = true
  /// Those of the network that the role is in.
  var interfaces = InterfaceNames.own
  /// How many columns of data are shown.
  var dataColumns = 64

  func entry(_ call: Call) -> String {
    safeText("\(call.name)(\(shown(call).compactMap(text).joined(separator: ", ")))", utf8: utf8)
  }

  func line(_ call: Call, _ outcome: Outcome) -> String {
    "\(entry(call)) = \(safeText(answer(call, outcome), utf8: utf8))"
  }

  /// The data that a hex dump below the line should show: what came from a peer and is mostly binary.
  func dumped(_ call: Call) -> Bytes? {
    for case .buffer(_, let filled?) in call.arguments.lazy.map(\.value) {
      return !filled.isDiscarded && Quoting(utf8: utf8).isBinary(filled) ? filled : nil
    }
    guard case .messageRoom(_, let header?)? = call["msg"], header.buffers.count == 1 else {
      return nil
    }
    return header.buffers.first.map(\.data).flatMap { Quoting(utf8: utf8).isBinary($0) ? $0 : nil }
  }

  /// signal(2) has two arguments and sockatmark(3) one; what the kernel's rt_sigaction and ioctl add
  /// is for strace.
  private func shown(_ call: Call) -> ArraySlice<Argument> {
    if call.name == "sockatmark" { return call.arguments.prefix(1) }
    return isSignal(call) ? call.arguments.prefix(2) : call.arguments[...]
  }

  private func text(_ argument: Argument) -> String? {
    switch argument.value {
    case .message(let header): messageText(header)
    case .messageRoom(let room, let filled): messageText(room, filled)
    case .path(let path): SocketAddress.unixPath(path).description
    case .descriptor(let fd): "\(fd)"
    case .integer(let number): "\(number)"
    case .constant(let number, let table): table.text(number)
    case .address(let address): address.text(on: interfaces)
    case .bytes(let bytes): quoted(bytes)
    case .buffer(_, let filled): filled.map(quoted) ?? Quoting(utf8: utf8).ellipsis
    case .disposition(let disposition): disposition.handler
    case .option(let name): name
    case .optionValue(let value): value.text(on: interfaces)
    case .addressLength, .addressRoom, .lengthRoom, .optionRoom, .null, .raw, .descriptorRoom,
      .numberRoom:
      nil
    case .pollSet, .descriptorSet, .time, .epollEvent, .epollRoom, .signalMask:
      multiplexing(argument.value)
    case .vector(let buffers): buffersText(buffers)
    case .vectorRoom(_, let lengths, let filled): filled.map(buffersText) ?? roomText(lengths)
    case .messages(let messages): messagesText(messages)
    case .messageRooms(let rooms, let filled): messagesText(rooms, filled)
    case .pointedNumber(let number): "\(number)"
    }
  }

  func quoted(_ bytes: Bytes) -> String {
    let quoting = Quoting(utf8: utf8)
    if bytes.isDiscarded { return quoting.ellipsis }
    return quoting.quoted(bytes, columns: quoting.isBinary(bytes) ? 16 : dataColumns)
  }

  private func data(of value: Value) -> Bytes? {
    switch value {
    case .bytes(let bytes): bytes
    case .buffer(_, let filled): filled
    default: nil
    }
  }

  private func isSignal(_ call: Call) -> Bool { ["signal", "rt_sigaction"].contains(call.name) }

  /// What stands after the equals sign.
  private func answer(_ call: Call, _ outcome: Outcome) -> String {
    if let errno = outcome.errno { return "\(outcome.result) \(errno)" }
    if isSignal(call), case .disposition(let old)? = call.arguments.dropFirst(2).first?.value {
      return old.handler
    }
    return multiplexingAnswer(call, outcome.result)
      ?? "\(outcome.result)" + gotAddress(call) + gotValue(call) + gotMessage(call)
  }

  /// The address that the kernel wrote: whom a connection or a datagram came from, or what was asked.
  private func gotAddress(_ call: Call) -> String {
    for case .addressRoom(_, let address?) in call.arguments.map(\.value) {
      let isName = call.name == "getsockname" || call.name == "getpeername"
      return (isName ? ": " : " from ") + address.text(on: interfaces)
    }
    return ""
  }

  /// The pair of socketpair; what recvmsg got beside the data.
  private func gotMessage(_ call: Call) -> String {
    if case .descriptorRoom(_, let pair?)? = call["sv"] {
      return ": " + pair.map { "@\($0)" }.joined(separator: " and ")
    }
    guard case .messageRoom(_, let header?)? = call["msg"] else { return "" }
    return receivedText(header)
  }

  /// The value of an option that was asked for.
  private func gotValue(_ call: Call) -> String {
    if call.name == "ioctl", case .numberRoom(_, let number?)? = call["argp"] {
      return ": \(number)"
    }
    for case .optionRoom(_, let value?) in call.arguments.map(\.value) {
      guard case .option(let name)? = call["optname"], let option = SocketOption.named(name),
        option.type != .flag
      else { return ": \(value.text(on: interfaces))" }
      return ": \(option.words(for: value, on: interfaces))"
    }
    return ""
  }
}
