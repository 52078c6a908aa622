extension Command {
  static let unlink = Command(
    "unlink", "remove the name of a Unix socket", in: .sockets,
    .socketPath(),
    discussion: """
      bind makes a file, and close leaves it: the next bind to that path finds it and fails. So a \
      server unlinks the path before it binds, or when it ends. Sockets that are open go on as they \
      are, but nobody finds them by that name any more.

      Only sockets are removed here, never another kind of file.
      """,
    examples: [
      Example(
        ["socket unix", "bind ./sockratic-example.sock", "unlink ./sockratic-example.sock"],
        shows: "unlink(./sockratic-example.sock) = 0"),
      Example(["unlink ./sockratic-no-such.sock"], shows: "ENOENT"),
    ],
    errors: [
      PossibleError("ENOENT", "there is no such file, or no such folder"),
      PossibleError("EACCES", "the folder cannot be written by this role"),
      PossibleError("EPERM", "the folder is sticky, and the file another user's"),
      PossibleError("ENOTDIR", "a part of the path is no folder"),
      PossibleError("ELOOP", "too many symbolic links on the way"),
      PossibleError("ENAMETOOLONG", "a name on the way is too long"),
      PossibleError("EROFS", "the file system cannot be written"),
    ]
  ) { path in .act(.unlink(path)) }
}
