internal import CTerminal
internal import Glibc

/// Reads lines from a person at a terminal, with libedit's editing, or from a file or pipe as they come.
///
/// Between two lines the terminal stays in the editor's mode (what is typed ahead is not echoed); `close` gives it back,
/// and so does any other end of the process. There can be one editor at a time.
public final class LineEditor {
  public enum Result: Equatable, Sendable {
    /// A line without its end; a continued one holds `\n`.
    case line(String)
    /// A line of more than 1 MiB, which was skipped (not from a terminal).
    case tooLong
    /// ⌃D on an empty line, the end of the input, or a terminal that went away.
    case endOfFile
  }

  public let history: History?
  /// Standard input and output are a terminal: somebody is there.
  public let isInteractive: Bool
  /// Colours and other sequences may be written to the terminal.
  public let allowsColour: Bool

  private let source: any LineSource
  private let signals: Int32

  /// - Parameters:
  ///   - name: The program's name in editrc(5).
  ///   - history: Where lines typed at a terminal are kept.
  public init(name: String = "sockratic", history: History? = nil) {
    let traits = TerminalTraits.current()
    self.history = history
    isInteractive = traits.isInteractive
    allowsColour = traits.allowsDecoration
    signals = traits.isInteractive ? terminal_guard_open(STDIN_FILENO) : -1
    let session = traits.canEdit ? EditSession(name, history, traits, signals: signals) : nil
    source = session ?? PlainReader(isInteractive: isInteractive, signals: signals)
  }

  deinit { close() }

  /// The next line, asking `delegate` for prompt, completion and so on meanwhile.
  public func readLine(for delegate: any LineEditorDelegate) -> Result {
    terminal_guard_set_editing(true)
    defer { terminal_guard_set_editing(false) }
    var text: String?
    while true {
      switch source.readLine(after: text, for: delegate) {
      case .line(let line):
        let whole = text.map { $0 + "\n" + line } ?? line
        guard delegate.isUnfinished(whole) else { return remembered(whole) }
        text = whole
      case .cleared: text = nil
      case .tooLong: return .tooLong
      case .endOfFile: return text.map(remembered) ?? .endOfFile
      }
    }
  }

  /// Prints whole lines: above the line being edited, if one is.
  public func printAbove(_ lines: [String]) { source.printAbove(lines) }

  /// Whether ⌃C was typed since the last line was read; it is then forgotten. For use while a command runs.
  public func takeInterrupt() -> Bool {
    let found = Signals.take(from: signals)
    source.note(found.subtracting(.interrupt))
    return found.contains(.interrupt)
  }

  /// Readable when ⌃C was typed (or the window resized) between two lines; -1 where there is no terminal.
  public var interruptDescriptor: Int32 { signals }

  /// Whether the last line is one of a paste of several that is not over.
  public var isPasting: Bool { source.isPasting }

  /// Gives the terminal back. The editor cannot be used afterwards.
  public func close() {
    source.close()
    if isInteractive { terminal_guard_close() }
  }

  private func remembered(_ line: String) -> Result {
    if isInteractive, history?.append(line) == true { source.remember(line) }
    return .line(line)
  }
}

/// Where lines come from.
protocol LineSource: AnyObject {
  /// - Parameter earlier: The lines of which this is the continuation.
  func readLine(after earlier: String?, for delegate: any LineEditorDelegate) -> Outcome
  func printAbove(_ lines: [String])
  func remember(_ line: String)
  func note(_ signals: Signals)
  var isPasting: Bool { get }
  func close()
}

extension LineSource {
  func remember(_ line: String) {}
  func note(_ signals: Signals) {}
  var isPasting: Bool { false }
  func close() {}
}

enum Outcome: Equatable {
  case line(String)
  case tooLong
  case endOfFile
  /// ⌃C threw the line away.
  case cleared
}

extension Prompt {
  /// Of a line that goes on; what is open is said once.
  static func continuation(of earlier: String, _ delegate: (any LineEditorDelegate)?) -> Prompt {
    Prompt("> ", header: earlier.contains("\n") ? nil : delegate?.unfinishedNote(for: earlier))
  }
}
