import Glibc
import PseudoTerminal

/// The editor's probe on a pseudo-terminal, with an empty home folder.
func probe(
  _ environment: [String: String?] = [:], columns: Int = 80, rows: Int = 24, editrc: String = ""
) throws -> PseudoTerminal {
  let home = temporaryFolder()
  if !editrc.isEmpty { try write(editrc, to: "\(home)/.editrc") }
  let base: [String: String?] = ["HOME": home]
  let terminal = try PseudoTerminal(
    "EditorProbe", environment: base.merging(environment) { $1 }, columns: columns, rows: rows)
  try terminal.expect("probe> ")
  return terminal
}

func temporaryFolder() -> String {
  var template = Array("/tmp/editor-tests-XXXXXX".utf8CString)
  return template.withUnsafeMutableBufferPointer { buffer in
    guard let base = buffer.baseAddress, let path = mkdtemp(base) else { return "/tmp" }
    return String(cString: path)
  }
}

struct CannotWrite: Error {}

func write(_ text: String, to path: String) throws {
  let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  guard file >= 0 else { throw CannotWrite() }
  defer { close(file) }
  let bytes = Array(text.utf8)
  guard write(file, bytes, bytes.count) == bytes.count else { throw CannotWrite() }
}

/// A FIFO that the probe reads late lines from.
struct LateLines {
  let path: String

  init() throws {
    path = temporaryFolder() + "/late"
    guard mkfifo(path, 0o600) == 0 else { throw CannotWrite() }
  }

  func send(_ line: String) throws { try PlainFile.append(line + "\n", to: path) }
}

enum PlainFile {
  static func append(_ text: String, to path: String) throws {
    let file = open(path, O_WRONLY | O_APPEND | O_NONBLOCK)
    guard file >= 0 else { throw CannotWrite() }
    defer { close(file) }
    let bytes = Array(text.utf8)
    guard write(file, bytes, bytes.count) == bytes.count else { throw CannotWrite() }
  }

  static func text(_ path: String) -> String {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 22)
    let count = read(file, &bytes, bytes.count)
    return String(decoding: bytes[..<max(count, 0)], as: UTF8.self)
  }
}
