internal import SystemCalls

private let onPaths = ["bind", "connect", "send", "sendto", "unlink"]

extension Cause {
  /// What the file system says of a Unix socket's path (unix(7), path_resolution(7)).
  static let paths = [
    Cause(onPaths, .noEntry) { failure in
      guard failure.name == "bind" else {
        if failure.name == "unlink" { return nothingToRemove(failure) }
        return Explained(
          "There is no file \(path(failure)): a Unix socket's name is a file, which bind makes.",
          next: "Let another role `bind` to it first.")
      }
      return Explained(
        "bind makes the file \(path(failure)), but not the folder it is to be in, which does not exist.",
        next: "`bind ./s.sock` makes it in the current folder.")
    },
    Cause(onPaths, .notDirectory) { failure in
      Explained(
        "A part of \(path(failure)) before its last / is no folder.",
        next: "`\(verb(failure)) ./s.sock` is in the current folder.")
    },
    Cause(onPaths, .tooManyLinks) { failure in
      Explained(
        "\(path(failure)) goes through more than 40 symbolic links: most likely one points to itself.",
        next: "`\(verb(failure)) ./s.sock` needs none.")
    },
    Cause(onPaths, .nameTooLong) { failure in
      Explained(
        "A name on the way to \(shortened(path(failure))) is longer than the 255 bytes that a file's name"
          + " may have.",
        next: "`\(verb(failure)) ./s.sock` is short.")
    },
    Cause(["bind"], .readOnlyFileSystem) { failure in
      Explained(
        "\(path(failure)) is on a file system that cannot be written, and bind has to make the file.",
        next: "`bind` to a path under /tmp.")
    },
    Cause(["unlink"], .readOnlyFileSystem) { failure in
      Explained(
        "\(path(failure)) is on a file system that cannot be written, so no name can be removed.",
        next: "`bind` to a path under /tmp needs none removed.")
    },
    Cause(["unlink"], .permissionDenied, mayNotRemove),
    Cause(["unlink"], .notPermitted, mayNotRemove),
  ]
}

private func path(_ failure: Failure) -> String {
  if case .path(let path)? = failure.call["pathname"] {
    return text(of: SocketAddress.unixPath(path))
  }
  return failure.target
}

private func verb(_ failure: Failure) -> String {
  ["bind", "unlink"].contains(failure.name) ? failure.name : "connect"
}

/// A path that fits a sentence.
private func shortened(_ path: String) -> String {
  path.count > 120 ? "\(path.prefix(40))..." : path
}

private func nothingToRemove(_ failure: Failure) -> Explained {
  Explained(
    "There is no file \(path(failure)), or no such folder: nothing is to be removed.",
    next: "`sockets` shows which paths are bound.")
}

private func mayNotRemove(_ failure: Failure) -> Explained {
  Explained(
    "Removing \(path(failure)) changes the folder that it is in, and that folder does not let"
      + " \(failure.role) do so: it is another user's.",
    next: "`bind ./s.sock` in a folder of your own leaves nothing behind that you may not `unlink`."
  )
}
