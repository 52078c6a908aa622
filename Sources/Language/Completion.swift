internal import SystemCalls

/// What TAB can put at the cursor.
public struct Completion: Hashable, Sendable {
  /// What is replaced, in Characters from the beginning of the text.
  public var range: Range<Int>
  public var candidates: [Candidate]
}

/// The ways in which the word before the cursor can be completed.
///
/// `cursorAt` is counted in Characters. `files` lists the file names that begin with a path; it is
/// asked only where a file may stand.
public func completions(
  for text: String, cursorAt cursor: Int, in context: Context, files: (String) -> [String]
) -> Completion {
  let before = String(text.prefix(max(cursor, 0)))
  let end = before.count
  guard let typing = Typing(before, in: context) else {
    return Completion(range: end..<end, candidates: [])
  }
  let completer = Completer(typing: typing)
  return Completion(
    range: completer.start..<end, candidates: completer.candidates(files: files))
}

/// Finds candidates for the word being written.
struct Completer {
  let typing: Typing

  /// What is written of the word, without the quote that may open it.
  private var written: String { typing.partial?.text ?? "" }
  /// Where the word begins in the line, in bytes; after the quote.
  private var offset: Int {
    guard let partial = typing.partial else { return typing.source.bytes.count }
    return partial.range.lowerBound + (typing.isQuoted ? 1 : 0)
  }
  private var lastPart: Substring.Index? {
    written.lastIndex { "|,".contains($0) }.map { written.index(after: $0) }
  }

  /// Where the replacement begins, in Characters.
  var start: Int {
    let skipped = openBrace ?? (isList ? lastPart : nil)
    let bytes = skipped.map { written[..<$0].utf8.count } ?? 0
    return min(typing.source.column(at: offset + bytes), typing.source.text.count + 1) - 1
  }

  /// The brace of a captured value that is being written.
  private var openBrace: String.Index? {
    guard let brace = written.lastIndex(of: "{"), !written[brace...].contains("}"),
      brace == written.startIndex || written[written.index(before: brace)] != "{"
    else { return nil }
    return brace
  }

  /// In `MSG_PEEK|MSG_D` only the last part is completed.
  private var isList: Bool { !typing.isQuoted && lastPart != nil && typing.command != nil }

  func candidates(files: (String) -> [String]) -> [Candidate] {
    if let brace = openBrace { return matching(valueNames, written[brace...]) }
    let kinds = kinds
    let part = isList ? lastPart.map { written[$0...] } ?? written[...] : written[...]
    let words = kinds.flatMap { $0.isFiles ? [] : candidates(of: $0) }
    let fileNames =
      kinds.contains { $0.isFiles } ? files(path).map { Candidate(quotedIfNeeded($0)) } : []
    return (typing.isQuoted ? [] : matching(words, part)) + fileNames
  }

  /// The file name that is being written.
  private var path: String {
    var path = ""
    for character in written where !(character == "{" && path.last == "{") {
      path.append(character)
    }
    return path
  }

  /// Whatever could stand where the word is.
  private var kinds: [Completable] {
    guard !typing.tokens.isEmpty else {
      guard !typing.isQuoted else { return [] }
      return [.commands] + (typing.isLineStart ? [.words(prompts)] : [])
    }
    if typing.isExpectation { return [.words(Errno.allNames.map { Candidate($0) })] }
    guard let command = typing.command else { return [] }
    return typing.wishes(after: typing.tokens, of: command).flatMap { $0.kind.parts }
  }

  private var prompts: [Candidate] {
    typing.context.roles.map { Candidate($0 + ">", "as the role \($0)") }
  }

  private var valueNames: [Candidate] {
    typing.context.values.sorted { $0.key < $1.key }.map { Candidate("{\($0.key)}", $0.value) }
  }

  private func matching(_ candidates: [Candidate], _ start: some StringProtocol) -> [Candidate] {
    var seen: Set<String> = []
    let distinct = candidates.filter { seen.insert($0.text).inserted }
    let found = distinct.filter { $0.text.utf8.starts(with: start.utf8) }
    guard found.isEmpty else { return found }
    // C's names are written in small letters, too.
    let small = start.lowercased()
    return distinct.filter { $0.text.lowercased().hasPrefix(small) }
  }

  private func quotedIfNeeded(_ path: String) -> String {
    let isPlain = !path.isEmpty && !path.utf8.contains { $0.isSpace || "\";#{\\".utf8.contains($0) }
    if isPlain, !typing.isQuoted { return path }
    let escaped = path.map { "\"\\".contains($0) ? "\\\($0)" : $0 == "{" ? "{{" : "\($0)" }
    // A folder's name goes on: its quote stays open.
    let ending = path.hasSuffix("/") ? "" : "\""
    return (typing.isQuoted ? "" : "\"") + escaped.joined() + ending
  }
}
