internal import CLinux
internal import Glibc
public import Log
internal import SystemCalls

/// A folder of files that is written whole or not at all: aside first, then put in the place of what was
/// there, which must be nothing, an empty folder, or what the same kind of writer wrote and nobody changed.
///
/// A list in the folder says what was written: each file's FNV-1a hash and its path.
public struct WholeFolder {
  private let path: String
  private let target: String
  /// The name of the list, and its first line.
  private let list: (name: String, head: String)
  /// `book`
  private let kind: String

  /// Throws, in words, why nothing can be written there. Writes nothing yet.
  public init(_ path: String, kind: String) throws(Diagnostic) {
    self.path = path
    self.kind = kind
    list = (".sockratic-\(kind)", "sockratic \(kind) 1")
    let expanded = withoutSlashes(expandingHome(path))
    let name = lastName(of: expanded)
    guard !name.isEmpty else {
      throw Diagnostic("“\(path)” is no name for a folder", advice: "give the name of a new folder")
    }
    // Its parent's links are followed, so that it has the same name from wherever it is looked at.
    let folder = realPath(parent(of: expanded)).map { $0 == "/" ? "" : $0 }
    target = realPath(expanded) ?? folder.map { "\($0)/\(name)" } ?? expanded
    try check()
  }

  /// From now on the folder is there, with these files and no others. Paths are relative; a signal that
  /// would end this process meanwhile ends it afterwards.
  public func write(_ files: [(path: String, bytes: [UInt8])]) throws(Diagnostic) {
    let signals = HeldSignals()
    defer { signals.release() }
    try check()
    let aside = try AsideFolder(in: parent(of: target), for: path)
    defer { aside.remove() }
    let lines = files.map { "\(hexadecimal($0.bytes)) \($0.path)\n" }
    let listed = Array("\(list.head)\n\(lines.joined())".utf8)
    for file in files + [(list.name, listed)] { try aside.write(file.bytes, to: file.path) }
    try check()
    try aside.replace(target)
  }

  // MARK: What may be replaced

  private func check() throws(Diagnostic) {
    let folder = parent(of: target)
    guard access(folder, W_OK | X_OK) == 0 else {
      throw refusal(
        "\(folder): \(Errno(errno))", "it is made in a folder that is there and can be written")
    }
    var status = stat()
    guard lstat(target, &status) == 0 else {
      guard errno == ENOENT else { throw refusal("\(Errno(errno))") }
      return
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw refusal("it is there already, and is no folder", "give the name of a new folder")
    }
    try checkNotEntered()
    try checkContents()
  }

  /// Whoever is in it would be left in a folder that is gone.
  private func checkNotEntered() throws(Diagnostic) {
    guard let here = realPath("."), here == target || here.hasPrefix(target + "/") else { return }
    throw refusal("you are in it", "`cd ..` in a shell, then give its name")
  }

  private func checkContents() throws(Diagnostic) {
    let tree = try FolderTree(target, for: path)
    guard !tree.files.isEmpty || !tree.folders.isEmpty else { return }
    let known = try listed()
    for file in tree.files where file != list.name {
      guard let hash = known[file] else {
        throw refusal("it holds \(file), which is no part of a \(kind) that was written there")
      }
      guard try hexadecimal(readFile("\(target)/\(file)", atMost: 1 << 30)) == hash else {
        throw refusal("\(file) in it was changed since the \(kind) was written")
      }
    }
    if let other = tree.folders.first(where: { name in
      !known.keys.contains { $0.hasPrefix(name + "/") }
    }) {
      throw refusal(
        "it holds the folder \(other), which is no part of a \(kind) that was written there")
    }
  }

  /// Hashes by path; empty where there is no list of ours.
  private func listed() throws(Diagnostic) -> [String: String] {
    guard access("\(target)/\(list.name)", F_OK) == 0 else { return [:] }
    let bytes = try readFile("\(target)/\(list.name)", atMost: 16 << 20)
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard lines.first.map(String.init) == list.head else { return [:] }
    return lines.dropFirst().reduce(into: [:]) { known, line in
      guard let blank = line.firstIndex(of: " ") else { return }
      known[String(line[line.index(after: blank)...])] = String(line[..<blank])
    }
  }

  private func refusal(
    _ reason: String, _ advice: String = "nothing is lost: give another name, or remove it"
  ) -> Diagnostic {
    Diagnostic("\(path) cannot be written: \(reason)", advice: advice)
  }
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits = String(fnv1a(bytes), radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}

private func withoutSlashes(_ path: String) -> String {
  var path = path[...]
  while path.count > 1, path.last == "/" { path.removeLast() }
  return String(path)
}

private func lastName(of path: String) -> String {
  path.split(separator: "/").last.map(String.init) ?? ""
}

private func parent(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// Signals that end a process, held back so that nothing is left half done.
private struct HeldSignals {
  private var before = sigset_t()

  init() {
    var held = sigset_t()
    sigemptyset(&held)
    for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&held, signal) }
    sigprocmask(SIG_BLOCK, &held, &before)
  }

  func release() {
    var before = before
    sigprocmask(SIG_SETMASK, &before, nil)
  }
}
