public import Log

/// A captured value that stands in a token.
struct PutValue: Hashable, Sendable {
  var name: String
  /// What the name stands for.
  var text: String
  /// Where `{name}` stands in the line, in bytes.
  var range: Range<Int>
  /// Whether it is but a sample of what the line itself will give.
  var isSample: Bool
}

extension Token {
  /// Where in the line it stands what is wrong with all of it: a value that was put in is most likely it.
  var place: Int { values.first?.range.lowerBound ?? range.lowerBound }

  /// Where in the line a byte of a word's text was typed: for one of a value's, its `{name}`.
  func place(ofText offset: Int) -> Int {
    var place = range.lowerBound + offset
    for value in values {
      if place < value.range.lowerBound { return place }
      place -= value.text.utf8.count
      if place < value.range.lowerBound { return value.range.lowerBound }
      place += value.range.count
    }
    return min(place, range.upperBound)
  }

  /// A word's parts between places of the line, each with the values that stand in it.
  func cut(at places: [Int], _ source: Source) -> [Token] {
    let cuts = [range.lowerBound] + places + [range.upperBound]
    return zip(cuts, cuts.dropFirst()).filter { $0 < $1 }.map { from, to in
      part(from..<to, source)
    }
  }

  private func part(_ range: Range<Int>, _ source: Source) -> Token {
    let values = values.filter { range.contains($0.range.lowerBound) }
    var text = ""
    var place = range.lowerBound
    for value in values {
      text += source.string(place..<value.range.lowerBound) + value.text
      place = value.range.upperBound
    }
    text += source.string(place..<range.upperBound)
    return Token(kind: .word, range: range, text: text, values: values, isDeferred: isDeferred)
  }
}

/// A captured value in a statement, for what goes wrong when that is carried out.
public struct StatementValue: Hashable, Sendable {
  public var name: String
  public var text: String
  /// The column of `{name}`, counted from 1.
  public var column: Int
  /// The whole word that it stands in.
  var word: String
  var isSample: Bool
}

extension Source {
  func values(in tokens: ArraySlice<Token>) -> [StatementValue] {
    tokens.flatMap { token in
      token.values.map { value in
        StatementValue(
          name: value.name, text: value.text, column: column(at: value.range.lowerBound),
          word: token.text, isSample: value.isSample)
      }
    }
  }
}

extension Diagnostic {
  /// The same, where it stands under a name that a value came in by: it says what that is.
  func revealing(_ values: [StatementValue]) -> Diagnostic {
    values.first { $0.column == column }.map(revealing) ?? self
  }

  fileprivate func revealing(_ value: StatementValue) -> Diagnostic {
    var told = self
    told.column = value.column
    let isPlain = value.text.count > 2 && message.contains(value.text)
    let isShown = [value.text, value.word].contains { message.contains(quoted($0)) }
    if !isShown, !isPlain, !value.isSample {
      told.message += "; {\(value.name)} is \(quoted(value.text))"
    }
    return told
  }
}

extension Statement {
  /// Where it stands in the line what went wrong when it was carried out.
  public func locating(_ diagnostic: Diagnostic) -> Diagnostic {
    var told = diagnostic
    told.word = nil
    guard told.column == nil else { return told }
    told.column = diagnostic.word.flatMap(column(of:))
    if told.column == nil, let word = diagnostic.word, let value = value(with: word) {
      return told.revealing(value)
    }
    told.column = told.column ?? column
    return told
  }

  /// The value that has brought a word: it is the word, or has it in it.
  private func value(with word: String) -> StatementValue? {
    values.first { $0.text == word } ?? values.first { $0.word == word }
      ?? values.first { $0.word.contains(word) }
  }
}
