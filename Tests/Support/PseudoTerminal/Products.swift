internal import Glibc

/// The folder in which the build puts its programs, which is where the test bundle is.
public let productsDirectory: String = {
  let tests = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
  let program = tests ?? readLink("/proc/self/exe")
  return String(program.prefix(upTo: program.lastIndex(of: "/") ?? program.startIndex))
}()

private func readLink(_ path: String) -> String {
  var buffer = [UInt8](repeating: 0, count: 4096)
  let count = buffer.withUnsafeMutableBytes { bytes in
    bytes.baseAddress.map { readlink(path, $0.assumingMemoryBound(to: CChar.self), bytes.count) }
      ?? 0
  }
  return String(decoding: buffer[..<max(count, 0)], as: UTF8.self)
}

/// A minimal environment, changed as told.
func variables(adding changes: [String: String?]) -> [String] {
  var variables = ["TERM": "xterm-256color", "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"]
  for name in ["PATH", "HOME", "LD_LIBRARY_PATH"] {
    if let value = getenv(name) { variables[name] = String(cString: value) }
  }
  for (name, value) in changes { variables[name] = value }
  return variables.map { "\($0)=\($1)" }
}

func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var pointers = strings.map { strdup($0) } + [nil]
  defer { for pointer in pointers { free(pointer) } }
  return pointers.withUnsafeMutableBufferPointer { buffer in
    guard let base = buffer.baseAddress else { preconditionFailure("an array with a nil in it") }
    return body(base)
  }
}
