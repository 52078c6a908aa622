internal import Language
internal import Log
internal import Views

/// `transcript`: a conversation from the log, on the terminal or in a file.
extension Session {
  /// The most lines on a terminal; a file gets all.
  private static let mostLines = 200

  func showTranscript(
    of name: String, _ descriptor: Int32?, in path: String?
  ) throws(Diagnostic) {
    try refuseUnknown(name)
    guard let path else { return showTranscript(of: name, descriptor) }
    let count = try writeTranscript(of: name, descriptor, to: WholeFile(expandingHome(path)))
    stage.record(.note("\(path): \(count) \(count == 1 ? "line" : "lines")"))
  }

  private func showTranscript(of name: String, _ descriptor: Int32?) {
    var lines: [String] = []
    var count = 0
    visit(name, descriptor) { more in
      count += more.count
      lines += more
      if lines.count > 2 * Session.mostLines { lines.removeFirst(lines.count - Session.mostLines) }
    }
    let shown = lines.suffix(Session.mostLines)
    let left = count - shown.count
    let before =
      left > 0 ? ["(\(left) lines before these are left out: transcript FILE keeps all)"] : []
    stage.record(.output((before + shown).joined(separator: "\n")))
  }

  /// Gives the number of lines.
  private func writeTranscript(
    of name: String, _ descriptor: Int32?, to file: WholeFile
  ) throws(Diagnostic) -> Int {
    var failure: Diagnostic?
    var count = 0
    visit(name, descriptor) { lines in
      guard failure == nil, !lines.isEmpty else { return }
      count += lines.count
      do throws(Diagnostic) {
        try file.append(Array((lines.joined(separator: "\n") + "\n").utf8))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    try file.finish()
    return count
  }

  private func visit(_ name: String, _ descriptor: Int32?, _ body: ([String]) -> Void) {
    var dump = ConversationDump(of: name, descriptor, width: max(20, width - 2), utf8: isUTF8)
    if stage.log.forgotten > 0 {
      body(["(the log no longer holds its first \(stage.log.forgotten) events)"])
    }
    stage.log.visit { body(dump.lines(for: $0)) }
    if dump.isEmpty { body(["nothing was sent or received"]) }
  }
}
