internal import CLibedit

/// The line in libedit's buffer.
extension EditSession {
  static func string(_ start: UnsafePointer<wchar_t>, count: Int) -> String {
    var scalars = String.UnicodeScalarView()
    for character in UnsafeBufferPointer(start: start, count: max(count, 0)) {
      scalars.append(Unicode.Scalar(UInt32(bitPattern: character)) ?? "\u{FFFD}")
    }
    return String(scalars)
  }

  /// What stands before and after the cursor.
  var line: (before: String, after: String) {
    guard let info = el_wline(editor)?.pointee else { return ("", "") }
    return (
      Self.string(info.buffer, count: info.cursor - info.buffer),
      Self.string(info.cursor, count: info.lastchar - info.cursor)
    )
  }

  /// ⌃R, and vi's `/`, `?` and `:`, put their own text into the buffer while they read.
  var isSearching: Bool {
    let (before, after) = line
    let text = before + after
    if ["\n/", "\n?", "\n: "].contains(where: text.hasPrefix) { return true }
    guard let last = text.unicodeScalars.lastIndex(of: "\n") else { return false }
    let tail = text[last...].dropFirst()
    return ["bck:", "bck?", "fwd:", "fwd?"].contains(where: tail.hasPrefix)
  }

  func insert(_ text: String) {
    guard !text.isEmpty else { return }
    let characters = text.unicodeScalars.map { wchar_t($0.value) } + [0]
    el_winsertstr(editor, characters)
  }

  /// Moves the cursor by so many scalars.
  func moveCursor(by distance: Int) { el_cursor(editor, Int32(distance)) }

  /// Deletes so many scalars before the cursor.
  func deleteBackwards(_ count: Int) {
    if count > 0 { el_deletestr(editor, Int32(count)) }
  }
}
