import Glibc
import SystemCalls

@testable import Explanations

/// CAP_SETUID
private let setUser: UInt32 = 7

let messageProvocations: [Provocation] =
  pairProvocations + [
    Provocation("sendmsg", "EBADF", "a descriptor to be passed that is not open") { bench in
      let (client, _) = try bench.pair()
      return bench.trySendMessage(
        client, control: [.rights([client, 997])], mentions: ["@\(client) and @997", "not open"])
    },
    Provocation("sendmsg", "ENOTSOCK", "standard input") { bench in
      let null = open("/dev/null", O_RDWR)
      defer { close(null) }
      return bench.trySendMessage(null, mentions: ["Descriptor \(null)"])
    },
    Provocation("sendmsg", "EINVAL", "more descriptors than one message passes") { bench in
      let (client, _) = try bench.pair()
      let many = [Int32](repeating: client, count: 254)
      return bench.trySendMessage(client, control: [.rights(many)], mentions: ["253", "254"])
    },
    Provocation("sendmsg", "ENETUNREACH", "a source that is not this machine's") { bench in
      let address = try bench.bind(try bench.udp("server"))
      let source = ControlMessage.packetInfo(source: 0xc000_0201, interface: 0)
      return bench.trySendMessage(
        try bench.udp(), to: address, control: [source], mentions: ["192.0.2.1"])
    },
    Provocation("sendmsg", "EPERM", "credentials of another user's") { bench in
      let (client, _) = try bench.pair()
      guard drop(setUser) else { return nil }
      let another = ControlMessage.credentials(pid: getpid(), uid: geteuid() + 5, gid: getegid())
      return bench.trySendMessage(
        client, control: [another], mentions: ["uid \(geteuid() + 5)", "only root"])
    },
    Provocation("sendmsg", "ESRCH", "a process that does not exist") { bench in
      guard geteuid() == 0 else { return nil }
      let (client, _) = try bench.pair()
      let nobody = ControlMessage.credentials(pid: 0x3fff_ffff, uid: 0, gid: 0)
      return bench.trySendMessage(client, control: [nobody], mentions: ["pid 1073741823"])
    },
    Provocation("sendmsg", "EMSGSIZE", "a datagram that is too large") { bench in
      let address = try bench.bind(try bench.udp("server"))
      return bench.trySendMessage(
        try bench.udp(), length: 70_000, to: address, mentions: ["70000", "65507"])
    },
    Provocation("sendmsg", "EDESTADDRREQ", "a UDP socket without a peer") { bench in
      let fd = try bench.udp()
      return bench.trySendMessage(fd, mentions: ["@\(fd)", "without a peer"])
    },
    Provocation("sendmsg", "ENOTCONN", "a Unix stream without a peer") { bench in
      let fd = try bench.unix()
      return bench.trySendMessage(fd, mentions: ["@\(fd)", "connected to nobody"])
    },
    Provocation("sendmsg", "EPIPE", "the other end is closed") { bench in
      let (client, server) = try bench.pair()
      bench.close(server)
      return bench.trySendMessage(client, mentions: ["@\(client)"])
    },
    Provocation("sendmsg", "EAGAIN", "a full queue of datagrams") { bench in
      let (client, _) = try bench.pair(Number.datagram)
      for _ in 0..<1000 where send(client, "x", 1, Int32(MSG_DONTWAIT)) < 0 { break }
      return bench.trySendMessage(
        client, flags: Int32(MSG_DONTWAIT), mentions: ["@\(client)", "MSG_DONTWAIT"])
    },
    Provocation("sendmsg", "EISCONN", "an address for a connected Unix stream") { bench in
      let (client, _) = try bench.pair()
      return bench.trySendMessage(
        client, to: .unixPath(Array("./s".utf8)), mentions: ["@\(client)"])
    },
    Provocation("sendmsg", "ECONNREFUSED", "a name that nobody has") { bench in
      bench.trySendMessage(
        try bench.unix("client", Number.datagram),
        to: .unixAbstract(Array("sockratic-nobody-there".utf8)), mentions: ["nobody-there"])
    },
    Provocation("sendmsg", "ENOENT", "a path that does not exist") { bench in
      let path = bench.path("missing")
      return bench.trySendMessage(
        try bench.unix("client", Number.datagram), to: .unixPath(Array(path.utf8)), mentions: [path]
      )
    },
    Provocation("recvmsg", "EAGAIN", "nothing there") { bench in
      let (client, _) = try bench.pair()
      return bench.tryReceiveMessage(
        client, flags: Int32(MSG_DONTWAIT), mentions: ["No bytes", "Plain `recv`"])
    },
    Provocation("recvmsg", "EAGAIN", "an error queue without errors") { bench in
      let fd = try bench.udp()
      return bench.tryReceiveMessage(
        fd, flags: Int32(MSG_ERRQUEUE),
        mentions: ["error queue of @\(fd)", "`setsockopt @\(fd) IP_RECVERR on`"])
    },
    Provocation("recvmsg", "EBADF", "not open") { bench in
      bench.tryReceiveMessage(997, mentions: ["no descriptor 997"])
    },
    Provocation("recvmsg", "ENOTSOCK", "no socket") { bench in
      let null = open("/dev/null", O_RDWR)
      defer { close(null) }
      return bench.tryReceiveMessage(null, mentions: ["Descriptor \(null)"])
    },
    Provocation("recvmsg", "ENOTCONN", "a TCP socket without a peer") { bench in
      let fd = try bench.tcp()
      return bench.tryReceiveMessage(fd, mentions: ["@\(fd)", "connected to nobody"])
    },
    Provocation("recvmsg", "EINVAL", "a Unix stream without a peer") { bench in
      let fd = try bench.unix()
      return bench.tryReceiveMessage(fd, mentions: ["@\(fd)", "without a peer"])
    },
    Provocation("recvmsg", "ECONNREFUSED", "an earlier datagram found nobody") { bench in
      let dead = try bench.udp("server")
      let address = try bench.bind(dead)
      bench.close(dead)
      let fd = try bench.udp()
      try bench.connect(fd, address)
      send(fd, "x", 1, 0)
      return bench.tryReceiveMessage(fd, mentions: ["ICMP port unreachable"])
    },
  ]

private let pairProvocations = [
  Provocation("socketpair", "EOPNOTSUPP", "of TCP") { bench in
    bench.trySocketpair(AF_INET, 1, mentions: ["AF_INET", "Only Unix sockets"])
  },
  Provocation("socketpair", "EAFNOSUPPORT", "of a family that does not exist") { bench in
    bench.trySocketpair(99, 1, mentions: ["99"])
  },
  Provocation("socketpair", "EPROTONOSUPPORT", "of a protocol that does not exist") { bench in
    bench.trySocketpair(AF_UNIX, 1, 9, mentions: ["AF_UNIX"])
  },
  Provocation("socketpair", "ESOCKTNOSUPPORT", "of a type that does not exist") { bench in
    bench.trySocketpair(AF_UNIX, 10, mentions: ["AF_UNIX"])
  },
]

let removalProvocations =
  [
    Provocation("unlink", "ENOENT", "no such file") { bench in
      let path = bench.path("missing")
      return bench.tryUnlink(path, mentions: [path, "nothing is to be removed"])
    },
    Provocation("unlink", "ENOTDIR", "a file where a folder should be") { bench in
      bench.tryUnlink("/dev/null/s", mentions: ["/dev/null/s"])
    },
    Provocation("unlink", "ELOOP", "a link that points to itself") { bench in
      let path = bench.path("loop")
      try prepare(symlink(path, path) == 0, "symlink")
      return bench.tryUnlink(path + "/s", mentions: [path])
    },
    Provocation("unlink", "ENAMETOOLONG", "a name of 300 bytes") { bench in
      bench.tryUnlink("/tmp/" + String(repeating: "a", count: 300), mentions: ["255 bytes"])
    },
    Provocation("unlink", "EACCES", "a folder of root's") { bench in
      guard geteuid() == 0 else { return nil }
      let (_, path) = try socketFile(bench, mode: 0o755)
      try actOnFiles(as: 65534)
      bench.undo.insert({ try? actOnFiles(as: 0) }, at: 0)
      return bench.tryUnlink(path, mentions: [path, "another user's"])
    },
    Provocation("unlink", "EPERM", "root's file in a sticky folder") { bench in
      guard geteuid() == 0 else { return nil }
      let (_, path) = try socketFile(bench, mode: 0o1777)
      try actOnFiles(as: 65534)
      bench.undo.insert({ try? actOnFiles(as: 0) }, at: 0)
      return bench.tryUnlink(path, mentions: [path, "another user's"])
    },
    Provocation("unlink", "EROFS", "a file system that cannot be written") { bench in
      guard let folder = try readOnlyFolder(bench) else { return nil }
      return bench.tryUnlink(folder + "/s", mentions: [folder])
    },
  ]

/// A Unix socket in a folder of that mode.
private func socketFile(_ bench: Bench, mode: mode_t) throws -> (folder: String, path: String) {
  let folder = bench.path("folder")
  try prepare(mkdir(folder, 0o700) == 0, "mkdir")
  let path = folder + "/s"
  bench.undo.insert({ unlink(path) }, at: 0)
  _ = try bench.bind(try bench.unix("server"), .unixPath(Array(path.utf8)))
  try prepare(chmod(folder, mode) == 0, "chmod")
  return (folder, path)
}
