internal import Log
internal import SystemCalls

/// The sockets of a log: what they are, and between which addresses.
struct SocketBook: Sendable {
  /// One socket; a number that is handed out again is another, and a copy of a number the same.
  struct Socket: Hashable, Sendable, Comparable {
    var role: String
    var fd: Int32
    var generation: Int

    var name: String { "\(role) @\(fd)" }

    static func < (one: Socket, other: Socket) -> Bool {
      (one.generation, one.role, one.fd) < (other.generation, other.role, other.fd)
    }
  }

  struct Facts: Hashable, Sendable {
    var isStream: Bool?
    var isUnix = false
    var local: SocketAddress?
    var remote: SocketAddress?
  }

  private struct Number: Hashable {
    var role: String
    var fd: Int32
  }

  private var open: [Number: Socket] = [:]
  /// How many numbers stand for it.
  private var holders: [Socket: Int] = [:]
  /// Of a number, the socket that it stood for last, once it stands for it no more.
  private var past: [Number: Socket] = [:]
  private(set) var facts: [Socket: Facts] = [:]
  private var passing = PassedSockets()
  /// How many sockets there were.
  private var count = 0

  /// The socket that has the number now; nil where its beginning was not seen.
  func socket(_ role: String?, _ fd: Int32?) -> Socket? {
    guard let role, let fd else { return nil }
    return open[Number(role: role, fd: fd)]
  }

  /// The socket that a change of state is about.
  func socket(_ role: String?, of change: StateChange) -> Socket? {
    guard change.orphaned, let role else { return socket(role, change.fd) }
    return past[Number(role: role, fd: change.fd)]
  }

  func isOpen(_ socket: Socket) -> Bool { holders[socket, default: 0] > 0 }

  /// The numbers that its own role has for it, in ascending order.
  func numbers(of socket: Socket) -> [Int32] {
    guard isOpen(socket) else { return [] }
    return open.filter { $0.value == socket && $0.key.role == socket.role }.map(\.key.fd).sorted()
  }

  /// Those that a role has open.
  func sockets(of role: String) -> Set<Socket> {
    Set(open.lazy.filter { $0.key.role == role }.map(\.value))
  }

  mutating func take(_ event: Event) {
    guard let role = event.role else { return }
    switch event.kind {
    case .returned(let returned) where returned.outcome.errno == nil:
      take(returned.call, returned.outcome.result, by: role)
    case .state(let change) where !change.orphaned: take(change, of: role)
    case .roleEnded: for number in open.keys where number.role == role { end(number) }
    default: break
    }
  }

  private mutating func take(_ call: Call, _ result: Int, by role: String) {
    switch call.name {
    case "socket", "accept", "accept4", "socketpair": begin(call, Int32(clamping: result), by: role)
    case "dup", "dup2":
      guard let socket = socket(role, call.descriptor) else { return }
      put(socket, at: Number(role: role, fd: Int32(clamping: result)))
    case "connect":
      guard let socket = socket(role, call.descriptor) else { return }
      facts[socket]?.remote = call.peer
    case "close": call.descriptor.map { end(Number(role: role, fd: $0)) }
    case "sendmsg", "sendmmsg": passing.send(call.passedDescriptors.map { socket(role, $0) })
    case "recvmsg", "recvmmsg":
      let new = call.newDescriptors
      for (fd, socket) in zip(new, passing.receive(new.count)) {
        if let socket { put(socket, at: Number(role: role, fd: fd)) }
      }
    default: break
    }
  }

  // MARK: Numbers

  private mutating func begin(_ call: Call, _ result: Int32, by role: String) {
    let isUnix = call.constantNumber("domain") == 1
    let isStream = call.constantNumber("type").map { $0 & 0xf == 1 }
    switch call.name {
    case "socket":
      guard let isStream else { return }
      begin(role, result, Facts(isStream: isStream, isUnix: isUnix))
    case "socketpair":
      for fd in call.newDescriptors { begin(role, fd, Facts(isStream: isStream, isUnix: true)) }
    default:
      let listener = socket(role, call.descriptor).flatMap { facts[$0] }
      let local = listener?.local.flatMap { $0.isWildcard ? nil : $0 }
      begin(
        role, result,
        Facts(
          isStream: listener?.isStream ?? true, isUnix: listener?.isUnix ?? false, local: local,
          remote: call.peer))
    }
  }

  private mutating func begin(_ role: String, _ fd: Int32, _ new: Facts) {
    count += 1
    let socket = Socket(role: role, fd: fd, generation: count)
    put(socket, at: Number(role: role, fd: fd))
    facts[socket] = new
  }

  private mutating func put(_ socket: Socket, at number: Number) {
    end(number)
    open[number] = socket
    holders[socket, default: 0] += 1
  }

  private mutating func end(_ number: Number) {
    guard let socket = open.removeValue(forKey: number) else { return }
    past[number] = socket
    let left = holders[socket, default: 1] - 1
    holders[socket] = left > 0 ? left : nil
  }

  private mutating func take(_ change: StateChange, of role: String) {
    guard let socket = socket(role, change.fd) else { return }
    if let local = change.local, local.port != 0 { facts[socket]?.local = local }
    if let remote = change.remote, remote.port != 0 { facts[socket]?.remote = remote }
  }
}

extension Call {
  /// The address that the call was given or has found out.
  var peer: SocketAddress? {
    for argument in arguments {
      switch argument.value {
      case .address(let address), .addressRoom(_, let address?): return address
      case .message(let header), .messageRoom(_, let header?): return header.name
      default: continue
      }
    }
    return nil
  }

  func constantNumber(_ name: String) -> Int? {
    if case .constant(let number, _)? = self[name] { number } else { nil }
  }
}
