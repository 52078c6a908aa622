public import Log

/// A line's text as bytes, and the way back from a byte to the column that a person counts.
struct Source: Hashable, Sendable {
  /// Longer lines are refused: no command needs them, and a paste of a whole file is a mistake.
  static let longest = 65_536

  let text: String
  let bytes: [UInt8]
  /// The column of each byte, where they are not simply the offset plus one.
  private let columns: [Int]?

  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
    // A CR and an LF make one Character together.
    let isPlain = bytes.allSatisfy { $0 < 0x80 && $0 != 0x0d }
    columns = isPlain ? nil : Source.columns(of: text, count: bytes.count)
  }

  private static func columns(of text: String, count: Int) -> [Int] {
    var columns: [Int] = []
    columns.reserveCapacity(count + 1)
    var column = 0
    for character in text {
      column += 1
      for _ in 0..<character.utf8.count { columns.append(column) }
    }
    columns.append(column + 1)
    return columns
  }

  /// The column, counted in Characters from 1, of the Character that holds the byte.
  func column(at offset: Int) -> Int { columns?[min(offset, bytes.count)] ?? offset + 1 }

  func string(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  func diagnostic(_ message: String, at offset: Int, advice: String? = nil) -> Diagnostic {
    Diagnostic(message, advice: advice, line: text, column: column(at: offset))
  }

  /// The refusal of a text that is too long to be a line, or nil.
  static func refusal(of text: String) -> Diagnostic? {
    let length = text.utf8.count
    guard length > longest else { return nil }
    let kept = text.utf8.index(text.startIndex, offsetBy: longest)
    let column = text[..<kept].count
    return refusalOfLine("\(length) bytes", column: max(column, 1))
  }
}

/// The refusal of a line that is `5 bytes` long, for whoever has not kept all of it.
public func refusalOfLine(_ length: String, column: Int? = nil) -> Diagnostic {
  Diagnostic(
    "the line is \(length) long; at most \(Source.longest) can be typed",
    advice: "data of that size comes from zeros, random, repeat or file",
    column: column ?? Source.longest + 1)
}
