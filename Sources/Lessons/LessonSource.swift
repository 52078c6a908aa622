/// A lesson's text, made safe to read: valid, with plain newlines, and no longer than a lesson is.
struct LessonSource {
  /// In bytes; the text of a lesson is a few KiB.
  static let longest = 1 << 20

  var text: String
  /// Line 1 is `lines[0]`.
  var lines: [Substring]

  /// Notes what no lesson may hold; nil where it makes no sense to read on.
  init?(
    _ bytes: some Collection<UInt8>, _ mistakes: inout Mistakes, atMost longest: Int = longest
  ) {
    guard bytes.count <= longest else {
      mistakes.add(
        .encoding, 1, "a file of \(bytes.count) bytes", expected: "at most \(longest >> 20) MiB")
      return nil
    }
    let plain = withPlainNewlines(bytes)
    guard let valid = String(validating: plain, as: UTF8.self) else {
      mistakes.add(
        .encoding, firstInvalidLine(plain), "bytes that are no UTF-8", expected: "UTF-8 text")
      return nil
    }
    text = valid
    lines = valid.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      if let scalar = line.unicodeScalars.first(where: isHidden) {
        let code = String(scalar.value, radix: 16, uppercase: true)
        mistakes.add(
          .hidden, index + 1, "the invisible character U+\(code)", expected: "visible text")
      }
    }
  }

  subscript(line: Int) -> Substring { lines.indices.contains(line - 1) ? lines[line - 1] : "" }
}

/// Controls, bidi overrides and the like: they would show one thing and mean another.
private func isHidden(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control: scalar != "\t"
  // The joiner is a part of emoji and of some scripts.
  case .format: scalar != "\u{200D}" && scalar != "\u{200C}"
  case .lineSeparator, .paragraphSeparator: true
  default: false
  }
}

/// CR LF and CR count as line ends, as in CommonMark.
private func withPlainNewlines(_ bytes: some Collection<UInt8>) -> [UInt8] {
  var plain: [UInt8] = []
  plain.reserveCapacity(bytes.count)
  var previous: UInt8 = 0
  for byte in bytes {
    if byte != 0x0A || previous != 0x0D { plain.append(byte == 0x0D ? 0x0A : byte) }
    previous = byte
  }
  return plain
}

private func firstInvalidLine(_ bytes: [UInt8]) -> Int {
  let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
  return 1 + (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0)
}
