internal import Log
internal import SystemCalls

/// The words that begin a form of data, each with how it goes on and what it makes.
struct DataForm: Sendable {
  var word: String
  var usage: String
  var summary: String
  var read: @Sendable (Reader) throws(Diagnostic) -> Payload

  static let all: [DataForm] = [
    DataForm(word: "hex", usage: "48 65 …", summary: "bytes, two hexadecimal digits each") {
      reader throws(Diagnostic) in .bytes(try reader.hexBytes())
    },
    DataForm(word: "u16", usage: "N", summary: "a 16-bit number in network byte order") {
      reader throws(Diagnostic) in .bytes(try reader.bigEndian(bits: 16))
    },
    DataForm(word: "u32", usage: "N", summary: "a 32-bit number in network byte order") {
      reader throws(Diagnostic) in .bytes(try reader.bigEndian(bits: 32))
    },
    DataForm(
      word: "echo", usage: "ID SEQUENCE [TEXT]", summary: "an ICMP echo request, its checksum right"
    ) {
      reader throws(Diagnostic) in .bytes(try reader.echoRequest())
    },
    DataForm(
      word: "echo6", usage: "ID SEQUENCE [TEXT]",
      summary: "an ICMPv6 echo request, whose checksum the kernel fills in"
    ) {
      reader throws(Diagnostic) in .bytes(try reader.echoRequest6())
    },
    DataForm(word: "random", usage: "SIZE [seed N]", summary: "random bytes, the same per seed") {
      reader throws(Diagnostic) in try reader.randomData()
    },
    DataForm(word: "zeros", usage: "SIZE", summary: "zero bytes") {
      reader throws(Diagnostic) in .zeros(try reader.size("SIZE"))
    },
    DataForm(word: "repeat", usage: "TEXT N", summary: "the same text N times") {
      reader throws(Diagnostic) in try reader.repeatedData()
    },
    DataForm(word: "file", usage: "FILE", summary: "a file's content") {
      reader throws(Diagnostic) in .file(try reader.path())
    },
  ]

  static func named(_ word: String) -> DataForm? { all.first { $0.word == word } }

  static let candidates = all.map { Candidate($0.word, $0.summary) }
}

extension Reader {
  /// A size in bytes, from `least` to `most`.
  func size(_ usage: String, least: Int = 0, most: Int = .max) throws(Diagnostic) -> Int {
    let token = try next("a size such as 64, 4K or 1M", usage: usage, .nothing)
    return try size(token, least: least, most: most)
  }

  func size(_ token: Token, least: Int, most: Int) throws(Diagnostic) -> Int {
    do throws(NumberProblem) {
      guard token.kind == .word else { throw .notANumber }
      let bytes = try Language.size(token.text)
      if bytes > most { throw .tooLarge }
      if bytes < least { throw .notANumber }
      return bytes
    } catch .tooLarge {
      throw wrong(token, "the size \(quoted(token.text)) is too large; at most \(most) bytes")
    } catch {
      let from = least > 0 ? " from \(least)" : ""
      throw unexpected(token, expected: "a size\(from) such as 64, 4K or 1M")
    }
  }

  /// A number that fits, as many bits long as that.
  fileprivate func bigEndian(bits: Int) throws(Diagnostic) -> [UInt8] {
    let most = 1 << bits - 1
    let token = try next("a number from 0 to \(most)", usage: "N", .nothing)
    guard token.kind == .word, let value = try? number(token.text), value <= most else {
      throw unexpected(token, expected: "a number from 0 to \(most)")
    }
    return stride(from: bits - 8, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: value >> $0)
    }
  }

  fileprivate func hexBytes() throws(Diagnostic) -> [UInt8] {
    var bytes = try hexWord(try next("pairs of hexadecimal digits", usage: "48 65 …", .nothing))
    while let token = peek, let word = token.keyword, !endsHex(word) {
      bytes += try hexWord(token)
      skip()
    }
    return bytes
  }

  private func endsHex(_ word: String) -> Bool {
    DataForm.named(word) != nil || FlagWords.message.number(word) != nil || word == "|"
      || word == "discard"
      || dataEnds.contains(word)
  }

  private func hexWord(_ token: Token) throws(Diagnostic) -> [UInt8] {
    let digits = token.text.utf8.map(\.hexDigit)
    let values = digits.compactMap { $0 }
    guard token.kind == .word, values.count == digits.count, values.count % 2 == 0 else {
      throw unexpected(token, expected: "pairs of hexadecimal digits such as 48 65")
    }
    return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
  }

  fileprivate func randomData() throws(Diagnostic) -> Payload {
    let count = try size("SIZE [seed N]")
    guard accept("seed", usage: "[seed N]", "the same bytes on every machine") else {
      return .random(count, seed: .random(in: 0...UInt64(UInt32.max)))
    }
    return .random(count, seed: try seed())
  }

  func seed() throws(Diagnostic) -> UInt64 {
    let token = try next("a seed", usage: "N", .nothing)
    guard token.kind == .word, let seed = UInt64(token.text) else {
      throw unexpected(token, expected: "a seed, a number from 0 to \(UInt64.max)")
    }
    return seed
  }

  fileprivate func repeatedData() throws(Diagnostic) -> Payload {
    let token = try next("a text", usage: "TEXT N", .nothing)
    let bytes = token.data
    let times = try size("N")
    guard !bytes.count.multipliedReportingOverflow(by: times).overflow else {
      throw wrong(token, "that is more than \(Int.max) bytes in all")
    }
    return .repeated(bytes, times: times)
  }
}
