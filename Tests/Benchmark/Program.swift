internal import Glibc

/// A program with its arguments, to be run and timed.
struct Program {
  var path: String
  var arguments: [String] = []

  /// Runs it to its end; standard input is empty, standard output goes to the file. Milliseconds.
  func time(output: String = "/dev/null") throws(Failure) -> Double {
    let start = now()
    let process = try spawn(output: output)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    let end = now()
    guard status == 0 else { throw Failure("\(path) failed (wait status \(status))") }
    return end - start
  }

  private func spawn(output: String) throws(Failure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    return try spawn(&actions)
  }

  /// Starts it with those descriptors as standard input and output.
  func spawn(input: Int32, output: Int32) throws(Failure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    return try spawn(&actions)
  }

  private func spawn(_ actions: inout posix_spawn_file_actions_t) throws(Failure) -> pid_t {
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    let error = posix_spawn(&process, path, &actions, nil, &words, environ)
    guard error == 0 else { throw Failure("\(path): \(String(cString: strerror(error)))") }
    return process
  }
}

/// Why a row cannot be measured.
struct Failure: Error {
  var reason: String
  init(_ reason: String) { self.reason = reason }
}

/// Where a program is, looked up in PATH.
func program(_ name: String) throws(Failure) -> String {
  let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
  let found = path.split(separator: ":").lazy.map { "\($0)/" + name }
    .first { (path: String) in access(path, X_OK) == 0 }
  guard let found else { throw Failure("\(name) is not installed") }
  return found
}

/// The interpreter itself: what PATH finds may be a script that looks for it, which would be timed,
/// too.
func python() throws(Failure) -> String {
  let shim = try program("python3")
  guard let stream = popen("'\(shim)' -c 'import sys; print(sys.executable)'", "r") else {
    throw Failure("\(shim) cannot be run")
  }
  defer { pclose(stream) }
  var line = [CChar](repeating: 0, count: 4096)
  guard fgets(&line, 4096, stream) != nil else { throw Failure("\(shim) does not run") }
  return String(
    decoding: line.prefix { $0 > 0x20 || $0 < 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
