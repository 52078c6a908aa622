import Glibc
import SystemCalls

@testable import Explanations

private typealias Try = @Sendable (Bench, Int32, [String]) -> Attempt

/// Every call that is made on a descriptor.
private let calls: [(String, Try)] = [
  ("bind", { $0.tryBind($1, .loopback(port: 0), mentions: $2) }),
  ("listen", { $0.tryListen($1, mentions: $2) }),
  ("accept", { $0.tryAccept($1, mentions: $2) }),
  ("connect", { $0.tryConnect($1, .loopback(port: 9), mentions: $2) }),
  ("send", { $0.trySend($1, mentions: $2) }),
  ("sendto", { $0.trySend("sendto", $1, to: .loopback(port: 9), mentions: $2) }),
  ("recv", { $0.tryReceive($1, mentions: $2) }),
  ("recvfrom", { $0.tryReceive("recvfrom", $1, mentions: $2) }),
  ("shutdown", { $0.tryPlain("shutdown", $1, how: 1, mentions: $2) }),
  ("getsockname", { $0.tryPlain("getsockname", $1, mentions: $2) }),
  ("getpeername", { $0.tryPlain("getpeername", $1, mentions: $2) }),
  ("setsockopt", { $0.trySetOption($1, "SO_REUSEADDR", .integer(1), mentions: $2) }),
  ("getsockopt", { $0.tryGetOption($1, "SO_REUSEADDR", mentions: $2) }),
  ("close", { $0.tryPlain("close", $1, mentions: $2) }),
  ("fcntl", { $0.tryFlags($1, mentions: $2) }),
]

/// A number that this process, whatever else runs in it, has no descriptor of.
private let neverOpen: Int32 = 1_000_000

let descriptorProvocations: [Provocation] =
  calls.flatMap { name, attempt in
    [
      Provocation(name, "EBADF", "a descriptor that was never opened") { bench in
        attempt(bench, neverOpen, ["no descriptor 1000000", "`socket tcp`"])
      },
      Provocation(name, "EBADF", "a descriptor that was closed") { bench in
        let fd = try bench.tcp(["listen", "accept"].contains(name) ? "server" : "client")
        bench.closed = [neverOpen]
        return attempt(bench, neverOpen, ["has closed @1000000", "@\(fd)", "`sockets`"])
      },
    ]
  }
  + calls.filter { !["close", "fcntl"].contains($0.0) }.map { name, attempt in
    Provocation(name, "ENOTSOCK", "standard output") { bench in
      attempt(bench, 1, ["Descriptor 1", "standard output"])
    }
  }

let socketProvocations = [
  Provocation("socket", "EAFNOSUPPORT", "a family that does not exist") {
    $0.trySocket(99, 1, mentions: ["99"])
  },
  Provocation("socket", "EPROTONOSUPPORT", "a stream of UDP") {
    $0.trySocket(AF_INET, 1, 17, mentions: ["AF_INET", "17", "SOCK_STREAM"])
  },
  Provocation("socket", "EPROTONOSUPPORT", "a raw socket without a protocol") {
    $0.trySocket(AF_INET, 3, mentions: ["raw"])
  },
  Provocation("socket", "ESOCKTNOSUPPORT", "a type that IPv4 does not have") {
    $0.trySocket(AF_INET, 5, mentions: ["AF_INET", "type 5"])
  },
  Provocation("socket", "EINVAL", "a type that does not exist") {
    $0.trySocket(AF_INET, 11, mentions: ["11"])
  },
  Provocation("socket", "EINVAL", "a protocol that does not exist") {
    $0.trySocket(AF_INET, 1, 300, mentions: ["300"])
  },
  Provocation("socket", "EMFILE", "every descriptor taken") { bench in
    guard try fillDescriptors() != nil else { return nil }
    return bench.trySocket(AF_INET, 1, mentions: ["RLIMIT_NOFILE", "`close`"])
  },
]

/// Gives this thread a descriptor table of its own and fills it; the highest one, or nil where the
/// limit is too high to reach.
func fillDescriptors() throws -> Int32? {
  var limit = rlimit()
  getrlimit(__rlimit_resource_t(7), &limit)
  guard limit.rlim_cur <= 1_100_000 else { return nil }
  let cloneFiles: Int32 = 0x400
  try prepare(unshare(cloneFiles), "unshare(CLONE_FILES)")
  var last: Int32 = -1
  while true {
    let fd = dup(2)
    if fd < 0 { return last }
    last = fd
  }
}

/// unshare(2), for this thread alone.
func unshare(_ flags: Int32) -> Bool {
  guard let unshare = dlsym(nil, "unshare") else { return false }
  typealias Function = @convention(c) (Int32) -> Int32
  return unsafeBitCast(unshare, to: Function.self)(flags) == 0
}
