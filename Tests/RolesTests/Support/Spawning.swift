internal import CLinux
internal import Foundation
internal import Glibc

extension Program {
  /// A pipe that no other program inherits.
  static func pipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard linux_pipe(&ends) == 0 else { throw Failure(description: "no pipe") }
    return (ends[0], ends[1])
  }

  /// What a program reads, and the end to write to if it stays open.
  static func input(_ input: Input) throws -> (read: Int32, write: Int32) {
    guard case .bytes(let bytes) = input else { return try pipe() }
    let file = try TemporaryFolder()
    let path = file.path + "/input"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(description: "no input") }
    return (descriptor, -1)
  }

  /// In a process group of its own, with every signal as a shell leaves it.
  static func spawn(
    _ words: [String], standard: [Int32], _ environment: [String: String]
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    for (target, descriptor) in standard.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target))
    }
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var arguments = words.map { strdup($0) } + [nil]
    var variables = self.variables(adding: environment).map { strdup($0) } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var pid: pid_t = 0
    let error = posix_spawnp(&pid, words[0], &actions, &attributes, &arguments, &variables)
    guard error == 0 else {
      throw Failure(description: "cannot run \(words[0]): \(String(cString: strerror(error)))")
    }
    return pid
  }

  private static func variables(adding changes: [String: String]) -> [String] {
    let mine = ProcessInfo.processInfo.environment.filter {
      ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"].contains($0.key)
    }
    let fixed = ["TERM": "dumb", "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"]
    return mine.merging(fixed) { $1 }.merging(changes) { $1 }.map { "\($0)=\($1)" }
  }
}

/// A folder that goes when the test lets go of it.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/sockratic-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file into it, and says where it is.
  func file(_ name: String, _ content: String) throws -> String {
    let path = "\(path)/\(name)"
    try Data(content.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }
}
