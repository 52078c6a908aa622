internal import Glibc
public import Log
internal import SystemCalls

/// The whole of a file, at most so many bytes; `~/` is the home folder.
public func readFile(_ path: String, atMost limit: Int) throws(Diagnostic) -> [UInt8] {
  let descriptor = open(expandingHome(path), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else {
    throw Diagnostic("\(path) cannot be read: \(Errno(errno))", at: path)
  }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var count = 0
  repeat {
    count = withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { room in
      let count = read(descriptor, room.baseAddress, room.count)
      if count > 0 { bytes.append(contentsOf: room[..<count]) }
      return count
    }
    guard bytes.count <= limit else {
      throw Diagnostic(
        "\(path) is longer than \(limit >> 20) MiB, the most that is read at once", at: path)
    }
  } while count > 0 || count < 0 && errno == EINTR
  guard count == 0 else { throw Diagnostic("\(path) cannot be read: \(Errno(errno))", at: path) }
  return bytes
}

func expandingHome(_ path: String) -> String {
  guard path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
  return String(cString: home) + path.dropFirst()
}
