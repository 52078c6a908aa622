internal import Glibc
public import Log
internal import SystemCalls

/// A place for the temporary files of child processes: what they leave when they are killed goes with it.
public final class ScratchFolder {
  private let path: String

  public init() throws(Diagnostic) {
    guard let path = newTemporaryFolder() else {
      let error = Errno(errno)
      throw Diagnostic("no temporary folder can be made in \(temporaryParent): \(error)")
    }
    self.path = path
  }

  /// Has processes that are started from now on use it.
  public func use() { setenv("TMPDIR", path, 1) }

  public func remove() { removeFolder(path) }
}

/// Where temporary files belong.
private var temporaryParent: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

/// A temporary folder of this process's own; nil with errno set.
func newTemporaryFolder() -> String? { newFolder("\(temporaryParent)/sockratic-") }

/// A folder with a name that begins so and that nothing else has; nil with errno set.
func newFolder(_ start: String) -> String? {
  guard let template = strdup(start + "XXXXXX") else { return nil }
  defer { free(template) }
  return mkdtemp(template).map { String(cString: $0) }
}

/// With all that is in it, as far as that can be.
func removeFolder(_ path: String) {
  guard let tree = try? FolderTree(path, for: path) else { return }
  for file in tree.files { unlink("\(path)/\(file)") }
  for folder in tree.folders.reversed() { rmdir("\(path)/\(folder)") }
  rmdir(path)
}
