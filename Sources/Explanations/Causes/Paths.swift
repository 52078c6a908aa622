internal import SystemCalls

private let onPaths = ["bind", "connect", "send", "sendto"]

extension Cause {
  /// What the file system says of a Unix socket's path (unix(7), path_resolution(7)).
  static let paths = [
    Cause(onPaths, .noEntry) { failure in
      guard failure.name == "bind" else {
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
        "A name on the way to \(path(failure)) is longer than the 255 bytes that a file's name may have.",
        next: "`\(verb(failure)) ./s.sock` is short.")
    },
    Cause(["bind"], .readOnlyFileSystem) { failure in
      Explained(
        "\(path(failure)) is on a file system that cannot be written, and bind has to make the file.",
        next: "`bind` to a path under /tmp.")
    },
  ]
}

private func path(_ failure: Failure) -> String { failure.target }
private func verb(_ failure: Failure) -> String { failure.name == "bind" ? "bind" : "connect" }
