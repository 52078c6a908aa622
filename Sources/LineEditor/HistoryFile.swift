internal import Glibc

/// The file of a history: one entry a line, the oldest first, UTF-8, in which `\n` stands for a line end inside an entry
/// and `\\` for a backslash.
///
/// Writers hold flock(2) on `PATH.lock`. An entry is one write with O_APPEND; trimming writes a new file and renames it.
/// So a reader needs no lock, and a kill at any moment leaves at worst a last line without its end, which is ignored
/// and cut off by the next writer.
struct HistoryFile {
  static let longestRead = 16 << 20
  private static let patience = 200  // milliseconds for another's lock

  let path: String

  /// The entries of the last 16 MiB; none if there is no file.
  func read() throws(HistoryWarning) -> [String] {
    guard let file = try Descriptor.opened(path, O_RDONLY) else { return [] }
    let size = try file.size(path)
    let start = max(0, size - Self.longestRead)
    var bytes = try file.read(from: start, count: size - start, path)[...]
    if start > 0 { bytes = bytes.drop { $0 != 0x0A }.dropFirst() }
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
    return lines.filter { !$0.isEmpty }.map { Self.decoded($0) }
  }

  func append(_ entry: String) throws(HistoryWarning) {
    let lock = try locked()
    defer { lock.release() }
    guard let file = try Descriptor.opened(path, O_RDWR | O_APPEND | O_CREAT) else { return }
    try cutTornLine(file)
    try file.write(Self.encoded(entry), path)
  }

  /// Keeps the newest `limit` entries and returns how many there are now.
  func trim(to limit: Int) throws(HistoryWarning) -> Int {
    let lock = try locked()
    defer { lock.release() }
    let kept = try read().suffix(limit)
    let target = resolved(path)
    let aside = target + ".new"
    unlink(aside)
    guard let file = try Descriptor.opened(aside, O_WRONLY | O_CREAT | O_EXCL) else { return 0 }
    try file.write(kept.flatMap(Self.encoded), aside)
    guard rename(aside, target) == 0 else { throw .last("rename", aside) }
    return kept.count
  }

  private func locked() throws(HistoryWarning) -> Descriptor {
    makeFolder()
    let name = path + ".lock"
    guard let lock = try Descriptor.opened(name, O_RDWR | O_CREAT) else {
      throw .last("open", name)
    }
    for _ in 0..<(Self.patience / 5) {
      if flock(lock.number, LOCK_EX | LOCK_NB) == 0 { return lock }
      guard errno == EWOULDBLOCK || errno == EINTR else { break }
      poll(nil, 0, 5)
    }
    throw .last("lock", name)
  }

  private func makeFolder() {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    guard access(folder.joined(separator: "/"), F_OK) != 0 else { return }
    for depth in folder.indices {
      mkdir(folder[...depth].joined(separator: "/"), 0o700)
    }
  }

  private func cutTornLine(_ file: Descriptor) throws(HistoryWarning) {
    let size = try file.size(path)
    var end = size
    while end > 0 {
      let start = max(0, end - 4096)
      let chunk = try file.read(from: start, count: end - start, path)
      if let last = chunk.lastIndex(of: 0x0A) {
        end = start + last + 1
        break
      }
      end = start
    }
    if end < size, ftruncate(file.number, end) != 0 { throw .last("mend", path) }
  }

  private func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  static func encoded(_ entry: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for byte in entry.utf8 {
      switch byte {
      case 0x0A: bytes += Array("\\n".utf8)
      case 0x5C: bytes += Array("\\\\".utf8)
      default: bytes.append(byte)
      }
    }
    return bytes + [0x0A]
  }

  static func decoded(_ line: some Sequence<UInt8>) -> String {
    var bytes: [UInt8] = []
    var isEscaped = false
    for byte in line {
      if isEscaped {
        bytes.append(byte == UInt8(ascii: "n") ? 0x0A : byte)
        isEscaped = false
      } else if byte == 0x5C {
        isEscaped = true
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
