internal import Glibc
public import Log
internal import SystemCalls

/// A file that is written whole or not at all: aside first, then renamed over what was there, whose
/// permissions it keeps. A link is followed.
public final class WholeFile {
  private let path: String
  private let target: String
  private let aside: String
  private let descriptor: Int32
  private var isFinished = false

  /// Throws, in words, why nothing can be written there.
  public init(_ path: String) throws(Diagnostic) {
    self.path = path
    target = resolved(path)
    aside = "\(target).\(getpid()).new"
    var status = stat()
    let isThere = stat(target, &status) == 0
    if isThere { try checkReplaceable(target, status, named: path) }
    let new = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    // Nothing was made, so nothing is to be removed.
    guard new >= 0 else { throw refusal(path, errno) }
    descriptor = new
    if isThere { _ = fchmod(descriptor, status.st_mode & 0o777) }
  }

  deinit {
    close(descriptor)
    if !isFinished { unlink(aside) }
  }

  public func append(_ bytes: [UInt8]) throws(Diagnostic) {
    let error = fill(descriptor, bytes)
    guard error == 0 else { throw refusal(path, error) }
  }

  /// From now on it is there.
  public func finish() throws(Diagnostic) {
    let error = synchronize(descriptor)
    guard error == 0 else { throw refusal(path, error) }
    guard rename(aside, target) == 0 else { throw refusal(path, errno) }
    isFinished = true
  }
}

/// Writes a whole file or nothing.
public func writeFile(_ path: String, _ bytes: [UInt8]) throws(Diagnostic) {
  let file = try WholeFile(path)
  try file.append(bytes)
  try file.finish()
}

/// Throws what `createFile` would, as far as that can be told before: for work that takes long.
public func checkCreatable(_ path: String) throws(Diagnostic) {
  if access(path, F_OK) == 0 { throw refusal(path, EEXIST) }
  let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "."
  guard access(String(folder), W_OK | X_OK) == 0 else { throw refusal(path, errno) }
}

/// Writes a file that must not be there yet.
public func createFile(_ path: String, _ bytes: [UInt8]) throws(Diagnostic) {
  try NewFile(path).write(bytes)
}

/// A file that was not there before, and is not unless it is written as a whole.
final class NewFile {
  private let path: String
  /// What errors call it.
  private let name: String
  private let descriptor: Int32
  private var isFinished = false

  /// Throws if it cannot be made: nothing is written over.
  init(_ path: String, named name: String? = nil) throws(Diagnostic) {
    self.path = path
    self.name = name ?? path
    let new = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    // Nothing was made, so nothing is to be removed.
    guard new >= 0 else { throw refusal(self.name, errno) }
    descriptor = new
  }

  deinit {
    close(descriptor)
    if !isFinished { unlink(path) }
  }

  func write(_ bytes: [UInt8]) throws(Diagnostic) {
    let error = fill(descriptor, bytes)
    let reason = error == 0 ? synchronize(descriptor) : error
    guard reason == 0 else { throw refusal(name, reason) }
    isFinished = true
  }
}

/// A rename would put a file in a device's or a pipe's place, and takes no notice of a file's own
/// permissions.
private func checkReplaceable(
  _ target: String, _ status: stat, named path: String
) throws(Diagnostic) {
  guard status.st_mode & S_IFMT == S_IFREG else {
    throw Diagnostic(
      "\(path) cannot be written: it is \(kind(of: status))",
      advice: "give the name of a file")
  }
  guard status.st_mode & 0o222 != 0, access(target, W_OK) == 0 else {
    throw Diagnostic(
      "\(path) cannot be written: it is write-protected", advice: "`chmod u+w` in a shell ends that"
    )
  }
}

func kind(of status: stat) -> String {
  switch status.st_mode & S_IFMT {
  case S_IFDIR: "a folder"
  case S_IFIFO: "a pipe"
  case S_IFSOCK: "a socket"
  default: "a device"
  }
}

func refusal(_ path: String, _ error: Int32) -> Diagnostic {
  let advice: [Int32: String] = [
    EEXIST: "nothing is written over: give another name, or remove it",
    ENOENT: "there is no such folder: `mkdir` in a shell makes it",
    ENOTDIR: "what should be a folder is none",
  ]
  return Diagnostic("\(path) cannot be written: \(Errno(error))", advice: advice[error])
}

private func resolved(_ path: String) -> String { realPath(path) ?? path }

/// Without links; nil where there is nothing.
func realPath(_ path: String) -> String? {
  guard let real = realpath(path, nil) else { return nil }
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
  return 0
}

private func synchronize(_ descriptor: Int32) -> Int32 {
  fsync(descriptor) == 0 || errno == EINVAL ? 0 : errno
}
