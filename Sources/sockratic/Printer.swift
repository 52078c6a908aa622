internal import Language
internal import Log
internal import Roles
internal import Views

/// Prints what happens, as it happens: diagnostics to standard error, everything else to standard
/// output.
final class Printer {
  private let session: Session
  private var text: TerminalText
  /// Whether statements are printed as they would be typed: where nobody typed them.
  private let echoes: Bool
  private var pending: [String] = []

  init(_ session: Session, style: TerminalText.Style, echoes: Bool) {
    self.session = session
    self.echoes = echoes
    text = TerminalText(style: style)
    session.width = style.width
    session.isUTF8 = style.utf8
  }

  func print(_ event: Event) {
    text.style.trace = TerminalText.Style.Trace(session.trace)
    text.style.explain = session.stage.explains
    let lines = text.lines(for: event)
    if case .diagnostic = event.kind { return Output.error.write(lines: lines) }
    Output.standard.write(lines: lines)
    if echoes, case .typed(let statement) = event.kind, let role = event.role {
      Output.standard.write(
        lines: [transcriptLine(role: role, text: statement, utf8: text.style.utf8)])
    }
  }

  func flush() { Output.standard.write(lines: text.flush()) }
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
