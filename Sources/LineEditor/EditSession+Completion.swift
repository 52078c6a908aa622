internal import CLibedit

/// TAB.
extension EditSession {
  /// - Returns: What libedit is to do next (CC_…).
  func complete() -> UInt8 {
    let (before, after) = line
    let text = whole(before)
    guard let answer = delegate?.completions(for: text + after, cursor: text.count),
      answer.range.upperBound >= text.count, answer.range.lowerBound <= text.count,
      let first = answer.candidates.first
    else { return UInt8(CC_REFRESH_BEEP) }
    let typed = String(text.dropFirst(answer.range.lowerBound))
    let replaced = (typed, answer.range.upperBound - text.count)
    if answer.candidates.count == 1 {
      replace(replaced, after, by: first.text, endsWord: first.endsWord)
      return UInt8(CC_REFRESH)
    }
    let list = CompletionList(candidates: answer.candidates)
    if list.commonPrefix.count > typed.count {
      replace(replaced, after, by: list.commonPrefix, endsWord: false)
      return UInt8(CC_REFRESH)
    }
    show(list)
    return UInt8(CC_NORM)
  }

  private func replace(
    _ old: (typed: String, following: Int), _ after: String, by text: String, endsWord: Bool
  ) {
    let following = after.prefix(old.following).unicodeScalars.count
    moveCursor(by: following)
    deleteBackwards(following + old.typed.unicodeScalars.count)
    insert(text)
    guard endsWord else { return }
    if after.dropFirst(old.following).first == " " { moveCursor(by: 1) } else { insert(" ") }
  }

  private func show(_ list: CompletionList) {
    goToEnd()
    let lines = list.lines(width: size.columns, rows: size.rows)
    Output.write("\r\n" + lines.map { $0 + "\r\n" }.joined())
    redraw()
  }
}
