/// What the editor asks of the program it reads lines for. Every call is made on the editor's own thread.
public protocol LineEditorDelegate: AnyObject {
  /// Asked for each line, and again when `handle` or `interrupt` may have changed it.
  var prompt: Prompt { get }
  /// What could stand at `cursor` (in Characters from the start of `line`).
  func completions(for line: String, cursor: Int) -> Completions
  /// Shown dim after the cursor while that is at the line's end; never part of the line.
  func hint(for line: String) -> String?
  /// Whether the text goes on on a next line, such as one with an unclosed quote.
  func isUnfinished(_ text: String) -> Bool
  /// Says why a line goes on on a next one, and how to get out of it.
  func unfinishedNote(for text: String) -> String?
  /// Descriptors to be polled for reading besides standard input.
  var descriptors: [Int32] { get }
  /// Milliseconds after which `handle` is called although nothing is readable; -1 for never.
  var patience: Int32 { get }
  /// What goes on meanwhile: shown dim in a row below the line, where the terminal can take it away again. Asked for
  /// whenever something has happened, and each `patience`.
  var status: String? { get }
  /// Called when any of `descriptors` is readable (or hung up); what it returns is printed above the line being edited.
  func handle(readable: [Int32]) -> [String]
  /// ⌃C was typed at an empty line. True: it was used. False: there is a fresh prompt.
  func interrupt() -> Bool
}

extension LineEditorDelegate {
  public func completions(for line: String, cursor: Int) -> Completions { Completions() }
  public func hint(for line: String) -> String? { nil }
  public func isUnfinished(_ text: String) -> Bool { false }
  public func unfinishedNote(for text: String) -> String? { nil }
  public var descriptors: [Int32] { [] }
  public var patience: Int32 { -1 }
  public var status: String? { nil }
  public func handle(readable: [Int32]) -> [String] { [] }
  public func interrupt() -> Bool { false }
}

/// The answer to TAB: which Characters of the line are replaced, and by what.
public struct Completions: Sendable, Equatable {
  public struct Candidate: Sendable, Equatable {
    public var text: String
    /// Listed beside the candidate where there is room.
    public var summary: String?
    /// Whether a space follows when it is the only candidate; false for a folder, say.
    public var endsWord: Bool

    public init(_ text: String, summary: String? = nil, endsWord: Bool = true) {
      self.text = text
      self.summary = summary
      self.endsWord = endsWord
    }
  }

  public var range: Range<Int>
  public var candidates: [Candidate]

  public init(range: Range<Int> = 0..<0, candidates: [Candidate] = []) {
    self.range = range
    self.candidates = candidates
  }
}
