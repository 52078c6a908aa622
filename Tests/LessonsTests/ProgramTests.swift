import Foundation
import Lessons
import Testing

/// The programs that stand in lessons do what is said of them there, against a role.
struct ProgramTests {
  @Test(.enabled(if: canRunPython(), "python3 is not installed"))
  func `the program of two-programs-talk asks a role and prints its reply`() throws {
    let oracle = try Child([sockratic(), "run", "--deadline", "20s", "-"])
    oracle.write("oracle> socket tcp\nbind 0\nlisten\n")
    let port = try #require(oracle.firstMatch(of: /bound to 127\.0\.0\.1:(\d+)/))

    let file = NSTemporaryDirectory() + "ask-\(UUID().uuidString).py"
    try program("ask.py", of: "two-programs-talk")
      .write(toFile: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: file) }
    let asker = try Child(["python3", file, port])

    oracle.write("accept\nrecv\nsend \"Ask again tomorrow.\\n\"\nclose\n")
    #expect(asker.finish() == "Ask again tomorrow.\n")
    #expect(asker.status == 0)
    let shown = oracle.finish()
    #expect(shown.contains(#"recv(4, "Will it rain?\n", 4096, 0) = 14"#))
    #expect(oracle.status == 0)
  }

  private func program(_ file: String, of name: String) throws -> String {
    let text = try #require(ShippedLessons.find(name)).text
    let programs = try Lesson.parse(text, file: "\(name).md").steps.flatMap(\.programs)
    return try #require(programs.first { $0.file == file }).source
  }

  private func sockratic() throws -> String {
    let bundle = try #require(CommandLine.arguments.first { $0.hasSuffix(".xctest") })
    return URL(filePath: bundle).deletingLastPathComponent().appending(path: "sockratic").path
  }
}

/// True where it is installed, and where it must be (SOCKRATIC_REQUIRE_ALL=1): then a test without
/// it fails.
private func canRunPython() -> Bool {
  let environment = ProcessInfo.processInfo.environment
  if environment["SOCKRATIC_REQUIRE_ALL"] == "1" { return true }
  let folders = environment["PATH"]?.split(separator: ":") ?? []
  return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/python3") }
}

/// A program with pipes to and from it, killed half a minute after its start at the latest.
private final class Child {
  private let process = Process()
  private let (input, output) = (Pipe(), Pipe())
  private var text = ""

  init(_ words: [String]) throws {
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["timeout", "-s", "KILL", "30"] + words
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  var status: Int32 { process.terminationStatus }

  func write(_ lines: String) { input.fileHandleForWriting.write(Data(lines.utf8)) }

  /// What the first group of the pattern matches, as soon as it is shown; nil if it never is.
  func firstMatch(of pattern: Regex<(Substring, Substring)>) -> String? {
    while true {
      if let found = text.firstMatch(of: pattern), found.range.upperBound < text.endIndex {
        return String(found.output.1)
      }
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { return nil }
      text += String(decoding: more, as: UTF8.self)
    }
  }

  /// All of its output, to its end.
  func finish() -> String {
    try? input.fileHandleForWriting.close()
    text += String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text
  }
}
