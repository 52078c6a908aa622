internal import Glibc
public import Log
internal import SystemCalls

/// The whole of a file, at most so many bytes; `~/` is the home folder. Waits for a pipe's writer.
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
  } while count > 0 || count < 0 && (errno == EINTR || errno == EAGAIN && awaitMore(descriptor))
  guard count == 0 else { throw Diagnostic("\(path) cannot be read: \(Errno(errno))", at: path) }
  return bytes
}

private func awaitMore(_ descriptor: Int32) -> Bool {
  var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
  return poll(&entry, 1, -1) > 0 || errno == EINTR
}

/// Throws where it is no file: who types must not have to wait for a pipe's writer.
func refusePipe(_ path: String) throws(Diagnostic) {
  var status = stat()
  guard stat(expandingHome(path), &status) == 0,
    [S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT)
  else { return }
  throw Diagnostic(
    "\(path) cannot be read: it is \(kind(of: status))",
    advice: "`cat` in a shell writes what comes out of a pipe to a file", at: path)
}

func expandingHome(_ path: String) -> String {
  guard path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
  return String(cString: home) + path.dropFirst()
}
