internal import CLibedit
internal import Glibc

/// What the terminal and its user allow.
struct TerminalTraits {
  /// Standard input is a terminal, whatever it can do.
  let isInteractive: Bool
  /// The terminal takes the sequences that editing needs.
  let canEdit: Bool
  /// Colours, hints and bracketed paste; with NO_COLOR nothing of the kind is written.
  let allowsDecoration: Bool

  static func current() -> TerminalTraits {
    let isInteractive = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
    let name = getenv("TERM").map { String(cString: $0) } ?? ""
    let canEdit =
      isInteractive && !name.isEmpty && name != "dumb" && libedit_terminal_is_ansi(name) != 0
    let noColour = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    return TerminalTraits(
      isInteractive: isInteractive, canEdit: canEdit, allowsDecoration: canEdit && !noColour)
  }

  /// The size in columns and rows; 80 by 24 where the kernel knows none.
  static func size() -> (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return (80, 24)
    }
    return (Int(size.ws_col), size.ws_row > 0 ? Int(size.ws_row) : 24)
  }

  /// Gives libedit UTF-8, whatever the locale: it converts through LC_CTYPE.
  static func useUTF8() {
    setlocale(LC_CTYPE, "")
    if String(cString: nl_langinfo(nl_item(CODESET))) != "UTF-8" { setlocale(LC_CTYPE, "C.UTF-8") }
  }
}
