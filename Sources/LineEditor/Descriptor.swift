internal import Glibc

/// An open file, closed with its last reference.
final class Descriptor {
  let number: Int32

  private init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  /// Opens a regular file, created for its owner alone; nil if it does not exist and is not to be created.
  static func opened(_ path: String, _ flags: Int32) throws(HistoryWarning) -> Descriptor? {
    let number = open(path, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0o600)
    if number < 0, errno == ENOENT, flags & O_CREAT == 0 { return nil }
    guard number >= 0 else { throw .last("open", path) }
    let file = Descriptor(number)
    var status = stat()
    guard fstat(number, &status) == 0 else { throw .last("look at", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw HistoryWarning(path: path, operation: "use", number: EINVAL)
    }
    return file
  }

  func size(_ path: String) throws(HistoryWarning) -> Int {
    var status = stat()
    guard fstat(number, &status) == 0 else { throw .last("look at", path) }
    return status.st_size
  }

  func read(from start: Int, count: Int, _ path: String) throws(HistoryWarning) -> [UInt8] {
    var failure: HistoryWarning?
    let bytes = [UInt8](unsafeUninitializedCapacity: max(count, 0)) { buffer, filled in
      while filled < count {
        let size = pread(
          number, buffer.baseAddress.map { $0 + filled }, count - filled, start + filled)
        if size < 0 { failure = .last("read", path) }
        if size <= 0 { break }
        filled += size
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// All in one write(2), as far as the kernel takes it.
  func write(_ bytes: [UInt8], _ path: String) throws(HistoryWarning) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let size = rest.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
      guard size > 0 else { throw .last("write", path) }
      rest = rest.dropFirst(size)
    }
  }

  /// Lets go of a flock(2); closing alone would wait for the last reference.
  func release() { flock(number, LOCK_UN) }
}
