internal import Glibc
public import Log
internal import SystemCalls

/// The whole of a file, at most so many bytes; `~/` is the home folder. A pipe is none: only where it
/// `waits` is one read to its end, and for its writer waited.
public func readFile(
  _ path: String, atMost limit: Int, waits: Bool = false
) throws(Diagnostic) -> [UInt8] {
  let descriptor = open(expandingHome(path), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else {
    throw Diagnostic("\(path) cannot be read: \(Errno(errno))", at: path)
  }
  defer { close(descriptor) }
  if !waits { try refusePipe(descriptor, named: path) }
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

private func refusePipe(_ descriptor: Int32, named path: String) throws(Diagnostic) {
  var status = stat()
  guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else { return }
  throw Diagnostic(
    "\(path) cannot be read: it is \(kind(of: status))",
    advice: "`cat` in a shell writes what comes out of a pipe to a file", at: path)
}

func expandingHome(_ path: String) -> String {
  guard path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
  return String(cString: home) + path.dropFirst()
}
