import Glibc
import SystemCalls

@testable import Explanations

/// What one provoked failure came to.
struct Attempt: Sendable {
  var call: Call
  var result: Int
  var errno: Int32
  var situation: Situation
  /// What its explanation must name.
  var mentions: [String]

  var outcome: Outcome {
    Outcome(result: result, errno: result < 0 ? Errno(errno) : nil, nanoseconds: 0)
  }
  var text: String { explanation(of: call, outcome, in: situation) }
}

/// Real sockets in this process, each said to be some role's, and closed at the end.
final class Bench {
  private var roles: [Int32: String] = [:]
  private var files: [String] = []
  /// The peers of sockets that have lost them: the stage remembers what it saw.
  var remembered: [Int32: SocketAddress] = [:]
  var closed: Set<Int32> = []
  /// The client's epoll sets, and what they watch.
  var epollSets: [Int32: [PollEntry]] = [:]
  var orphans: [SocketView] = []

  /// What to undo before the files go.
  var undo: [() -> Void] = []

  deinit {
    for step in undo { step() }
    for fd in roles.keys { Glibc.close(fd) }
    for fd in epollSets.keys { Glibc.close(fd) }
    for file in files.reversed() { remove(file) }
  }

  func socket(_ role: String, _ family: Int32, _ type: Int32) throws -> Int32 {
    let fd = Glibc.socket(family, type, 0)
    try prepare(fd >= 0, "socket")
    roles[fd] = role
    return fd
  }
  /// A descriptor that another call made.
  func adopt(_ fd: Int32, _ role: String) { roles[fd] = role }

  func tcp(_ role: String = "client") throws -> Int32 { try socket(role, AF_INET, Number.stream) }
  func udp(_ role: String = "client") throws -> Int32 { try socket(role, AF_INET, Number.datagram) }
  func tcp6(_ role: String = "client") throws -> Int32 { try socket(role, AF_INET6, Number.stream) }
  func unix(_ role: String = "client", _ type: Int32 = Number.stream) throws -> Int32 {
    try socket(role, AF_UNIX, type)
  }

  func bind(_ fd: Int32, _ address: SocketAddress = .loopback(port: 0)) throws -> SocketAddress {
    try prepare(withSockaddr(address) { Glibc.bind(fd, $0, $1) } == 0, "bind")
    return try local(fd)
  }

  func local(_ fd: Int32) throws -> SocketAddress {
    guard let address = name(fd, getsockname) else { throw Unprepared(what: "getsockname") }
    return address
  }

  func connect(_ fd: Int32, _ address: SocketAddress) throws {
    try prepare(withSockaddr(address) { Glibc.connect(fd, $0, $1) } == 0, "connect")
    remembered[fd] = address
  }

  /// A listening socket on loopback.
  func listener(_ role: String = "server", backlog: Int32 = 5) throws -> (Int32, SocketAddress) {
    let fd = try tcp(role)
    let address = try bind(fd)
    try prepare(listen(fd, backlog) == 0, "listen")
    return (fd, address)
  }

  /// A connection: the client's end, the server's end.
  func connection() throws -> (client: Int32, server: Int32) {
    let (listening, address) = try listener()
    let client = try tcp("client")
    try connect(client, address)
    let server = accept(listening, nil, nil)
    try prepare(server >= 0, "accept")
    roles[server] = "server"
    remembered[server] = try local(client)
    return (client, server)
  }

  func close(_ fd: Int32) {
    Glibc.close(fd)
    roles[fd] = nil
  }

  func option(_ fd: Int32, _ level: Int32, _ name: Int32, _ value: Int32) {
    var value = value
    setsockopt(fd, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  /// A path in /tmp that is removed at the end.
  func path(_ name: String) -> String {
    let path = "/tmp/sockratic-explanations-\(getpid())-\(UInt32.random(in: 0 ... .max))-\(name)"
    files.append(path)
    return path
  }

  func view(_ fd: Int32) -> SocketView {
    let type = number(fd, SOL_SOCKET, SO_TYPE)
    let family = number(fd, SOL_SOCKET, SO_DOMAIN)
    let remote = name(fd, getpeername)
    let isTCP = type == Number.stream && family != AF_UNIX
    let states = [
      1: "ESTABLISHED", 2: "SYN_SENT", 3: "SYN_RCVD", 4: "FIN_WAIT_1", 5: "FIN_WAIT_2",
      6: "TIME_WAIT", 7: "CLOSED", 8: "CLOSE_WAIT", 9: "LAST_ACK", 10: "LISTEN", 11: "CLOSING",
    ]
    let isListening = number(fd, SOL_SOCKET, SO_ACCEPTCONN) != 0
    let other = isListening ? "LISTEN" : remote == nil ? "UNCONNECTED" : "CONNECTED"
    return SocketView(
      role: roles[fd] ?? "?", fd: fd, family: family, type: type, protocolNumber: 0,
      local: name(fd, getsockname), remote: remote ?? remembered[fd],
      state: isTCP ? states[Int(number(fd, Int32(IPPROTO_TCP), TCP_INFO) & 0xff)] ?? "?" : other)
  }

  private func number(_ fd: Int32, _ level: Int32, _ option: Int32) -> Int32 {
    var value: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(fd, level, option, &value, &length)
    return value
  }

  func situation(_ role: String, _ fd: Int32?) -> Situation {
    Situation(
      role: role, socket: fd.flatMap { roles[$0] == nil ? nil : view($0) },
      others: roles.keys.sorted().map(view) + orphans, isPrivileged: geteuid() == 0,
      firstUnprivilegedPort: 1024, otherDescriptors: [0, 1, 2], closedDescriptors: closed,
      epollSets: epollSets)
  }

  /// The situation, then the call itself.
  func attempt(
    _ call: Call, role: String = "client", mentions: [String] = [], _ body: () -> Int
  ) -> Attempt {
    let before = situation(role, call.descriptor)
    let result = body()
    return Attempt(
      call: call, result: result, errno: Glibc.errno, situation: before, mentions: mentions)
  }
}

struct Unprepared: Error {
  var what: String
  var errno = Glibc.errno

  var lacksIPv6: Bool { [EAFNOSUPPORT, EADDRNOTAVAIL].contains(errno) }
}

/// The bench could not be set up: the provocation fails.
func prepare(_ condition: Bool, _ what: String) throws {
  if !condition { throw Unprepared(what: what) }
}
