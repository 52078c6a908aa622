import Foundation
import Lessons
import Testing

/// A temporary folder, in which programs run.
final class Folder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "programs-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes it, and gives its path.
  func file(_ name: String, _ text: String) throws -> String {
    try write(name, Data(text.utf8))
    return "\(path)/\(name)"
  }

  func write(_ name: String, _ data: Data) throws {
    try data.write(to: URL(filePath: "\(path)/\(name)"))
  }

  func lines(_ name: String) throws -> [String] {
    try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8).split(separator: "\n").map(
      String.init)
  }

  func strings(_ name: String) throws -> [String] {
    let data = try Data(contentsOf: URL(filePath: "\(path)/\(name)"))
    return try #require(JSONSerialization.jsonObject(with: data) as? [String])
  }

  /// Runs these, two at a time.
  func runBeside(_ commands: [[String]]) throws {
    guard !commands.isEmpty else { return }
    let lines = commands.map { $0.map { "'\($0)'" }.joined(separator: " ") }
    let list = try file("commands", lines.joined(separator: "\n") + "\n")
    try run(["xargs", "-a", list, "-d", "\\n", "-P", "2", "-I", "{}", "sh", "-c", "{}"])
  }

  /// Runs it in the folder, three minutes at most; what it prints is in the failure if there is one.
  func run(_ words: [String]) throws {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["timeout", "-s", "KILL", "180"] + words
    process.currentDirectoryURL = URL(filePath: path)
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw PlayedLesson.Failure(
        description: "\(words.joined(separator: " ")): \(String(decoding: printed, as: UTF8.self))")
    }
  }
}

func canCompileSwift() -> Bool {
  if ProcessInfo.processInfo.environment["SOCKRATIC_REQUIRE_ALL"] == "1" { return true }
  guard let folder = try? Folder() else { return false }
  return (try? folder.run(["swiftc", "--version"])) != nil
}

/// Whether strace may trace and the compilers are there; where all is required they must be.
func canTrace() -> Bool {
  if ProcessInfo.processInfo.environment["SOCKRATIC_REQUIRE_ALL"] == "1" { return true }
  guard let folder = try? Folder() else { return false }
  return (try? folder.run(["strace", "-o", "/dev/null", "gcc", "--version"])) != nil
    && (try? folder.run(["python3", "--version"])) != nil
}

/// Whether programs can run on a wire's hosts.
let hasWire: Bool = {
  if ProcessInfo.processInfo.environment["SOCKRATIC_REQUIRE_ALL"] == "1" { return true }
  guard let folder = try? Folder(), (try? folder.run(["nsenter", "--version"])) != nil,
    let program = try? builtProgram()
  else { return false }
  return StagePerformer(executable: program.path).lack(of: .wire) == nil
}()
