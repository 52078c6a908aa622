internal import SystemCalls

/// A struct msghdr in the short notation.
///
/// Each buffer stands in brackets with its length, as struct iovec has them; ancillary data by the
/// names that C has, descriptors as they are typed.
extension ShortNotation {
  /// `127.0.0.1:9000, ["he", 2], ["llo", 3], SCM_RIGHTS @4`
  func messageText(_ header: MessageHeader) -> String {
    let parts =
      (header.name.map { [$0.text(on: interfaces)] } ?? []) + [buffersText(header.buffers)]
      + header.control.map { $0.text(on: interfaces) }
    return parts.joined(separator: ", ")
  }

  /// `["he", 2], ["llo", 3]`
  func buffersText(_ buffers: [MessageBuffer]) -> String {
    buffers.map { "[\(quoted($0.data)), \($0.length)]" }.joined(separator: ", ")
  }

  /// `[…, 2], […, 100]`
  func roomText(_ lengths: [Int]) -> String {
    lengths.map { "[\(Quoting(utf8: utf8).ellipsis), \($0)]" }.joined(separator: ", ")
  }

  /// `{["one", 3]} = 3, {["two", 3]}`: the second was not sent.
  func messagesText(_ messages: [CountedMessage]) -> String {
    messages.map { "{\(messageText($0.header))}" + ($0.length.map { " = \($0)" } ?? "") }
      .joined(separator: ", ")
  }

  /// `{["one", 100]} = 3 from 127.0.0.1:5353, control 256`
  func messagesText(_ rooms: MessageRooms, _ filled: [CountedMessage]?) -> String {
    let texts = filled.map { messages in
      messages.map { message in
        "{\(buffersText(message.header.buffers))} = \(message.length ?? 0)"
          + receivedText(message.header)
      }
    }
    return
      ((texts ?? ["{\(roomText(rooms.room.buffers))}"])
      + ["control \(rooms.room.controlLength)"]).joined(separator: ", ")
  }

  /// `["he", 2], [… 100], control 256`
  func messageText(_ room: MessageRoom, _ filled: MessageHeader?) -> String {
    let buffers = filled.map { buffersText($0.buffers) } ?? roomText(room.buffers)
    return "\(buffers), control \(room.controlLength)"
  }

  /// ` from 127.0.0.1:5353 with SCM_RIGHTS @5, MSG_CTRUNC`
  func receivedText(_ header: MessageHeader) -> String {
    let sender = header.name.map { " from \($0.text(on: interfaces))" } ?? ""
    // MSG_CMSG_CLOEXEC says nothing of the message: the kernel repeats what it was asked for.
    let flags = header.flags & ~0x4000_0000
    let beside =
      header.control.map { $0.text(on: interfaces) }
      + (flags == 0 ? [] : [ConstantTable.messageFlags.text(flags)])
    return sender + (beside.isEmpty ? "" : " with " + beside.joined(separator: ", "))
  }
}
