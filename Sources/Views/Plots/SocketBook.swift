internal import Log
internal import SystemCalls

/// The sockets of a log: what they are, and between which addresses.
struct SocketBook: Sendable {
  /// One socket; a number that is handed out again is another.
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
    var local: SocketAddress?
    var remote: SocketAddress?
  }

  private struct Number: Hashable {
    var role: String
    var fd: Int32
  }

  private var open: [Number: Socket] = [:]
  private(set) var facts: [Socket: Facts] = [:]
  /// How many sockets there were.
  private var count = 0

  /// The socket that has the number now; nil where its beginning was not seen.
  func socket(_ role: String?, _ fd: Int32?) -> Socket? {
    guard let role, let fd else { return nil }
    return open[Number(role: role, fd: fd)]
  }

  mutating func take(_ event: Event) {
    guard let role = event.role else { return }
    switch event.kind {
    case .returned(let returned) where returned.outcome.errno == nil:
      take(returned.call, returned.outcome.result, by: role)
    case .state(let change) where !change.orphaned: take(change, of: role)
    case .roleEnded: open = open.filter { $0.key.role != role }
    default: break
    }
  }

  private mutating func take(_ call: Call, _ result: Int, by role: String) {
    switch call.name {
    case "socket":
      guard case .constant(let type, _)? = call["type"] else { return }
      begin(role, Int32(clamping: result), Facts(isStream: type & 0xf == 1))
    case "accept", "accept4":
      begin(role, Int32(clamping: result), Facts(isStream: true, remote: call.peer))
    case "connect":
      guard let socket = socket(role, call.descriptor) else { return }
      facts[socket]?.remote = call.peer
    case "close": call.descriptor.map { open[Number(role: role, fd: $0)] = nil }
    default: break
    }
  }

  private mutating func begin(_ role: String, _ fd: Int32, _ new: Facts) {
    count += 1
    let socket = Socket(role: role, fd: fd, generation: count)
    open[Number(role: role, fd: fd)] = socket
    facts[socket] = new
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
}
