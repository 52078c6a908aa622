import Glibc
import SystemCalls

@testable import Explanations

private let bindLowPorts: UInt32 = 10
let rawSockets: UInt32 = 13

let privilegeProvocations = [
  Provocation("bind", "EACCES", "a low port, without privilege") { bench in
    guard firstUnprivilegedPort() > 80, drop(bindLowPorts) else { return nil }
    var attempt = bench.tryBind(
      try bench.tcp(), .loopback(port: 80), mentions: ["Port 80 is below 1024", "`bind 0`"])
    attempt.situation.isPrivileged = false
    return attempt
  },
  Provocation("socket", "EPERM", "a raw socket, without privilege") { bench in
    guard drop(rawSockets) else { return nil }
    return bench.trySocket(AF_INET, 3, 1, mentions: ["CAP_NET_RAW", "client"])
  },
  Provocation("socket", "EACCES", "a ping socket, out of the range of groups") { bench in
    let attempt = bench.trySocket(AF_INET, 2, 1, mentions: ["ping_group_range", "client"])
    if attempt.result >= 0 { close(Int32(attempt.result)) }
    return attempt.result >= 0 ? nil : attempt
  },
  Provocation("bind", "EACCES", "a path in a folder of somebody else") { bench in
    let folder = try closedFolder(bench)
    return bench.tryBind(
      try bench.unix(), .unixPath(Array("\(folder)/s".utf8)), mentions: ["\(folder)/s", "folder"])
  },
  Provocation("connect", "EACCES", "a path in a folder of somebody else") { bench in
    let folder = try closedFolder(bench)
    return bench.tryConnect(
      try bench.unix(), .unixPath(Array("\(folder)/s".utf8)), mentions: ["\(folder)/s"])
  },
  Provocation("sendto", "EACCES", "a path in a folder of somebody else") { bench in
    let folder = try closedFolder(bench)
    return bench.trySend(
      "sendto", try bench.unix("client", 2), to: .unixPath(Array("\(folder)/s".utf8)),
      mentions: ["\(folder)/s"])
  },
  Provocation("signal", "EINVAL", "SIGKILL cannot be ignored") { bench in
    let call = Call(
      "rt_sigaction", [Argument("signum", .constant(9, table: .signal))])
    return bench.attempt(call, mentions: ["SIGKILL", "`signal SIGPIPE default`"]) {
      var ignore = sigaction()
      ignore.__sigaction_handler.sa_handler = SIG_IGN
      return Int(sigaction(9, &ignore, nil))
    }
  },
]

private func firstUnprivilegedPort() -> Int {
  guard let file = fopen("/proc/sys/net/ipv4/ip_unprivileged_port_start", "r") else { return 0 }
  defer { fclose(file) }
  var line = [CChar](repeating: 0, count: 32)
  guard fgets(&line, 32, file) != nil else { return 0 }
  return atol(line)
}

/// A folder that this thread, which gives up root's way with files, may not enter.
private func closedFolder(_ bench: Bench) throws -> String {
  let folder = bench.path("closed")
  try prepare(mkdir(folder, 0o700) == 0, "mkdir")
  if geteuid() == 0 {
    try actOnFiles(as: 65534)
    bench.undo.append { try? actOnFiles(as: 0) }
  } else {
    chmod(folder, 0)
  }
  return folder
}

/// Gives this thread another user's access to files (setfsuid(2)).
func actOnFiles(as user: UInt32) throws {
  typealias Function = @convention(c) (UInt32) -> Int32
  guard let set = dlsym(nil, "setfsuid") else { throw Unprepared(what: "setfsuid") }
  _ = unsafeBitCast(set, to: Function.self)(user)
}

/// Takes a capability from this thread; true if it is without it now.
func drop(_ capability: UInt32) -> Bool {
  if geteuid() != 0 { return true }
  typealias Function = @convention(c) (UnsafeMutableRawPointer, UnsafeMutableRawPointer) -> Int32
  guard let get = dlsym(nil, "capget"), let set = dlsym(nil, "capset") else { return false }
  // _LINUX_CAPABILITY_VERSION_3; then effective, permitted, inheritable, in two halves.
  var header: [UInt32] = [0x2008_0522, 0]
  var data = [UInt32](repeating: 0, count: 6)
  guard unsafeBitCast(get, to: Function.self)(&header, &data) == 0 else { return false }
  data[0] &= ~(1 << capability)
  return unsafeBitCast(set, to: Function.self)(&header, &data) == 0
}
