@testable import Language

/// SplitMix64: a generator whose whole course follows from its seed.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}

/// Makes lines: junk, words in any order, and valid lines with a mistake put in.
struct LineGenerator {
  var random: Seeded
  let valid: [String]
  let words: [String]

  init(seed: UInt64) {
    random = Seeded(state: seed)
    valid = LineGenerator.validLines()
    words = LineGenerator.allWords(of: valid)
  }

  /// The examples, a line for each alternative of each usage, and the forms of every topic.
  private static func validLines() -> [String] {
    let examples = commands.flatMap(\.examples).flatMap(\.lines)
    let usages = commands.flatMap { command in
      ["\(command.name) @3", command.usage]
        + command.parameters.map { "\(command.name) \($0.usage)" }
    }
    let data = topics.flatMap(\.forms).flatMap { ["send \($0.form)", "connect \($0.form)"] }
    let facts = factSubjects.flatMap {
      ["check server@4.\($0.name) == 5", "check \($0.name)<=none"]
    }
    return examples + usages + data + facts + [
      "wait server until state == LISTEN for 200ms", "recv until \"\\r\\n\" discard MSG_PEEK|peek",
      "! ECONNREFUSED", "send \"né {port} 👩‍👩‍👧\" ; recv 10 ; close # done", "server(accept)> listen",
      "repeat 3 as n { client> send {n}; server> recv }", "let port = server.port; bind {port}",
      "server> repeat 2 {\n  send \"{port}\" # x\n  repeat 5 { close }\n}; let e = errno",
      "probe 127.0.0.1 1-1024,8080 within 2s", "probe localhost {port}", "allow 192.168.1.0/24",
      "fuzz @3 u16 5 \"x\" times 9 seed 1 within 20ms save f", "fuzz udp server random 9 seed 3",
      "fuzz \"{text}\" seed 5; fuzz 9000 hex 00 ff times 5", "send times",
      "allow 2001:db8::/32; allow name.example; allow",
      "repeat 2 { let a = received; send \"{a}\"; client> connect {a} }", "let x=\"{text}\"",
    ]
  }

  private static func allWords(of lines: [String]) -> [String] {
    let own = lines.flatMap { $0.split(separator: " ").map(String.init) }
    let odd = [
      "\"", "\\", "{", "}", "{{", "{port}", "{nosuch}", "{n}", ";", "#", "!", "?", ">", "<", "|",
      "@",
      "@3",
      "@-1", "=", "==", "-1", "0x", "99999999999999999999", "9223372036854775807G", "[", "]", ":",
      "::", "'", ",", ".", "server>", "server.", ".state", "\u{202e}", "e\u{301}", "\r\n", "\0",
      "\n", "\t", "👩‍👩‍👧", "\u{301}", "\"\\x", "\"\\u{", "1.2.3.4:", "%",
    ]
    return Array(Set(own + odd)).sorted()
  }

  mutating func line() -> String {
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<2: junk()
    case 2..<5: sentence()
    default: nearMiss()
    }
  }

  private mutating func junk() -> String {
    let count = Int.random(in: 0...60, using: &random)
    let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func sentence() -> String {
    let count = Int.random(in: 0...8, using: &random)
    let spaces = ["", " ", " ", " ", "  "]
    return (0..<count).map { _ in
      (words.randomElement(using: &random) ?? "") + (spaces.randomElement(using: &random) ?? "")
    }.joined()
  }

  private mutating func nearMiss() -> String {
    var line = Array(valid.randomElement(using: &random) ?? "")
    for _ in 0..<Int.random(in: 0...3, using: &random) { mutate(&line) }
    return String(line)
  }

  private mutating func mutate(_ line: inout [Character]) {
    let place = Int.random(in: 0...line.count, using: &random)
    let word = words.randomElement(using: &random) ?? ""
    switch Int.random(in: 0..<6, using: &random) {
    case 0 where place < line.count: line.remove(at: place)
    case 1 where place < line.count: line[place] = word.first ?? " "
    case 2 where place + 1 < line.count: line.swapAt(place, place + 1)
    case 3: line = Array(line.prefix(place))
    case 4: line.insert(contentsOf: Array(" \(word) "), at: place)
    default: line.insert(contentsOf: word, at: place)
    }
  }
}
