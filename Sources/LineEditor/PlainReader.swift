internal import CTerminal
internal import Glibc

/// Reads lines as they come, from a file, a pipe or a terminal without cursor movement; writes no escape sequence.
final class PlainReader: LineSource {
  private let isInteractive: Bool
  private let signals: Int32
  private var splitter = LineSplitter()
  private var isAtEnd = false
  private var shown = ""
  private var earlier: String?
  private var delegate: (any LineEditorDelegate)?

  init(isInteractive: Bool, signals: Int32) {
    self.isInteractive = isInteractive
    self.signals = signals
  }

  func readLine(after earlier: String?, for delegate: any LineEditorDelegate) -> Outcome {
    self.earlier = earlier
    self.delegate = delegate
    defer { self.delegate = nil }
    showPrompt()
    while true {
      if let outcome = nextLine() { return outcome }
      let ready = readable(
        of: [STDIN_FILENO, signals] + delegate.descriptors, within: delegate.patience)
      let others = ready.filter { $0 != STDIN_FILENO && $0 != signals }
      if !others.isEmpty || ready.isEmpty { printAbove(delegate.handle(readable: others)) }
      // The signal of a ⌃C comes before the keys after it, though poll(2) may not have seen it yet.
      if wasInterrupted(delegate) { return .cleared }
      if ready.contains(STDIN_FILENO) { fill() }
    }
  }

  /// What was typed of the line stays where it is: it is the terminal's own.
  func printAbove(_ lines: [String]) {
    guard !lines.isEmpty else { return }
    Output.write((shown.isEmpty ? "" : "\n") + lines.map { $0 + "\n" }.joined())
    showPrompt()
  }

  private func showPrompt() {
    guard isInteractive, let delegate else { return }
    let prompt = earlier.map { .continuation(of: $0, delegate) } ?? delegate.prompt
    let columns = TerminalTraits.size().columns
    shown =
      prompt.renderedHeader(columns: columns, colours: false) + prompt.rendered(colours: false)
    Output.write(shown)
  }

  private func nextLine() -> Outcome? {
    guard let line = splitter.next() ?? (isAtEnd ? splitter.rest() : nil) else {
      return isAtEnd ? .endOfFile : nil
    }
    shown = ""
    switch line {
    case .tooLong: return .tooLong
    case .text(let text): return .line(text)
    }
  }

  private func wasInterrupted(_ delegate: any LineEditorDelegate) -> Bool {
    let found = Signals.take(from: signals)
    if found.contains(.hangUp) { isAtEnd = true }
    if found.contains(.stop) {
      terminal_guard_stop()
      Output.write(shown)
    }
    guard found.contains(.interrupt), !delegate.interrupt() else { return false }
    shown = ""
    Output.write("\n")
    return true
  }

  private func fill() {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(STDIN_FILENO, &chunk, chunk.count)
    if count > 0 {
      splitter.append(chunk[..<count])
    } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
      isAtEnd = true
    }
  }
}
