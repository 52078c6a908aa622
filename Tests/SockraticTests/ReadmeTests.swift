import Foundation
import Testing

/// The README's promises that can rot.
struct ReadmeTests {
  private let readme: String

  init() throws {
    readme = try String(contentsOf: repository.appending(path: "README.md"), encoding: .utf8)
  }

  @Test func `CI runs the README's own test command`() throws {
    let script = try String(contentsOf: repository.appending(path: ".ci/run"), encoding: .utf8)
    let command = try #require(indentedLines.first { $0.contains("swift test") })
    #expect(script.split(separator: "\n").contains(Substring(command)))
  }

  private var indentedLines: [String] {
    readme.split(separator: "\n").filter { $0.hasPrefix("    ") }.map { String($0.dropFirst(4)) }
  }
}

let repository = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
