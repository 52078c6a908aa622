/// Whether a line is one that Sockratic itself prints, so that a pasted conversation can be told
/// from what was typed in it.
public func isPastedOutput(_ line: String) -> Bool {
  let bytes = Array(line.utf8.prefix(Source.longest))
  if bytes.starts(with: Array("  ".utf8)) { return bytes.contains { !$0.isSpace } }
  // The prompt of a waiting role looks like a call: server(accept)>
  if RolePrefix(Source(String(decoding: bytes, as: UTF8.self))) != nil { return false }
  let rest = afterLateRole(bytes)
  return rest.count < bytes.count || isCall(rest) || isFolded(rest) || isHexDump(rest)
}

/// What follows `server< `, or all of it.
private func afterLateRole(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
  guard let end = bytes.firstIndex(of: UInt8(ascii: "<")), end > 0,
    RoleName.isWellFormed(String(decoding: bytes[..<end], as: UTF8.self)),
    bytes.count == end + 1 || bytes[end + 1].isSpace
  else { return bytes[...] }
  return bytes[(end + 1)...]
}

/// `name(…) = …`, `name(…) waits`, or the first half of a call that strace shows in two.
private func isCall(_ bytes: ArraySlice<UInt8>) -> Bool {
  let name = bytes.prefix { $0.isLowerCase || $0.isDigit || $0 == UInt8(ascii: "_") }
  let rest = bytes[name.endIndex...]
  guard !name.isEmpty, rest.first == UInt8(ascii: "(") else { return false }
  let text = String(decoding: rest, as: UTF8.self)
  return text.contains(") waits") || text.hasSuffix("<unfinished ...>") || hasResult(rest)
}

/// `) = 3`, with as many spaces as strace puts there.
private func hasResult(_ bytes: ArraySlice<UInt8>) -> Bool {
  var afterClose = false
  var spaces = 0
  for byte in bytes {
    if byte == UInt8(ascii: "="), afterClose, spaces > 0 { return true }
    spaces = byte == 0x20 ? spaces + 1 : 0
    afterClose = byte == UInt8(ascii: ")") || afterClose && byte == 0x20
  }
  return false
}

/// `send × 32768 = 4 GiB`, or with an `x` where there is only ASCII.
private func isFolded(_ bytes: ArraySlice<UInt8>) -> Bool {
  let words = String(decoding: bytes, as: UTF8.self).split(separator: " ", maxSplits: 4)
  return words.count > 2 && ["×", "x"].contains(words[1]) && Int(words[2]) != nil
    && (words.count == 3 || words[3] == "=")
}

/// `00000010  68 65 6c 6c 6f`
private func isHexDump(_ bytes: ArraySlice<UInt8>) -> Bool {
  let offset = bytes.prefix { $0.hexDigit != nil }
  return [4, 8].contains(offset.count) && bytes[offset.endIndex...].starts(with: Array("  ".utf8))
}

/// What is to be said of a line that goes on.
public func unfinishedNote(for text: String) -> String? {
  guard isUnfinished(text) else { return nil }
  let isQuote = openEnd(of: text)?.openQuote != nil
  return isQuote
    ? "the quote is still open: \" closes it, Ctrl-C drops the line"
    : "the block is still open: } closes it, Ctrl-C drops all of it"
}

/// Whether a quote or a block is still open at the end, so that the line goes on in the next.
public func isUnfinished(_ text: String) -> Bool {
  guard text.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "{") }),
    let lexer = openEnd(of: text)
  else { return false }
  return lexer.openQuote != nil || lexer.isInBlock
}

/// The text as far as it goes; without values the lexer leaves all else as it is, and refuses nothing.
private func openEnd(of text: String) -> Lexer? {
  guard Source.refusal(of: text) == nil else { return nil }
  let source = Source(text)
  var lexer = Lexer(source, from: RolePrefix(source)?.end ?? 0, values: nil)
  guard (try? lexer.run()) != nil else { return nil }
  return lexer
}
