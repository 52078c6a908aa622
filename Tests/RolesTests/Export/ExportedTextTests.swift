internal import Foundation
internal import Testing

/// What stands in a program, and why.
struct ExportedTextTests {
  @Test(arguments: [
    ("c", "socketpair", ["(void)left; /* it stays open */", "(void)right;"]),
    ("c", "socket udp; bind 0; select read @3 for 10ms", ["select(sock + 1, &readable"]),
    ("python", "socketpair; send @3 abcd; readv @4 3 + 3", ["b\"\".join(buffers)[:count]"]),
    ("swift", "socketpair; send @3 \"\\n\"; recv @4", ["byte < 16 ? \"0\" : \"\""]),
  ])
  func `a program holds where descriptors and bytes are others`(
    language: String, line: String, parts: [String]
  ) throws {
    let folder = try TemporaryFolder()
    let text = try export("r> \(line)\nexport \(language) r -", in: folder).outputText
    for part in parts { #expect(text.contains(part), "\(text)") }
  }

  /// The loops of a program end where nothing comes.
  @Test(arguments: ["python", "c", "swift"])
  func `an empty datagram before the mark is a receive of its own`(language: String) throws {
    let folder = try TemporaryFolder()
    let text = try export(
      """
      r> socket udp; bind 0
      s> socket udp; connect r; send ""; send "yes"
      r> recv until "yes"
      export \(language) r -
      """, in: folder
    ).outputText
    #expect(text.matches(of: /MSG_PEEK/).count >= 2, "\(text)")
    #expect(!text.contains("def recv_until") && !text.contains("until mark"), "\(text)")
  }

  @Test(arguments: [
    ("python", "recv_until(", "recv_exactly("), ("c", "recv_until(", "recv_exactly("),
    ("swift", "until mark: [UInt8]", "receiveExactly("),
  ])
  func `expect becomes a loop up to what it waits for`(
    _ language: String, _ until: String, _ exactly: String
  ) throws {
    let program = try export(
      "client> send \"abcde\"\nserver> expect \"bc\" within 3s\nserver> expect next \"de\"\n"
        + "export \(language) server -", in: try TemporaryFolder()
    ).outputText
    #expect(program.contains(until))
    #expect(program.contains(exactly))
  }

  @Test(arguments: [
    ("python", "recv_exactly("), ("c", "recv_exactly("), ("swift", "receiveExactly("),
  ])
  func `a round that receives so many bytes does so however they come`(
    language: String, exactly: String
  ) throws {
    let folder = try TemporaryFolder()
    let text = try export(
      "repeat 4 as n { client> send \"m {n}\"; server> recv exactly 3 }\nexport \(language) server -",
      in: folder
    ).outputText
    #expect(text.contains("\(exactly)connection, ") && text.contains("3)"), "\(text)")
  }
}
