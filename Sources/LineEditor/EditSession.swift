internal import CLibedit
internal import CTerminal
internal import Glibc

/// Editing on a terminal with libedit, which calls back into `next()` for each character.
final class EditSession: LineSource {
  let editor: OpaquePointer
  let traits: TerminalTraits
  let signals: Int32
  var delegate: (any LineEditorDelegate)?
  var earlier: String?
  var size = TerminalTraits.size()
  var decoder = InputDecoder()
  var paste: Paste?
  var end: End?
  var unhandled: Signals = []
  /// Lines that cannot be printed above just now.
  var late: [String] = []
  var isHintShown = false
  /// What stands in the row below the line.
  var shownStatus: String?
  /// Something happened that the prompt may tell of.
  var isPromptStale = false

  private let history: History?
  private var store: OpaquePointer?
  private var prompt = Prompt("")
  private var promptBytes: UnsafeMutablePointer<CChar>?

  /// Why `next()` has no more characters for this line.
  enum End { case cleared, clearedInSearch, endOfInput }

  init?(_ name: String, _ history: History?, _ traits: TerminalTraits, signals: Int32) {
    TerminalTraits.useUTF8()
    guard let editor = libedit_open(name) else { return nil }
    if !traits.allowsDecoration { libedit_set_terminal(editor, "dumb") }
    self.editor = editor
    self.history = history
    self.traits = traits
    self.signals = signals
    libedit_set_owner(editor, Unmanaged.passUnretained(self).toOpaque())
    configure()
    if libedit_is_editing(editor) == 0 {  // `edit off` in ~/.editrc
      close()
      return nil
    }
    libedit_never_echo(editor)
    takeTerminal()
  }

  func close() {
    if isClosed { return }
    isClosed = true
    // No el_end: it throws away what was typed ahead for the shell.
    libedit_prepare_terminal(editor, 0)
  }

  private var isClosed = false

  func readLine(after earlier: String?, for delegate: any LineEditorDelegate) -> Outcome {
    guard !isClosed, end != .endOfInput else { return .endOfFile }
    self.delegate = delegate
    self.earlier = earlier
    end = nil
    askForPrompt()
    takeTerminal()
    Output.write(header)
    var count: Int32 = 0
    let line = el_wgets(editor, &count).map { Self.string($0, count: Int(count)) }
    takeTerminal()  // libedit gives it back after each line
    self.delegate = nil
    defer { flushLate() }
    return outcome(line)
  }

  private func outcome(_ line: String?) -> Outcome {
    switch end {
    case .cleared: return .cleared
    case .clearedInSearch:
      Output.write("^C\r\n")
      return .cleared
    case .endOfInput: return .endOfFile
    case nil: break
    }
    guard var line else {
      Output.write("\r\n")
      return .endOfFile
    }
    if line.last == "\n" { line.removeLast() }
    return .line(line)
  }

  private func takeTerminal() {
    libedit_prepare_terminal(editor, 1)
    terminal_guard_entered(traits.allowsDecoration)
  }

  private func flushLate() {
    guard !late.isEmpty else { return }
    Output.write(late.map { $0 + "\r\n" }.joined())
    late = []
  }

  // MARK: Prompt

  /// The prompt that there should be now.
  var wantedPrompt: Prompt {
    guard let earlier else { return delegate?.prompt ?? prompt }
    return .continuation(of: earlier, delegate)
  }
  var isPromptWrong: Bool { isPromptStale && wantedPrompt != prompt }

  func askForPrompt() {
    isPromptStale = false
    prompt = wantedPrompt
    measure()
  }

  /// Takes the window's size and makes the prompt for it.
  func measure() {
    size = TerminalTraits.size()
    free(promptBytes)
    promptBytes = strdup(prompt.rendered(colours: traits.allowsDecoration))
  }

  var visiblePrompt: String { prompt.rendered(colours: false) }
  var header: String {
    prompt.renderedHeader(columns: size.columns, colours: traits.allowsDecoration)
  }

  // MARK: History

  /// Done when the first prompt is on the screen.
  func feedHistory() {
    guard store == nil, let history else { return }
    store = libedit_history_open(editor, Int32(History.defaultLimit))
    for entry in history.entries { remember(entry) }
  }

  func remember(_ line: String) {
    if let store { libedit_history_enter(store, line) }
  }

  var isPasting: Bool { paste != nil }

  func note(_ signals: Signals) { unhandled.formUnion(signals) }

  // MARK: libedit's callbacks

  private static func of(_ editor: OpaquePointer?) -> EditSession? {
    guard let owner = libedit_owner(editor) else { return nil }
    return Unmanaged<EditSession>.fromOpaque(owner).takeUnretainedValue()
  }

  private func configure() {
    libedit_set_prompt(editor) { EditSession.of($0)?.promptBytes }
    libedit_set_reader(editor) { editor, character in
      guard let scalar = EditSession.of(editor)?.next() else { return -1 }
      character?.pointee = wchar_t(scalar.value)
      return 1
    }
    libedit_add_command(editor, "sockratic-complete", "complete the word") { editor, _ in
      EditSession.of(editor)?.complete() ?? UInt8(CC_ERROR)
    }
    bindKeys()
  }

  private func bindKeys() {
    let startUp = StartUpFile()
    libedit_set_mode(editor, "emacs")
    startUp.applyMode(to: editor)
    libedit_bind(editor, "^I", "sockratic-complete")
    libedit_bind(editor, "^R", "em-inc-search-prev")
    if libedit_is_vi(editor) == 0 {
      for (key, command) in Self.emacsKeys { libedit_bind(editor, key, command) }
    }
    startUp.applyRest(to: editor)
  }

  /// Not in vi's mode, where an Escape must not wait for what may follow.
  private static let emacsKeys = [
    ("^W", "ed-delete-prev-word"),
    ("\\e[3~", "ed-delete-next-char"),
    ("\\e[1~", "ed-move-to-beg"), ("\\e[4~", "ed-move-to-end"),
    ("\\e[H", "ed-move-to-beg"), ("\\e[F", "ed-move-to-end"),
    ("\\eOH", "ed-move-to-beg"), ("\\eOF", "ed-move-to-end"),
    ("\\e[1;5D", "ed-prev-word"), ("\\e[1;5C", "em-next-word"),
  ]
}
