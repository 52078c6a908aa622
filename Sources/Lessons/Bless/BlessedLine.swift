/// A line that came, as a lesson has it: what is another one each time becomes a placeholder.
///
/// `old` is the line that it replaces: its placeholders are put where they belong.
func blessedLine(
  _ line: String, replacing old: Pattern?, command: String, values: [String: String]
) -> String {
  let words = words(of: line)
  var placed = placeholders(of: old, in: words, values)
  for index in words.indices where placed[index] == nil {
    placed[index] = placeholder(for: words, at: index, command: command, values)
  }
  return words.indices.map { placed[$0] ?? words[$0].replacing("{", with: "{{") }.joined()
}

/// A line that was typed, with the names of the values that are known.
func commandLine(_ line: String, _ values: [String: String]) -> String {
  words(of: line).map { name(of: $0, values).map { "{\($0)}" } ?? $0 }.joined()
}

/// The name of a port or another large number; small ones are everywhere.
private func name(of word: String, _ values: [String: String]) -> String? {
  guard let number = Int(word), number >= 1024 else { return nil }
  return values.filter { $0.value == word }.keys.min()
}

/// Letters, digits and `_` together, every other character alone.
func words(of text: String) -> [String] {
  var words: [String] = []
  for character in text {
    let isPart = character.isLetter || character.isNumber || character == "_"
    if isPart, let last = words.last?.last, last.isLetter || last.isNumber || last == "_" {
      words[words.count - 1].append(character)
    } else {
      words.append(String(character))
    }
  }
  return words
}

/// A known value becomes its name. A port that the kernel chose and nobody captured is anything.
private func placeholder(
  for words: [String], at index: Int, command: String, _ values: [String: String]
) -> String? {
  let word = words[index]
  guard let number = Int(word), number >= 1024 else { return nil }
  if let name = name(of: word, values) { return "{\(name)}" }
  let followsColon = index > 0 && words[index - 1] == ":"
  return followsColon && !command.contains(word) ? "{*}" : nil
}

/// The old line's placeholders, each at the word of the new line that stands where it stood: the
/// longest common subsequence of both lines decides.
private func placeholders(
  of old: Pattern?, in words: [String], _ values: [String: String]
) -> [Int: String] {
  let parts = old.map(parts) ?? []
  var scores = Array(
    repeating: Array(repeating: 0, count: words.count + 1), count: parts.count + 1)
  for i in parts.indices.reversed() {
    for j in words.indices.reversed() {
      let score = parts[i].score(words[j], values)
      let both = score > 0 ? scores[i + 1][j + 1] + score : 0
      scores[i][j] = max(both, scores[i + 1][j], scores[i][j + 1])
    }
  }
  var placed: [Int: String] = [:]
  var (i, j) = (0, 0)
  while i < parts.count, j < words.count {
    let score = parts[i].score(words[j], values)
    if score > 0, scores[i][j] == scores[i + 1][j + 1] + score {
      if case .placeholder(let piece) = parts[i] { placed[j] = piece.text }
      (i, j) = (i + 1, j + 1)
    } else if scores[i][j] == scores[i + 1][j] {
      i += 1
    } else {
      j += 1
    }
  }
  return placed
}

private enum Part {
  case word(String)
  case placeholder(Pattern.Piece)

  /// How much it speaks for these two being the same.
  func score(_ word: String, _ values: [String: String]) -> Int {
    let isWord = word.first.map { $0.isLetter || $0.isNumber } ?? false
    switch self {
    case .word(let own): return own == word ? 2 : 0
    case .placeholder(.repeated(let name)): return values[name] == word ? 2 : 0
    case .placeholder(.anything), .placeholder(.capture(_, .text)): return isWord ? 1 : 0
    case .placeholder(.capture): return Int(word) == nil ? 0 : 1
    case .placeholder(.literal), .placeholder(.brace): return 0
    }
  }
}

private func parts(of pattern: Pattern) -> [Part] {
  pattern.pieces.flatMap { piece -> [Part] in
    guard case .literal(let bytes) = piece else { return [.placeholder(piece)] }
    return words(of: String(decoding: bytes, as: UTF8.self)).map(Part.word)
  }
}

extension Pattern.Piece {
  /// As it is written; a literal is not.
  fileprivate var text: String {
    switch self {
    case .literal: ""
    case .brace: "{"
    case .anything: "{*}"
    case .capture(let name, let kind): "{\(name):\(kind.rawValue)}"
    case .repeated(let name): "{\(name)}"
    }
  }
}
