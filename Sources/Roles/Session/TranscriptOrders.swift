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
    guard let path else { return try showTranscript(of: name, descriptor) }
    let count = try writeTranscript(of: name, descriptor, to: WholeFile(expandingHome(path)))
    stage.record(.note("\(path): \(count) \(count == 1 ? "line" : "lines")"))
  }

  private func showTranscript(of name: String, _ descriptor: Int32?) throws(Diagnostic) {
    var last: [Passage] = []
    var left = 0
    let end = try visit(name, descriptor) { passage in
      last.append(passage)
      guard last.count > 2 * Session.mostLines else { return }
      left += last.count - Session.mostLines
      last.removeFirst(last.count - Session.mostLines)
    }
    var shown: [String] = []
    while shown.count < Session.mostLines, let passage = last.popLast() {
      shown.insert(contentsOf: passage.lines, at: 0)
    }
    left += last.count + (shown.count > Session.mostLines ? 1 : 0)
    shown = shown.suffix(Session.mostLines)
    let calls = left == 1 ? "1 call before these lines is" : "\(left) calls before these lines are"
    let before = left > 0 ? ["(\(calls) left out: transcript FILE keeps all)"] : []
    stage.record(.output((lack + before + shown + end).joined(separator: "\n")))
  }

  private var lack: [String] {
    let forgotten = stage.log.forgotten
    return forgotten > 0 ? ["(the log no longer holds its first \(forgotten) events)"] : []
  }

  /// Gives the number of lines.
  private func writeTranscript(
    of name: String, _ descriptor: Int32?, to file: WholeFile
  ) throws(Diagnostic) -> Int {
    var failure: Diagnostic?
    var count = 0
    let write = { (lines: [String]) in
      guard failure == nil, !lines.isEmpty else { return }
      count += lines.count
      do throws(Diagnostic) {
        try file.append(Array((lines.joined(separator: "\n") + "\n").utf8))
      } catch {
        failure = error
      }
    }
    write(lack)
    write(try visit(name, descriptor) { write($0.lines) })
    if let failure { throw failure }
    try file.finish()
    return count
  }

  /// Every passage that is still known; gives what is to be said at its end.
  private func visit(
    _ name: String, _ descriptor: Int32?, _ body: (Passage) -> Void
  ) throws(Diagnostic) -> [String] {
    var dump = ConversationDump(of: name, descriptor, width: max(20, width - 2), utf8: isUTF8)
    var done = 0
    var pace = Pace(of: stage.log.count)
    defer { tellProgress(nil) }
    stage.log.visitEvents(while: { event in
      if let passage = dump.passage(for: event) { body(passage) }
      done += 1
      if let text = pace.news(done: done) { tellProgress("transcript: \(text); ⌃C ends it") }
      stage.noteInterruption()
      return !stage.isInterrupted
    })
    if stage.isInterrupted {
      throw Diagnostic("interrupted after \(done) of \(stage.log.count) events", line: "")
    }
    if let descriptor, !dump.hasMetSocket, lack.isEmpty { try refuse(descriptor, of: name) }
    return dump.isEmpty ? ["nothing was sent or received"] : []
  }

  /// A number that no socket of the role's has had.
  private func refuse(_ descriptor: Int32, of name: String) throws(Diagnostic) {
    guard stage.role(named: name)?.sockets[descriptor] == nil else { return }
    throw Diagnostic(
      "\(has(name)) no socket @\(descriptor), and had none", advice: "`sockets` lists them")
  }
}
