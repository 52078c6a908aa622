internal import ArgumentParser
internal import Glibc
internal import Language
internal import Lessons
internal import LineEditor
internal import Log
internal import Roles
internal import Views

/// `sockratic` alone: the REPL. Where standard input is no terminal, its lines are a script.
struct Repl: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repl", abstract: "Type calls and watch the kernel answer (the default).")

  @Argument(help: .hidden) var words: [String] = []

  /// What is no subcommand comes here.
  func validate() throws {
    guard let word = words.first else { return }
    let names = Sockratic.configuration.subcommands.compactMap { $0.configuration.commandName }
    let near = nearest(to: word, among: names).map { "Did you mean “sockratic \($0)”?" }
    let advice =
      near
      ?? (Foreign.canRead(word)
        ? "To run a script: sockratic run \(word)"
        : "The subcommands are \(names.joined(separator: ", ")).")
    throw ValidationError("“\(word)” is no subcommand. \(advice)")
  }

  func run() throws {
    guard Foreign.isTerminal(STDIN_FILENO) else {
      let status = Script().run()
      if status == 0 { return }
      throw ExitCode(status)
    }
    Conversation().hold()
  }
}

/// A person at a terminal: reads a line, has it carried out, and prints above the next line what
/// comes late.
final class Conversation {
  private let editor: LineEditor
  private let history: History
  private let session: Session
  private let printer: Printer
  private let tutor: Tutor
  private let progress: ProgressLine
  /// Lines that came while a line was being edited; nil while none is.
  private var late: [String]?
  /// What was done so far, where it is recorded for a lesson.
  private var deeds: Deeds?
  var typedLines: [String] { deeds?.lines ?? [] }

  /// `isRecorded`: what is done is kept in `typedLines`.
  init(isRecorded: Bool = false) {
    history = History(path: History.defaultPath())
    editor = LineEditor(history: history)
    let stage = Stage(log: Log(spill: TemporaryFile()))
    session = Session(stage: stage, options: Session.Options(isInteractive: true))
    var style = TerminalText.Style.standard
    style.colour = style.colour && editor.allowsColour
    printer = Printer(session, style: style, echoes: false) { lines, _ in
      Output.standard.write(lines: lines)
    }
    let progress = ProgressLine(isWanted: editor.allowsColour)
    self.progress = progress
    session.tellProgress = { progress.show($0) }
    session.typedLines = { [history] in history.entries }
    tutor = Tutor(session, shelf: .standard, store: ProgressFile.standard(), echoes: true)
    if isRecorded {
      deeds = Deeds()
      stage.log.observe { [unowned self] in deeds?.hear($0) }
    }
    watchForInterrupts(stage)
    printer.sink = { [unowned self] lines, _ in show(lines) }
  }

  func hold(beginningWith line: String? = nil) {
    if let line { carryOut(line) } else { greet() }
    while !session.hasQuit {
      printer.setWidth(Foreign.terminalWidth)
      switch editor.readLine(for: self) {
      case .line(let line): carryOut(line)
      case .tooLong: session.refuse("a line holds at most 64 KiB")
      case .endOfFile: return end()
      }
    }
    end()
  }

  private func carryOut(_ line: String) {
    session.isPasting = editor.isPasting
    session.submit(line)
    deeds?.endLine()
    printer.flush()
    if let warning = history.takeWarning() { session.note("\(warning)") }
  }

  private func end() {
    session.cast.end()
    editor.close()
  }

  private func greet() {
    let lines = [
      "Sockratic: type the calls of a network program and watch the kernel answer.",
      "To be guided, type `learn`. `help` lists the commands.",
      "You act as the role “you”, a process of its own: try `socket tcp`.",
      "For a second process write its name first: `server> socket tcp`. ⌃D quits.",
    ].map { session.isUTF8 ? $0 : $0.asASCII }
    show(lines.flatMap { wrapped($0, width: Foreign.terminalWidth) })
  }

  private func show(_ lines: [String]) {
    guard late == nil else {
      late?.append(contentsOf: lines)
      return
    }
    progress.show(nil)
    Output.standard.write(lines: lines)
  }

  private func watchForInterrupts(_ stage: Stage) {
    guard editor.interruptDescriptor >= 0 else { return }
    stage.interruption = Interruption(descriptor: editor.interruptDescriptor) { [unowned self] in
      editor.takeInterrupt()
    }
  }

  /// What is printed meanwhile, as lines.
  private func collecting(_ body: () -> Void) -> [String] {
    late = []
    body()
    // A flood is told of when it ends, and so is a long transfer: its every pause would push the line
    // down.
    if session.stage.isAtRest, session.transferNews == nil { printer.flush() }
    defer { late = nil }
    return late ?? []
  }
}

extension Conversation: LineEditorDelegate {
  var prompt: Prompt {
    Prompt(session.promptText, colour: .green, header: tutor.header.map { "  " + $0 })
  }

  func completions(for line: String, cursor: Int) -> Completions {
    let found = Language.completions(
      for: line, cursorAt: cursor, in: session.context, files: fileNames(beginningWith:))
    return Completions(
      range: found.range,
      candidates: found.candidates.map {
        Completions.Candidate($0.text, summary: $0.summary, endsWord: !goesOn($0.text))
      })
  }

  func hint(for line: String) -> String? { Language.hint(for: line, in: session.context) }

  func isUnfinished(_ text: String) -> Bool { Language.isUnfinished(text) }

  func unfinishedNote(for text: String) -> String? {
    Language.unfinishedNote(for: text).map { "  # " + $0 }
  }

  var descriptors: [Int32] { session.stage.descriptors }

  /// Between two looks at what moves without a word from a role: a flood's last sleep, a FIN on its way;
  /// where a connection is watched, what its timers do; and what outsiders do to any socket.
  var patience: Int32 {
    if !session.stage.isAtRest { return 50 }
    if status != nil { return 200 }
    return session.stage.isWatching ? 250 : session.stage.isWorthALook ? 500 : -1
  }

  var status: String? {
    session.transferNews.map { "  " + (session.isUTF8 ? $0 : $0.asASCII) }
  }

  /// The window may have changed since the line was begun.
  func handle(readable: [Int32]) -> [String] {
    printer.setWidth(Foreign.terminalWidth)
    return collecting { readable.isEmpty ? session.lookAround() : session.takeLateNews() }
  }

  func interrupt() -> Bool {
    var wasUsed = false
    let lines = collecting { wasUsed = session.interruptCurrentCall() }
    editor.printAbove(lines)
    return wasUsed
  }
}

extension String {
  /// For terminals without UTF-8.
  fileprivate var asASCII: String {
    var text = ""
    for character in self {
      switch character {
      case "“", "”": text += "\""
      case "⌃": text += "Ctrl-"
      default: text.append(character)
      }
    }
    return text
  }
}

/// Whether more of the word follows: in a folder, behind a host, of a role.
private func goesOn(_ candidate: String) -> Bool {
  candidate.last.map { ["/", ":", "."].contains($0) } ?? false
}
