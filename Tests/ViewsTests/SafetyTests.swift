import Log
import SystemCalls
import Testing
import Views

/// The same numbers for the same seed (SplitMix64).
private struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}

@Suite struct SafetyTests {
  /// What a hostile peer would send, to be mixed with random bytes.
  private static let hostile = [
    "\u{1b}[2J", "\u{1b}]0;t\u{7}", "\u{9b}31m", "\r\n", "\0", "\u{7f}", "\u{202E}", "\u{2066}",
    "\u{200B}", "\u{200F}", "\u{2028}", "\u{E000}", "\u{F0000}", "\u{FEFF}", "\u{301}", "\u{E0041}",
    "\"", "\\", "世界", "é", "plain", " = -1 ", "{x}", "\u{3164}",
  ].map { Array($0.utf8) }

  private static func randomBytes(_ random: inout SeededGenerator) -> [UInt8] {
    (0..<Int.random(in: 0...40, using: &random)).flatMap { _ -> [UInt8] in
      Bool.random(using: &random)
        ? [UInt8.random(in: 0...255, using: &random)] : hostile.randomElement(using: &random) ?? []
    }
  }

  private func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    default: !scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  /// Every kind of event, with the same text wherever a text can stand.
  private func kinds(_ bytes: [UInt8]) -> [Event.Kind] {
    let text = String(decoding: bytes, as: UTF8.self)
    let path = SocketAddress.unixPath(bytes)
    return [
      .typed(text), .roleStarted(RoleStart(pid: 1)), .called(Sample.send(bytes)),
      .waiting(Sample.send(bytes)),
      Sample.returned(Sample.recv(bytes), Sample.ok(bytes.count), late: true),
      Sample.returned(Sample.send(bytes), Sample.failed(32)),
      Sample.returned(Sample.connect(path), Sample.failed(2)),
      Sample.returned(Sample.accept(from: .unixAbstract(bytes)), Sample.ok(4)),
      Sample.returned(Call(text, [Argument(text, .raw(text))]), Sample.failed(9999)),
      .state(
        StateChange(
          fd: 3, property: .local, from: text, to: text, local: path, remote: nil, orphaned: true)),
      Sample.change(.state, text, text), .roleEnded(.signal(200)), .note(text), .explanation(text),
      .diagnostic(
        Diagnostic(
          text, advice: text, line: text, column: 7, file: bytes.isEmpty ? nil : text, lineNumber: 1
        )
      ),
      .diagnostic(Diagnostic(text, advice: text, line: text, column: 1)), .output(text),
    ]
  }

  @Test func `nothing that a peer or a person writes reaches the terminal raw`() {
    var random = SeededGenerator(state: 20)
    var screen = Screen()
    screen.text = TerminalText(style: .init()) { call, _ in "\(call)" }
    for _ in 0..<1500 {
      let bytes = Self.randomBytes(&random)
      screen.text.style = style(&random)
      screen.lines = []
      for kind in kinds(bytes) { screen.show(String(decoding: bytes, as: UTF8.self), kind) }
      screen.prompt()
      let shown = screen.lines.map { screen.text.style.colour ? withoutColour($0) : $0 }
      let bad = shown.first { !$0.unicodeScalars.allSatisfy(isHarmless) }
      #expect(bad == nil, "from \(bytes)")
      if !screen.text.style.utf8 { #expect(shown.allSatisfy { $0.utf8.allSatisfy { $0 < 0x7f } }) }
    }
  }

  private func style(_ random: inout SeededGenerator) -> TerminalText.Style {
    TerminalText.Style(
      width: Int.random(in: 0...120, using: &random), colour: Bool.random(using: &random),
      utf8: Bool.random(using: &random),
      trace: TerminalText.Style.Trace.allCases.randomElement(using: &random) ?? .short)
  }

  @Test func `the tables let nothing raw through either`() {
    var random = SeededGenerator(state: 7)
    for _ in 0..<500 {
      let bytes = Self.randomBytes(&random)
      let text = String(decoding: bytes, as: UTF8.self)
      let width = Int.random(in: 0...120, using: &random)
      let socket = SocketRow(
        role: text, fd: 3, type: text, local: .unixPath(bytes), remote: .unixAbstract(bytes),
        state: text)
      let role = RoleRow(role: text, pid: 1, activity: .runs(text), isCurrent: true)
      let shown =
        socketsTable([socket], width: width, utf8: true) + "\n"
        + rolesTable([role], width: width, utf8: false)
      #expect(
        shown.split(separator: "\n").allSatisfy { $0.unicodeScalars.allSatisfy(isHarmless) })
    }
  }

  @Test func `data reads back to the same bytes`() {
    var random = SeededGenerator(state: 3)
    for _ in 0..<2000 {
      let bytes = Array(Self.randomBytes(&random).prefix(8))
      let line = shortEntry(Sample.send(bytes))
      let literal = line.dropFirst("send(3, \"".count).dropLast("\", \(bytes.count), 0)".count)
      #expect(unescaped(Array(literal.utf8)) == bytes, "\(line)")
    }
  }

  /// The language's reading of a quoted literal, without its braces.
  private func unescaped(_ text: [UInt8]) -> [UInt8] {
    let simple: [Character: UInt8] = ["n": 10, "r": 13, "t": 9, "0": 0, "\\": 92, "\"": 34]
    var bytes: [UInt8] = []
    var rest = text[...]
    while let byte = rest.popFirst() {
      guard byte == 92, let letter = rest.popFirst() else {
        bytes.append(byte)
        continue
      }
      if let value = simple[Character(Unicode.Scalar(letter))] {
        bytes.append(value)
      } else if letter == UInt8(ascii: "x") {
        bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
        rest = rest.dropFirst(2)
      } else {
        let digits = rest.dropFirst().prefix { $0 != UInt8(ascii: "}") }
        let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) ?? 0
        bytes += Unicode.Scalar(value).map { Array(String($0).utf8) } ?? []
        rest = rest.dropFirst(digits.count + 2)
      }
    }
    return bytes
  }
}
