internal import Language
internal import Log
internal import Roles
internal import Views

/// Turns what happens into lines, as it happens, and hands them on.
final class Printer {
  private let session: Session
  private var text: TerminalText
  /// Whether statements are printed as they would be typed: where nobody typed them.
  private let echoes: Bool
  /// Where lines go; the kind of the event that they belong to decides nothing but the stream.
  var sink: (_ lines: [String], _ isDiagnostic: Bool) -> Void

  init(
    _ session: Session, style: TerminalText.Style, echoes: Bool,
    sink: @escaping ([String], Bool) -> Void
  ) {
    self.session = session
    self.echoes = echoes
    self.sink = sink
    text = TerminalText(style: style)
    setWidth(style.width)
    session.isUTF8 = style.utf8
    session.stage.log.observe { [unowned self] in print($0) }
  }

  /// For a terminal whose window has changed.
  func setWidth(_ width: Int) {
    text.style.width = width
    session.width = width
  }

  /// Prints what folding still holds back; to be called before every prompt, and at the end.
  func flush() { hand(text.flush()) }

  private func print(_ event: Event) {
    // Nothing is shown of it, and there are as many of these as of calls.
    if case .called = event.kind { return }
    text.style.trace = TerminalText.Style.Trace(session.trace)
    text.style.showsPackets = session.stage.showsPackets
    text.style.explain = session.stage.explains
    let lines = text.lines(for: event)
    if case .diagnostic = event.kind { return hand(lines, isDiagnostic: true) }
    hand(lines)
    if echoes, case .typed(let statement) = event.kind, let role = event.role {
      hand([transcriptLine(role: role, text: statement, utf8: text.style.utf8)])
    }
  }

  private func hand(_ lines: [String], isDiagnostic: Bool = false) {
    if !lines.isEmpty { sink(lines, isDiagnostic) }
  }
}

extension TerminalText.Style.Trace {
  init(_ mode: TraceMode) {
    switch mode {
    case .short: self = .short
    case .full: self = .full
    case .off: self = .off
    }
  }
}
