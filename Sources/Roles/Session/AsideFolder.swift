internal import CLinux
internal import Glibc
internal import Log
internal import SystemCalls

/// A folder with no other name than its own, where files wait to be put in their place.
struct AsideFolder {
  /// What is written, as whoever asked for it knows it.
  private let named: String
  private let folder: String
  private var new: String { "\(folder)/new" }

  init(in parent: String, for named: String) throws(Diagnostic) {
    self.named = named
    guard let folder = newFolder("\(parent)/.sockratic-") else { throw refusal(named, errno) }
    self.folder = folder
    // Made apart, for it has the permissions that any new folder has.
    guard mkdir("\(folder)/new", 0o777) == 0 else {
      let error = errno
      rmdir(folder)
      throw refusal(named, error)
    }
  }

  func write(_ bytes: [UInt8], to path: String) throws(Diagnostic) {
    let parts = path.split(separator: "/").dropLast()
    for depth in parts.indices {
      let name = "\(new)/\(parts[...depth].joined(separator: "/"))"
      guard mkdir(name, 0o777) == 0 || errno == EEXIST else { throw refusal(named, errno) }
    }
    try NewFile("\(new)/\(path)", named: named).write(bytes)
  }

  /// Puts what was written in the place of what is there, which can then be removed.
  func replace(_ target: String) throws(Diagnostic) {
    var status = stat()
    guard stat(target, &status) == 0 else {
      guard rename(new, target) == 0 else { throw refusal(named, errno) }
      return
    }
    chmod(new, status.st_mode & 0o7777)
    if linux_exchange(new, target) == 0 { return }
    // A file system that cannot exchange two names.
    guard errno == EINVAL || errno == ENOSYS else { throw refusal(named, errno) }
    let old = "\(folder)/old"
    guard rename(target, old) == 0 else { throw refusal(named, errno) }
    guard rename(new, target) == 0 else {
      let error = errno
      rename(old, target)
      throw refusal(named, error)
    }
  }

  func remove() { removeFolder(folder) }
}

/// All that is in a folder, by paths relative to it.
struct FolderTree {
  /// What is no folder; links, too.
  private(set) var files: [String] = []
  /// Each before those in it.
  private(set) var folders: [String] = []

  init(_ path: String, for named: String) throws(Diagnostic) {
    try visit(path, below: "", named)
    files.sort()
  }

  private mutating func visit(
    _ path: String, below prefix: String, _ named: String
  ) throws(Diagnostic) {
    guard let stream = opendir(path) else { throw refusal(named, errno) }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name == "." || name == ".." { continue }
      var status = stat()
      guard lstat("\(path)/\(name)", &status) == 0 else { throw refusal(named, errno) }
      guard status.st_mode & S_IFMT == S_IFDIR else {
        files.append(prefix + name)
        continue
      }
      folders.append(prefix + name)
      try visit("\(path)/\(name)", below: "\(prefix)\(name)/", named)
    }
  }
}
