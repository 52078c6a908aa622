internal import SystemCalls

/// A struct msghdr in the short notation.
///
/// Each buffer stands in brackets with its length, as struct iovec has them; ancillary data by the
/// names that C has, descriptors as they are typed.
extension ShortNotation {
  /// `127.0.0.1:9000, ["he", 2], ["llo", 3], SCM_RIGHTS @4`
  func messageText(_ header: MessageHeader) -> String {
    let parts =
      (header.name.map { [$0.description] } ?? []) + header.buffers.map(bufferText)
      + header.control.map(\.description)
    return parts.joined(separator: ", ")
  }

  /// `["he", 2], [… 100], control 256`
  func messageText(_ room: MessageRoom, _ filled: MessageHeader?) -> String {
    let ellipsis = Quoting(utf8: utf8).ellipsis
    let buffers =
      filled?.buffers.map(bufferText) ?? room.buffers.map { "[\(ellipsis), \($0)]" }
    return (buffers + ["control \(room.controlLength)"]).joined(separator: ", ")
  }

  private func bufferText(_ buffer: MessageBuffer) -> String {
    "[\(quoted(buffer.data)), \(buffer.length)]"
  }

  /// ` from 127.0.0.1:5353 with SCM_RIGHTS @5, MSG_CTRUNC`
  func receivedText(_ header: MessageHeader) -> String {
    let sender = header.name.map { " from \($0)" } ?? ""
    // MSG_CMSG_CLOEXEC says nothing of the message: the kernel repeats what it was asked for.
    let flags = header.flags & ~0x4000_0000
    let beside =
      header.control.map(\.description)
      + (flags == 0 ? [] : [ConstantTable.messageFlags.text(flags)])
    return sender + (beside.isEmpty ? "" : " with " + beside.joined(separator: ", "))
  }
}
