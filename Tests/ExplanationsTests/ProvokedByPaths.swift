import Glibc
import SystemCalls

@testable import Explanations

private func unixPath(_ path: String) -> SocketAddress { .unixPath(Array(path.utf8)) }

private let datagram = Number.datagram

let pathProvocations =
  pathErrors + [
    Provocation("bind", "EADDRINUSE", "the file exists, and nobody has it") { bench in
      let path = bench.path("file")
      try makeFile(path)
      return bench.tryBind(
        try bench.unix(), unixPath(path), mentions: ["\(path) exists already", "`bind`"])
    },
    Provocation("bind", "EADDRINUSE", "a role has the path") { bench in
      let path = unixPath(bench.path("taken"))
      let server = try bench.unix("server")
      _ = try bench.bind(server, path)
      return bench.tryBind(
        try bench.unix(), path, mentions: ["server @\(server)", "`server> close @\(server)`"])
    },
    Provocation("bind", "EROFS", "a file system that cannot be written") { bench in
      guard let folder = try readOnlyFolder(bench) else { return nil }
      return bench.tryBind(try bench.unix(), unixPath(folder + "/s"), mentions: [folder])
    },
    Provocation("connect", "ECONNREFUSED", "a Unix socket that does not listen") { bench in
      let path = bench.path("deaf")
      let server = try bench.unix("server")
      _ = try bench.bind(server, unixPath(path))
      return bench.tryConnect(
        try bench.unix(), unixPath(path),
        mentions: ["server @\(server) is bound to \(path)", "`server> listen`"])
    },
    Provocation("connect", "ECONNREFUSED", "a file that nobody has") { bench in
      let path = bench.path("file")
      try makeFile(path)
      return bench.tryConnect(try bench.unix(), unixPath(path), mentions: ["\(path) exists"])
    },
    Provocation("connect", "ECONNREFUSED", "an abstract name that nobody has") { bench in
      bench.tryConnect(
        try bench.unix(), .unixAbstract(Array("sockratic-nobody".utf8)),
        mentions: ["unix:@sockratic-nobody"])
    },
    Provocation("connect", "EPROTOTYPE", "a datagram socket to a stream socket") { bench in
      let (path, server) = try unixListener(bench)
      let fd = try bench.unix("client", datagram)
      return bench.tryConnect(
        fd, path,
        mentions: ["server @\(server), a Unix stream socket", "@\(fd) is a Unix datagram"])
    },
    Provocation("sendto", "EPROTOTYPE", "a datagram socket to a stream socket") { bench in
      let (path, server) = try unixListener(bench)
      let fd = try bench.unix("client", datagram)
      return bench.trySend("sendto", fd, to: path, mentions: ["server @\(server)", "@\(fd)"])
    },
    Provocation("connect", "EAGAIN", "a full queue, and a socket that does not block") { bench in
      let (path, _) = try unixListener(bench)
      try bench.connect(try bench.unix(), path)
      let fd = try bench.unix()
      _ = fcntl(fd, F_SETFL, O_NONBLOCK)
      return bench.tryConnect(fd, path, mentions: [text(of: path), "does not block"])
    },
    Provocation("sendto", "EISCONN", "an address for a connected Unix stream") { bench in
      let (path, _) = try unixListener(bench)
      let fd = try bench.unix()
      try bench.connect(fd, path)
      return bench.trySend("sendto", fd, to: path, mentions: ["@\(fd)", text(of: path), "`send`"])
    },
    Provocation("sendto", "EOPNOTSUPP", "an address for a Unix stream") { bench in
      let fd = try bench.unix()
      return bench.trySend(
        "sendto", fd, to: unixPath("./s"), mentions: ["@\(fd)", "Unix stream socket"])
    },
    Provocation("sendto", "ECONNREFUSED", "a file that nobody has") { bench in
      let path = bench.path("file")
      try makeFile(path)
      return bench.trySend(
        "sendto", try bench.unix("client", datagram), to: unixPath(path), mentions: [path])
    },
  ]

/// What the file system says, of every call that takes a path.
private let pathErrors = ["bind", "connect", "sendto"].flatMap { name in
  [
    pathError(name, "ENOENT", "no such folder") { $0.path("missing") + "/s" },
    pathError(name, "ENOTDIR", "a file where a folder should be") { bench in
      let path = bench.path("file")
      try makeFile(path)
      return path + "/s"
    },
    pathError(name, "ELOOP", "a link that points to itself") { bench in
      let path = bench.path("loop")
      try prepare(symlink(path, path) == 0, "symlink")
      return path + "/s"
    },
    pathError(name, "ENAMETOOLONG", "a link to a name of 300 bytes") { bench in
      let path = bench.path("long")
      try prepare(symlink(String(repeating: "a", count: 300), path) == 0, "symlink")
      return path + "/s"
    },
  ]
}

private func pathError(
  _ name: String, _ errno: String, _ how: String,
  _ make: @escaping @Sendable (Bench) throws -> String
) -> Provocation {
  Provocation(name, errno, how) { bench in
    let path = try make(bench)
    let fd = try bench.unix("client", name == "sendto" ? Number.datagram : Number.stream)
    switch name {
    case "bind": return bench.tryBind(fd, unixPath(path), mentions: [path])
    case "connect": return bench.tryConnect(fd, unixPath(path), mentions: [path])
    default: return bench.trySend("sendto", fd, to: unixPath(path), mentions: [path])
    }
  }
}

private func unixListener(_ bench: Bench) throws -> (SocketAddress, Int32) {
  let path = unixPath(bench.path("listener"))
  let server = try bench.unix("server")
  _ = try bench.bind(server, path)
  try prepare(listen(server, 0) == 0, "listen")
  return (path, server)
}

private func makeFile(_ path: String) throws {
  let fd = open(path, O_CREAT | O_WRONLY, 0o600)
  try prepare(fd >= 0, "open")
  close(fd)
}

/// A folder on a read-only file system that this thread alone sees, which takes root; nil without.
func readOnlyFolder(_ bench: Bench) throws -> String? {
  let (cloneNamespace, cloneFS): (Int32, Int32) = (0x20000, 0x200)
  let (readOnly, recursive, separate): (UInt, UInt, UInt) = (1, 1 << 14, 1 << 18)
  guard geteuid() == 0, unshare(cloneNamespace | cloneFS),
    mount("none", "/", nil, recursive | separate, nil) == 0
  else { return nil }
  let folder = bench.path("read-only")
  try prepare(mkdir(folder, 0o755) == 0, "mkdir")
  guard mount("none", folder, "tmpfs", readOnly, nil) == 0 else { return nil }
  bench.undo.append { umount(folder) }
  return folder
}
