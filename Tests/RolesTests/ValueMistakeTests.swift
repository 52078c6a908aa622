internal import Testing

/// Mistakes that only show when a statement is carried out.
struct ValueMistakeTests {
  @Test(arguments: [
    ("let f = /nosuch/file\nsource {f}", "source {f}", "/nosuch/file cannot be read"),
    ("socket tcp\nlet f = /nosuch/file\nsend file {f}", "send file {f}", "/nosuch/file"),
    (
      "socket tcp\nrepeat 2 as n { connect nobody{n} }", "repeat 2 as n { connect nobody{n} }",
      "“nobody1”"
    ),
    ("let w = nobody\nkill {w}", "kill {w}", "“nobody”"),
    (
      "socket udp\nlet i = nosuch0\nset SO_BINDTODEVICE lo; join 239.1.2.3 on {i}",
      "set SO_BINDTODEVICE lo; join 239.1.2.3 on {i}", "“nosuch0”"
    ),
  ])
  func `the caret stands under the name, and the value is in the message`(
    script: String, line: String, part: String
  ) throws {
    let program = try Program(sockratic: ["run", "-"], input: .text(script + "\n"))
    #expect(try program.finish(within: 20) == .status(1))
    let lines = program.errorText.split(separator: "\n").map(String.init)
    #expect(lines.first?.contains(part) == true, "\(program.errorText)")
    let caret =
      String(
        repeating: " ",
        count: 4
          + (line.firstIndex(of: "{").map { start in
            // A block has a brace of its own.
            let brace = line.lastIndex(of: "{") ?? start
            return line.distance(from: line.startIndex, to: brace)
          } ?? 0)) + "^"
    #expect(lines.dropFirst(2).first == caret, "\(program.errorText)")
    #expect(lines.dropFirst().first == "    " + line)
  }
}
