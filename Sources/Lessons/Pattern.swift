/// A line with placeholders: `connect(3, 127.0.0.1:{port}) = -1 {*}`.
///
/// `{name:kind}` captures, `{name}` repeats, `{*}` is anything, `{{` is a brace, and so is one before
/// a space.
public struct Pattern: Hashable, Sendable {
  /// As written.
  public var text: String
  var pieces: [Piece]

  enum Piece: Hashable, Sendable {
    case literal([UInt8])
    case anything
    case capture(String, CaptureKind)
    case repeated(String)
    /// A brace by itself, as a block of a command begins with.
    case brace
  }

  /// Text without placeholders.
  init(literal text: String) {
    self.text = text
    pieces = [.literal(Array(text.utf8))]
  }

  /// The names that must have a value before this line, in the order in which they stand.
  public var repeats: [String] {
    let counters = counters(of: text)
    return pieces.compactMap {
      if case .repeated(let name) = $0, !counters.contains(name) { name } else { nil }
    }
  }

  /// The names that get a value from this line.
  public var captures: [String] {
    pieces.compactMap { if case .capture(let name, _) = $0 { name } else { nil } }
  }

  /// The text to be performed, with each name's value in its place and each other brace doubled. The
  /// number of a round stays a name: each round has its own.
  ///
  /// nil if a name has no value, if there is something that only a match can fill, or if a value is
  /// more than a word: what a peer sent must not become a command.
  public func filled(with values: [String: String]) -> String? {
    let counters = counters(of: self.text)
    var text = ""
    for piece in pieces {
      switch piece {
      case .literal(let literal):
        for character in String(decoding: literal, as: UTF8.self) {
          text += character == "{" ? "{{" : String(character)
        }
      case .repeated(let name) where counters.contains(name): text += "{\(name)}"
      case .repeated(let name):
        guard let value = values[name], value.allSatisfy(isPlain) else { return nil }
        text += value
      case .brace: text += "{"
      case .anything, .capture: return nil
      }
    }
    return text
  }
}

/// The names that a command itself gives to the numbers of its rounds: `repeat 3 as n { … }`.
func counters(of command: String) -> Set<String> {
  let words = command.replacing("{", with: " { ").split(whereSeparator: \.isWhitespace)
  let names = words.indices.dropFirst().dropLast().filter {
    words[$0 - 1] == "as" && words[$0 + 1] == "{"
  }
  return Set(names.map { String(words[$0]) }.filter(isValueName))
}

/// What numbers, addresses, paths and names are made of.
private func isPlain(_ character: Character) -> Bool {
  character.isASCII && (character.isLetter || character.isNumber)
    || ".:[]_-/@*%".contains(character)
}

/// What a capture may take.
public enum CaptureKind: String, Hashable, Sendable, CaseIterable {
  /// 0 to 65535
  case port
  /// A descriptor, a process id: digits.
  case fd, pid
  /// Digits, with a sign before them or not.
  case number
  /// At least one character, and as few as will do.
  case text
}

/// What is wrong with a placeholder.
struct PatternError: Error, Hashable {
  var message: String
  var expected: String?
}

extension Pattern {
  init(_ text: String) throws(PatternError) {
    self.text = text
    pieces = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      append(rest[..<open])
      rest = rest[rest.index(after: open)...]
      if rest.first == "{" {
        append(rest.prefix(1))
        rest = rest.dropFirst()
      } else if rest.first == " " {
        pieces.append(.brace)
      } else {
        rest = try placeholder(rest)
      }
    }
    append(rest)
  }

  private mutating func append(_ literal: Substring) {
    guard !literal.isEmpty else { return }
    if case .literal(let before)? = pieces.last {
      pieces[pieces.count - 1] = .literal(before + literal.utf8)
    } else {
      pieces.append(.literal(Array(literal.utf8)))
    }
  }

  /// Reads what follows an open brace, and gives back what follows the closing one.
  private mutating func placeholder(_ rest: Substring) throws(PatternError) -> Substring {
    guard let close = rest.firstIndex(of: "}") else {
      let isLast = rest.allSatisfy(\.isWhitespace)
      throw PatternError(
        message: "a brace that is not closed",
        expected: "{name}, {*} or {{" + (isLast ? "; a block stands on one line here" : ""))
    }
    pieces.append(try Piece(String(rest[..<close])))
    return rest[rest.index(after: close)...]
  }
}

extension Pattern.Piece {
  fileprivate init(_ inside: String) throws(PatternError) {
    let name = String(inside.prefix { $0 != ":" })
    if inside == "*" {
      self = .anything
    } else if !isValueName(name) {
      throw PatternError(
        message: "{\(inside)} is no placeholder",
        expected: "{name}, {name:kind}, {*}, or {{ for a brace")
    } else if name == inside {
      self = .repeated(name)
    } else if let kind = CaptureKind(rawValue: String(inside.dropFirst(name.count + 1))) {
      self = .capture(name, kind)
    } else {
      let kinds = CaptureKind.allCases.map(\.rawValue).joined(separator: ", ")
      throw PatternError(message: "{\(inside)} captures an unknown kind", expected: kinds)
    }
  }
}
