internal import Glibc

/// The files and folders whose names begin with a path, folders with a slash at the end, in order;
/// hidden ones only if the path asks for them.
func fileNames(beginningWith path: String) -> [String] {
  let (folder, start) = split(path)
  guard let stream = opendir(folder.isEmpty ? "." : expanded(folder)) else { return [] }
  defer { closedir(stream) }
  var names: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafeBytes(of: &entry.pointee.d_name) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    guard name.hasPrefix(start), name != ".", name != "..",
      !name.hasPrefix(".") || start.hasPrefix(".")
    else { continue }
    names.append(folder + name + (isFolder(expanded(folder) + name) ? "/" : ""))
  }
  return names.sorted()
}

private func split(_ path: String) -> (folder: String, start: String) {
  guard let slash = path.lastIndex(of: "/") else { return ("", path) }
  let after = path.index(after: slash)
  return (String(path[..<after]), String(path[after...]))
}

private func expanded(_ folder: String) -> String {
  guard folder.hasPrefix("~/"), let home = Foreign.environment("HOME") else { return folder }
  return home + folder.dropFirst()
}

func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}
