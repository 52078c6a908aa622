public import SystemCalls

extension Event {
  /// The event as one line of JSON Lines, without the line end. The README's reference says what
  /// each event holds. Interfaces are those of the role's network.
  public func jsonLine(on interfaces: InterfaceNames = .own) -> String {
    json(on: interfaces).text
  }

  /// `seq`, `time` (monotonic nanoseconds), `event` and, where one is concerned, `role`; then what
  /// the event itself holds.
  private func json(on interfaces: InterfaceNames) -> JSON {
    var members: [(String, JSON)] = [
      ("seq", .number(seq)), ("time", .number(Int(clamping: time))), ("event", .string(name)),
    ]
    if let role { members.append(("role", .string(role))) }
    return .object(members + details(on: interfaces))
  }

  private var name: String {
    switch kind {
    case .typed: "typed"
    case .roleStarted: "role-started"
    case .called: "called"
    case .returned: "returned"
    case .waiting: "waiting"
    case .state: "state"
    case .roleEnded: "role-ended"
    case .note: "note"
    case .explanation: "explanation"
    case .diagnostic: "diagnostic"
    case .output, .source: "output"
    case .prose: "prose"
    case .round: "round"
    case .repeated: "repeated"
    case .transferred: "transferred"
    case .packet: "packet"
    case .measured: "measured"
    }
  }

  private func details(on interfaces: InterfaceNames) -> [(String, JSON)] {
    switch kind {
    case .typed(let text), .note(let text), .explanation(let text), .output(let text),
      .source(let text):
      [("text", .string(text))]
    case .prose(let prose): [("text", .string(prose.plainText))]
    case .roleStarted(let start):
      [("pid", .number(Int(start.pid))), ("host", start.host.map { .string($0) } ?? .null)]
    case .called(let call), .waiting(let call): call.members(on: interfaces)
    case .returned(let returned): returned.members(on: interfaces)
    case .state(let change): change.members
    case .roleEnded(.status(let status)): [("status", .number(Int(status)))]
    case .roleEnded(.signal(let signal)):
      [("signal", .string(ConstantTable.signal.text(Int(signal))))]
    case .diagnostic(let diagnostic): diagnostic.members
    case .round(let round):
      [
        ("number", .number(round.number)), ("of", .number(round.of)),
        ("depth", .number(round.depth)),
      ]
    case .repeated(let repeated):
      [
        ("rounds", .number(repeated.rounds)), ("of", .number(repeated.of)),
        ("depth", .number(repeated.depth)),
        ("nanoseconds", .number(Int(clamping: repeated.nanoseconds))),
      ]
    case .transferred(let transfer): transfer.members
    case .packet(let packet): packet.members
    case .measured(let measurement): measurement.members
    }
  }
}

extension Call {
  fileprivate func members(on interfaces: InterfaceNames) -> [(String, JSON)] {
    [
      ("call", .string(name)),
      ("arguments", .object(arguments.map { ($0.name, $0.value.json(on: interfaces)) })),
    ]
  }
}

extension Returned {
  fileprivate func members(on interfaces: InterfaceNames) -> [(String, JSON)] {
    var members = call.members(on: interfaces) + [("result", .number(outcome.result))]
    if let errno = outcome.errno { members.append(("errno", .string(errno.name))) }
    return members + [
      ("nanoseconds", .number(Int(clamping: outcome.nanoseconds))),
      ("late", .bool(late)),
      ("strace", .string(straceLine(for: call, outcome))),
    ]
  }
}

extension Transfer {
  fileprivate var members: [(String, JSON)] {
    [
      ("direction", .string(isSent ? "sent" : "received")), ("bytes", .number(bytes)),
      ("of", of.map { .number($0) } ?? .null), ("calls", .number(calls)),
      ("nanoseconds", .number(Int(clamping: nanoseconds))),
    ]
  }
}

extension StateChange {
  fileprivate var members: [(String, JSON)] {
    [
      ("fd", .number(Int(fd))), ("property", .string(property.rawValue)),
      ("from", .string(from)), ("to", .string(to)), ("local", JSON(address: local)),
      ("remote", JSON(address: remote)), ("orphaned", .bool(orphaned)),
    ]
  }
}

extension Diagnostic {
  fileprivate var members: [(String, JSON)] {
    let texts = [("advice", advice), ("source", line), ("file", file)]
    let numbers = [("column", column), ("line", lineNumber)]
    return [("text", .string(message))]
      + texts.compactMap { name, text in text.map { (name, .string($0)) } }
      + numbers.compactMap { name, number in number.map { (name, .number($0)) } }
  }
}

extension Value {
  fileprivate func json(on interfaces: InterfaceNames) -> JSON {
    switch self {
    case .descriptor(let fd): .number(Int(fd))
    case .integer(let number), .addressLength(let number): .number(number)
    case .constant(let number, let table): .string(table.text(number))
    case .address(let address): .string(address.description)
    case .bytes(let bytes): bytes.json
    case .buffer(_, let filled): filled?.json ?? .null
    case .addressRoom(_, let filled): JSON(address: filled)
    case .lengthRoom(let given, let returned): .number(returned ?? given)
    case .null: .null
    case .disposition(let disposition): .string(disposition.handler)
    case .option(let name): .string(name)
    case .optionValue(let value): .string(value.text(on: interfaces))
    case .optionRoom(_, let filled): filled.map { .string($0.text(on: interfaces)) } ?? .null
    case .raw(let text): .string(text)
    case .path(let path): .string(SocketAddress.unixPath(path).description)
    case .descriptorRoom(_, let filled):
      filled.map { .array($0.map { .number(Int($0)) }) } ?? .null
    case .message(let header): header.json(on: interfaces)
    case .messageRoom(_, let filled): filled?.json(on: interfaces) ?? .null
    case .pollSet(let set): set.json
    case .descriptorSet(let set):
      set.map { .array(($0.ready ?? $0.given).map { .number(Int($0)) }) } ?? .null
    case .time(let limit): limit.map { .number($0.left ?? $0.given) } ?? .null
    case .epollEvent(let event): event.json
    case .epollRoom(_, let filled): filled.map { .array($0.map(\.json)) } ?? .null
    case .vector(let buffers): .array(buffers.map(\.data.json))
    case .vectorRoom(_, _, let filled): filled.map { .array($0.map(\.data.json)) } ?? .null
    case .messages(let messages): .array(messages.map { $0.json(on: interfaces) })
    case .messageRooms(_, let filled):
      filled.map { .array($0.map { $0.json(on: interfaces) }) } ?? .null
    case .signalMask(let signals, _):
      .array(signals.map { .string(ConstantTable.signal.text(Int($0))) })
    case .pointedNumber(let number): .number(Int(number))
    case .numberRoom(_, let filled): filled.map { .number(Int($0)) } ?? .null
    }
  }
}

extension PollSet {
  /// What is ready, once that is known.
  fileprivate var json: JSON {
    let entries = (ready ?? entries).map { entry -> JSON in
      let revents = ready.map { _ in [("revents", events(entry.revents))] } ?? []
      return .object([("fd", .number(Int(entry.fd))), ("events", events(entry.events))] + revents)
    }
    return .array(entries)
  }

  private func events(_ bits: Int) -> JSON { .string(ConstantTable.pollEvents.text(bits)) }
}

extension EpollEvent {
  fileprivate var json: JSON {
    .object([
      ("events", .string(ConstantTable.epollEvents.text(events))),
      ("data", .number(Int(truncatingIfNeeded: data))),
    ])
  }
}

extension Bytes {
  var json: JSON {
    let digits = hash.map { hash in
      stride(from: 56, through: 0, by: -8).flatMap {
        hexadecimal(UInt8(truncatingIfNeeded: hash >> UInt64($0)))
      }
    }
    return .object([
      ("base64", .string(base64(kept))), ("length", .number(count)),
      ("fnv1a", digits.map { .string(String(decoding: $0, as: UTF8.self)) } ?? .null),
    ])
  }
}

extension JSON {
  init(address: SocketAddress?) {
    self = address.map { .string($0.description) } ?? .null
  }
}
