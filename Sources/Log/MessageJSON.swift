internal import SystemCalls

extension MessageHeader {
  /// The members of a struct msghdr, without lengths that follow from the rest.
  func json(on interfaces: InterfaceNames) -> JSON {
    .object([
      ("name", name.map { .string($0.description) } ?? .null),
      ("buffers", .array(buffers.map(\.data.json))),
      ("control", .array(control.map { $0.json(on: interfaces) })),
      ("flags", .string(ConstantTable.messageFlags.text(flags))),
    ])
  }
}

extension CountedMessage {
  /// A message's members, and how many bytes of it went or came; null where it was not sent.
  func json(on interfaces: InterfaceNames) -> JSON {
    .object([
      ("header", header.json(on: interfaces)),
      ("length", length.map { .number($0) } ?? .null),
    ])
  }
}

extension ControlMessage {
  /// `text` is what the short trace says of it.
  fileprivate func json(on interfaces: InterfaceNames) -> JSON {
    .object([
      ("level", .string(ConstantTable.optionLevel.text(Int(level)))),
      ("type", .number(Int(type))), ("text", .string(text(on: interfaces))),
      ("base64", .string(base64(Array(data.prefix(Bytes.keptAtMost))))),
    ])
  }
}
