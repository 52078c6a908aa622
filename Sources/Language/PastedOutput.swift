/// Whether a line is one that Sockratic itself prints, so that a pasted conversation can be told
/// from what was typed in it.
public func isPastedOutput(_ line: String) -> Bool {
  let bytes = Array(line.utf8.prefix(Source.longest))
  if bytes.starts(with: Array("  ".utf8)) { return bytes.contains { !$0.isSpace } }
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

/// `name(…) = …`, `name(…) waits`, or strace's halves of a call.
private func isCall(_ bytes: ArraySlice<UInt8>) -> Bool {
  let name = bytes.prefix { $0.isLowerCase || $0.isDigit || $0 == UInt8(ascii: "_") }
  let rest = bytes[name.endIndex...]
  guard !name.isEmpty, rest.first == UInt8(ascii: "("),
    let close = rest.firstIndex(of: UInt8(ascii: ")"))
  else { return false }
  // A prompt: server(accept)>
  if rest[close...].dropFirst().first == UInt8(ascii: ">") { return false }
  let text = String(decoding: rest, as: UTF8.self)
  return [") = ", ") waits", ")   ", "<unfinished ...>"].contains { text.contains($0) }
    || text.hasSuffix(")")
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

/// Whether a quote is still open at the end, so that the line goes on in the next.
public func isUnfinished(_ text: String) -> Bool {
  guard Source.refusal(of: text) == nil else { return false }
  let source = Source(text)
  var lexer = Lexer(source, from: RolePrefix(source)?.end ?? 0, values: nil)
  // Without values the lexer leaves all else as it is, and refuses nothing.
  guard (try? lexer.run()) != nil else { return false }
  return lexer.openQuote != nil
}
