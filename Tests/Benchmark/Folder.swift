internal import Glibc

/// A folder for scripts and outputs, which goes when the benchmark ends.
final class Folder {
  let path: String

  init() throws(Failure) {
    var template = Array("/tmp/sockratic-benchmark-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure("no folder for temporary files") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in names { unlink("\(path)/\(name)") }
    rmdir(path)
  }

  private var names: Set<String> = []

  /// The path of a file in it.
  func file(_ name: String) -> String {
    names.insert(name)
    return "\(path)/\(name)"
  }

  /// Writes lines into a file, and says where it is.
  func write(_ lines: [String], to name: String) throws(Failure) -> String {
    let path = file(name)
    guard let stream = fopen(path, "w") else { throw Failure("\(path) cannot be written") }
    for line in lines { fputs(line + "\n", stream) }
    fclose(stream)
    return path
  }

  func lines(of name: String) -> [Substring] {
    guard let stream = fopen(file(name), "r") else { return [] }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while case let count = fread(&chunk, 1, chunk.count, stream), count > 0 {
      bytes += chunk[..<count]
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }
}
