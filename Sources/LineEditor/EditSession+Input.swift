internal import CTerminal
internal import Glibc

/// A paste of several lines on its way into the line.
struct Paste {
  var rest: Substring.UnicodeScalarView
  /// What stood after the cursor, and will again after what is pasted.
  var tail: String
}

/// The editor's own poll, from which libedit gets its characters.
extension EditSession {
  /// How long the rest of an escape sequence may take (milliseconds).
  private static let patience: Int32 = 50
  /// Of a line in a paste, in scalars: libedit takes minutes over a megabyte, and a program that
  /// refuses lines of over 64 KiB still sees that this one is too long.
  private static let longestPasted = (64 << 10) + 1

  /// The next character for libedit; nil where the line is over without one.
  func next() -> Unicode.Scalar? {
    feedHistory()
    var isComplete = false
    while end == nil {
      if let lineEnd = continuePaste() { return lineEnd }
      printLate()
      switch decoder.next(isComplete: isComplete) {
      case .scalar(let scalar):
        eraseAdditions()
        return scalar
      case .paste(let text): begin(text)
      case .none(let isUnfinished):
        isComplete = !wait(forMore: isUnfinished)
      }
    }
    return nil
  }

  /// - Returns: False if nothing at all came in time.
  private func wait(forMore isUnfinished: Bool) -> Bool {
    if !isUnfinished, decoder.isEmpty {
      showHint()
      showStatus()
    }
    handle(unhandled)
    guard end == nil, let delegate else { return true }
    let polled = [STDIN_FILENO, signals] + delegate.descriptors
    let patience = isUnfinished ? Self.patience : delegate.patience
    let ready = readable(of: polled, within: patience)
    // The signal of a ⌃C comes before the keys after it, though poll(2) may not have seen it yet.
    note(Signals.take(from: signals))
    handle(unhandled)
    // A line that is over is not drawn again.
    guard end == nil else { return true }
    let others = ready.filter { $0 != STDIN_FILENO && $0 != signals }
    if !others.isEmpty || ready.isEmpty && !isUnfinished { tellDelegate(others) }
    if ready.contains(STDIN_FILENO) { fill() }
    return !ready.isEmpty
  }

  private func tellDelegate(_ readable: [Int32]) {
    guard let delegate else { return }
    late += delegate.handle(readable: readable)
    isPromptStale = true
  }

  private func fill() {
    var chunk = [UInt8](repeating: 0, count: 4096)
    let count = read(STDIN_FILENO, &chunk, chunk.count)
    if count > 0 {
      decoder.append(chunk[..<count])
    } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
      end = .endOfInput
    }
  }

  private func handle(_ found: Signals) {
    unhandled = []
    if found.contains(.hangUp) { end = .endOfInput }
    if found.contains(.interrupt) { interrupt() }
    if found.contains(.stop) { stop() }
    if found.contains(.continued) { redrawHere() }
    if found.contains(.resize) { resize() }
  }

  /// A line that somebody is typing is dropped; only where there is none, the program has a use for ⌃C.
  private func interrupt() {
    let isUsed = !isTyping && delegate?.interrupt() == true
    guard !isUsed else {
      isPromptStale = true
      return
    }
    let isSearching = isSearching
    decoder.clear()
    paste = nil
    end = end ?? (isSearching ? .clearedInSearch : .cleared)
    guard !isSearching else { return eraseAdditions() }  // libedit goes below the line itself
    goToEnd()
    Output.write("^C\r\n")
  }

  private var isTyping: Bool {
    let (before, after) = line
    return earlier != nil || paste != nil || !before.isEmpty || !after.isEmpty
  }

  private func stop() {
    goToEnd()
    Output.write("\r\n")
    terminal_guard_stop()
    redrawHere()
  }

  /// The shell has written since: the prompt begins where the cursor is.
  private func redrawHere() {
    isHintShown = false
    shownStatus = nil
    Output.write(traits.allowsDecoration ? "\r\u{1B}[J" : "\r")
    measure()
    redraw()
  }

  // MARK: Paste

  private func begin(_ text: String) {
    eraseAdditions()
    guard !isSearching else { return decoder.append(Array(text.utf8)) }
    let after = text.contains("\n") ? line.after : ""
    if !after.isEmpty {
      erase()
      moveCursor(by: after.unicodeScalars.count)
      deleteBackwards(after.unicodeScalars.count)
      redraw()
    }
    paste = Paste(rest: Substring(text).unicodeScalars, tail: after)
  }

  /// Inserts the paste's next line.
  /// - Returns: The line's end, if it has one.
  private func continuePaste() -> Unicode.Scalar? {
    guard let pasting = paste else { return nil }
    let lineEnd = pasting.rest.firstIndex(of: "\n")
    let whole = pasting.rest[..<(lineEnd ?? pasting.rest.endIndex)]
    let text = String(Substring(whole.prefix(Self.longestPasted)))
    eraseAdditions()
    if !(text.isEmpty && (lineEnd != nil || pasting.tail.isEmpty)) {
      put(text, then: lineEnd == nil ? pasting.tail : "")
    }
    guard let lineEnd else {
      paste = nil
      return nil
    }
    paste?.rest = pasting.rest[pasting.rest.index(after: lineEnd)...]
    return "\n"
  }

  private func put(_ text: String, then tail: String) {
    erase()
    insert(text)
    insert(tail)
    moveCursor(by: -tail.unicodeScalars.count)
    redraw()
  }
}
