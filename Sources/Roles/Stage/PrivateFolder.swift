internal import Glibc
internal import SystemCalls

/// A folder that nobody else uses, for a lesson's roles: the files that `bind` makes go with it.
final class PrivateFolder {
  private var name: String?

  /// Where it is; made when it is first asked for. Throws what mkdtemp(3) answers.
  func path() throws(Errno) -> String {
    if let name { return name }
    guard let path = newTemporaryFolder() else { throw Errno(errno) }
    name = path
    return path
  }

  /// Removes it with the files in it; it is made anew if it is asked for again.
  func remove() {
    guard let name else { return }
    removeFolder(name)
    self.name = nil
  }

  deinit { remove() }
}

extension Stage {
  /// Gives the roles that are spawned from now on a folder of their own.
  public func isolate() { folder = PrivateFolder() }

  /// A path as the roles mean it.
  func located(_ path: [UInt8]) -> [UInt8] {
    guard let folder, path.first != UInt8(ascii: "/"), let name = try? folder.path() else {
      return path
    }
    return Array(name.utf8) + [UInt8(ascii: "/")] + path
  }
}
