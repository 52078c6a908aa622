/// What a typed line says beyond what its calls show: the log's calls say what was sent, the line
/// how it was meant.
struct TypedWords {
  private let words: [Substring]
  private let text: String

  init(_ typed: String) {
    text = typed
    words = typed.split(separator: " ")
  }

  /// The word behind the command and its socket: `all`, `exactly`, `until`.
  private var extent: Int? {
    let start = words.count > 1 && words[1].hasPrefix("@") ? 2 : 1
    return words.indices.contains(start) ? start : nil
  }

  private var command: Substring { words.first ?? "" }

  var sendsAll: Bool {
    switch command {
    case "send": extent.map { words[$0] == "all" } ?? false
    case "sendto": words.dropFirst().prefix(4).contains("all")
    default: false
    }
  }

  /// Whether it makes as many calls as it takes.
  var goesOn: Bool { sendsAll || receivesAll || exactly != nil || until != nil }

  private var receives: Bool { command == "recv" || command == "recvfrom" }

  var receivesAll: Bool { receives && extent.map { words[$0] == "all" } ?? false }

  /// What `expect` waits for, where it is written as a text, and whether it must come next.
  private var expected: (text: [UInt8], isNext: Bool)? {
    guard command == "expect", let extent else { return nil }
    let isNext = words[extent] == "next"
    let place = isNext ? extent + 1 : extent
    guard words.indices.contains(place) else { return nil }
    return quotedBytes(text[words[place].startIndex...]).map { ($0, isNext) }
  }

  /// How many bytes `recv exactly`, or `expect next`, is to receive.
  var exactly: Int? {
    if let expected, expected.isNext { return expected.text.count }
    guard receives, let extent, words[extent] == "exactly", extent + 1 < words.count else {
      return nil
    }
    return bytes(words[extent + 1])
  }

  /// How many bytes each `recv exactly` of a `repeat` is to receive.
  var exactSizes: Set<Int> {
    Set(
      zip(words, words.dropFirst()).compactMap { word, next in
        word == "exactly" ? bytes(next.prefix { $0 != ";" && $0 != "}" }) : nil
      })
  }

  /// What `recv until`, or `expect`, waits for, where it is written as a text.
  var until: [UInt8]? {
    if let expected, !expected.isNext { return expected.text }
    guard receives, let extent, words[extent] == "until",
      let start = text.firstRange(of: "until ")?.upperBound
    else { return nil }
    return quotedBytes(text[start...])
  }

  /// How many bytes `zeros` or `random` were to make.
  var size: Int? {
    guard let place = words.firstIndex(where: { $0 == "zeros" || $0 == "random" }),
      place + 1 < words.count
    else { return nil }
    return bytes(words[place + 1])
  }

  /// The time from one round of a `repeat` to the next, in nanoseconds.
  var every: Int? {
    guard command == "repeat",
      let place = words.prefix(while: { $0 != "{" }).firstIndex(of: "every"),
      place + 1 < words.count
    else { return nil }
    let word = words[place + 1]
    let (unit, factor) = word.hasSuffix("ms") ? (2, 1_000_000) : (1, 1_000_000_000)
    return Int(word.dropLast(unit)).map { $0 * factor }
  }

  var file: String? {
    guard let place = words.firstIndex(of: "file"), place + 1 < words.count else { return nil }
    let name = words[place + 1]
    guard name.hasPrefix("\"") else { return String(name) }
    return quotedBytes(name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// `4096`, `4K`, `1M`, `1G`
  private func bytes(_ word: Substring) -> Int? {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
    guard let unit = word.last.flatMap({ units[$0] }) else { return Int(word) }
    return Int(word.dropLast()).map { $0 * unit }
  }
}

/// A text in quotes, or a bare word, as bytes; nil for anything else.
private func quotedBytes(_ text: Substring) -> [UInt8]? {
  guard text.first == "\"" else {
    let word = text.prefix { $0 != " " }
    return ["hex", "u16", "u32", ""].contains(word) ? nil : Array(word.utf8)
  }
  var bytes: [UInt8] = []
  var rest = text.dropFirst()
  while let character = rest.popFirst(), character != "\"" {
    guard character == "\\" else {
      bytes += Array(String(character).utf8)
      continue
    }
    guard let escaped = escapedBytes(&rest) else { return nil }
    bytes += escaped
  }
  return bytes
}

private func escapedBytes(_ rest: inout Substring) -> [UInt8]? {
  switch rest.popFirst() {
  case "n": return [10]
  case "r": return [13]
  case "t": return [9]
  case "0": return [0]
  case "\\": return [92]
  case "\"": return [34]
  case "x":
    defer { rest = rest.dropFirst(2) }
    return UInt8(rest.prefix(2), radix: 16).map { [$0] }
  case "u":
    let digits = rest.dropFirst().prefix { $0 != "}" }
    rest = rest.dropFirst(digits.count + 2)
    return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init).map { Array(String($0).utf8) }
  default: return nil
  }
}
