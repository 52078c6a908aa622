import Foundation
import Testing

/// What the program said, and how it ended.
struct ProgramRun: Sendable {
  var status: Int32
  var output: String
  var errors: String

  /// The lines of its standard output.
  var lines: [String] { output.split(separator: "\n").map(String.init) }
}

/// The program that was built beside these tests.
func builtProgram() throws -> URL {
  let bundle = try #require(CommandLine.arguments.first { $0.hasSuffix(".xctest") })
  return URL(filePath: bundle).deletingLastPathComponent().appending(path: "sockratic")
}

/// Runs the program that was built beside these tests, to its end. `words` stand before it, as in
/// `unshare -n`.
func sockratic(
  _ arguments: [String], environment: [String: String] = [:], within words: [String] = []
) throws -> ProgramRun {
  let own = ["SOCKRATIC_LESSONS": "", "SOCKRATIC_REQUIRE_ALL": ""]
  return try run(
    words + [try builtProgram().path] + arguments, environment: own.merging(environment) { $1 })
}

/// Runs a program of this machine, to its end.
func run(_ words: [String], environment: [String: String] = [:]) throws -> ProgramRun {
  let process = Process()
  let (output, errors) = (Pipe(), TemporaryFolder())
  let errorFile = errors.path + "errors"
  #expect(FileManager.default.createFile(atPath: errorFile, contents: nil))
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = words
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  process.standardOutput = output
  process.standardError = try FileHandle(forWritingTo: URL(filePath: errorFile))
  process.standardInput = FileHandle.nullDevice
  try process.run()
  let said = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return ProgramRun(
    status: process.terminationStatus, output: String(decoding: said, as: UTF8.self),
    errors: try String(contentsOfFile: errorFile, encoding: .utf8))
}

/// A folder that is gone with the value.
final class TemporaryFolder {
  /// With a slash at its end.
  let path: String

  init() {
    path = NSTemporaryDirectory() + "lessons-\(UUID().uuidString)/"
    #expect(throws: Never.self) {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
  }

  deinit { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: path) } }

  /// Writes a file into it; gives back its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try text.write(toFile: path + name, atomically: false, encoding: .utf8)
    return path + name
  }

  func read(_ name: String) throws -> String {
    try String(contentsOfFile: path + name, encoding: .utf8)
  }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }
}
