import Foundation
import Testing

/// The transcript that the README opens with is what happens.
struct ReadmeTests {
  @Test func `the README's first conversation is what its lines bring about`() throws {
    try expectAsPrinted(try firstTranscript())
  }

  @Test(.enabled(if: Requirement.wire, "needs a TUN device"))
  func `its conversation across the wire is, too`() throws {
    try expectAsPrinted(try firstTranscript(behind: "## The wire"))
  }

  private func expectAsPrinted(_ transcript: [String]) throws {
    let script = transcript.filter(isTyped).map { $0 + "\n" }.joined()
    let program = try Program(sockratic: ["run", "-"], input: .text(script))
    #expect(try program.finish(within: 20) == .status(0))
    let lines = program.outputText.split(separator: "\n").map(String.init)
    #expect(withNamedPorts(lines) == withNamedPorts(transcript))
  }

  @Test func `the whole conversation can be pasted: what was printed is skipped, with one note`()
    throws
  {
    let transcript = try firstTranscript()
    let program = try Program(
      sockratic: ["run", "-"], input: .text(transcript.joined(separator: "\n")))
    #expect(try program.finish(within: 20) == .status(0))
    let lines = program.outputText.split(separator: "\n").map(String.init)
    let note = "  # lines that Sockratic printed are skipped"
    #expect(lines.filter { $0 == note }.count == 1)
    #expect(withNamedPorts(lines.filter { $0 != note }) == withNamedPorts(transcript))
  }

  private func firstTranscript(behind heading: String = "# Sockratic") throws -> [String] {
    let folder = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let readme = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
    let start = try #require(readme.ranges(of: heading + "\n").first?.upperBound)
    let opening = try #require(readme[start...].ranges(of: "```text\n").first?.upperBound)
    let rest = readme[opening...]
    let closing = try #require(rest.ranges(of: "\n```").first?.lowerBound)
    return rest[..<closing].split(separator: "\n").map(String.init)
  }

  private func isTyped(_ line: String) -> Bool { line.contains(#/^[a-z]+> /#) }

  /// Ports are the kernel's choice: the first one that occurs becomes PORT1, and so on.
  private func withNamedPorts(_ lines: [String]) -> [String] {
    var names: [Substring: String] = [:]
    return lines.map { line in
      line.replacing(/:([0-9]{4,5})\b/) { match in
        if names[match.1] == nil { names[match.1] = "PORT\(names.count + 1)" }
        return ":" + (names[match.1] ?? "")
      }
    }
  }
}
