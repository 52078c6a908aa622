internal import Glibc
internal import Log
internal import SystemCalls

/// Writes a whole file or nothing: aside first, then renamed over what was there, whose permissions
/// it keeps. A link is followed.
func writeFile(_ path: String, _ bytes: [UInt8]) throws(Diagnostic) {
  let target = resolved(path)
  let aside = "\(target).\(getpid()).new"
  let descriptor = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
  guard descriptor >= 0 else { throw refusal(path, errno) }
  var status = stat()
  if stat(target, &status) == 0 { _ = fchmod(descriptor, status.st_mode & 0o777) }
  let error = fill(descriptor, bytes)
  close(descriptor)
  guard error == 0, rename(aside, target) == 0 else {
    let reason = error == 0 ? errno : error
    unlink(aside)
    throw refusal(path, reason)
  }
}

/// Writes a file that must not be there yet.
func createFile(_ path: String, _ bytes: [UInt8]) throws(Diagnostic) {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
  guard descriptor >= 0 else { throw refusal(path, errno) }
  let error = fill(descriptor, bytes)
  close(descriptor)
  guard error == 0 else {
    unlink(path)
    throw refusal(path, error)
  }
}

private func refusal(_ path: String, _ error: Int32) -> Diagnostic {
  Diagnostic("\(path) cannot be written: \(Errno(error))")
}

private func resolved(_ path: String) -> String {
  guard let real = realpath(path, nil) else { return path }
  defer { free(real) }
  return String(cString: real)
}

/// 0, or the errno.
private func fill(_ descriptor: Int32, _ bytes: [UInt8]) -> Int32 {
  var written = 0
  while written < bytes.count {
    let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count > 0 {
      written += count
    } else if errno != EINTR {
      return errno
    }
  }
  return fsync(descriptor) == 0 || errno == EINVAL ? 0 : errno
}
