internal import Views

/// How far something long has come: one line of the terminal, written over and over, and gone when
/// anything else is printed.
final class ProgressLine {
  private let isWanted: Bool
  private var isShown = false

  /// A terminal that cannot erase has none.
  init(isWanted: Bool) { self.isWanted = isWanted }

  /// nil erases it.
  func show(_ text: String?) {
    guard isWanted, text != nil || isShown else { return }
    let line = text.map { fitting($0) } ?? ""
    Output.standard.write("\r\u{1b}[K\(line)")
    isShown = text != nil
  }

  /// The last column stays free: a full line would wrap.
  private func fitting(_ text: String) -> String {
    "  " + (wrapped(safeText(text), width: Foreign.terminalWidth - 3).first ?? "")
  }
}
