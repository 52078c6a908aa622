internal import Explanations
internal import Log
internal import SystemCalls

/// Which sockets the calls of a statement can have changed: all that has to be looked at after it.
struct Touch {
  var keys: Set<SocketKey> = []
  /// Where data or a connection was sent to.
  var destinations: Set<Destination> = []
  /// Connections whose descriptor was closed just now, with the state they had.
  var closed: [AddressPair: Orphans.Orphan] = [:]
  /// Every socket whose descriptor was closed just now, as it was known before.
  var departed: [SocketKey: SocketView] = [:]
  /// After an end that can touch anything: a killed role, a closed listener.
  var isEverything = false
  /// Sockets whose new address nobody needs to be told: it was typed, or `accept` will show it.
  var addressIsPlain: Set<SocketKey> = []
  /// Connections that accept has handed out, and that have been established until then, whatever has
  /// become of them.
  private(set) var accepted: Set<SocketKey> = []
  /// Whether a call can have sent a packet.
  private var hasSent = false
  /// Whether a packet was carried on the wire, whoever sent it.
  var hasCarried = false
  /// Whether something was done that somebody outside the roles can have noticed.
  var reachesOthers = false
  /// What was noted last: in a flood it comes again and again, and there is nothing more to note.
  private var noted = LastCalls<(result: Int, role: String)>()

  struct Destination: Hashable {
    var socket: SocketKey
    var address: SocketAddress
  }

  /// Notes what a call that came back can have changed, apart from what `close` did.
  mutating func add(_ call: Call, _ outcome: Outcome, by role: String) {
    if isNoted(call, outcome, by: role) { return }
    if Noticed.waits.contains(call.name) { for entry in call.found { add(role, entry.fd) } }
    if !CallNames.quiet.contains(call.name) { reachesOthers = true }
    if call.name.hasPrefix("epoll_") { return }
    guard let fd = call.descriptor else {
      if call.name == "socket", outcome.errno == nil { begin(role, Int32(outcome.result)) }
      for fd in call.newDescriptors { begin(role, fd) }
      return
    }
    add(role, fd)
    if call.name == "connect" || call.bindsPort {
      addressIsPlain.insert(SocketKey(role: role, fd: fd))
    }
    let isAccepting = CallNames.accepting.contains(call.name)
    if isAccepting || ["dup", "dup2"].contains(call.name), outcome.errno == nil {
      begin(role, Int32(outcome.result))
      if isAccepting {
        accepted.insert(SocketKey(role: role, fd: Int32(outcome.result)))
      }
    }
    for fd in call.newDescriptors { begin(role, fd) }
    hasSent = hasSent || CallNames.moving.contains(call.name)
    guard call.name != "bind" else { return }
    let others = call.manyMessages.compactMap { $0.length == nil ? nil : $0.header.name }
    for address in others + [call.destination].compactMap({ $0 }) {
      destinations.insert(Destination(socket: SocketKey(role: role, fd: fd), address: address))
    }
  }

  /// Whether a packet can have been sent: by a call, or by the kernel for a process that has ended.
  var canHaveSent: Bool { hasSent || isEverything }

  /// Whether a socket that sees every packet can have got one.
  var canBeSeen: Bool { canHaveSent || hasCarried }

  /// Whether a partner may have been woken by it, or be about to be.
  var canHaveWoken: Bool { reachesOthers || isEverything || !closed.isEmpty }

  /// The descriptor is closed.
  mutating func remove(_ key: SocketKey) {
    keys.remove(key)
    noted = LastCalls()
  }

  /// Notes it, if it is not among the last that were.
  private mutating func isNoted(_ call: Call, _ outcome: Outcome, by role: String) -> Bool {
    let isNoted = { (last: (result: Int, role: String)) in
      last.result == outcome.result && last.role == role
    }
    if noted.first(of: call, where: isNoted) != nil { return true }
    noted.add(call, (outcome.result, role))
    return false
  }

  /// Another socket has the number.
  private mutating func begin(_ role: String, _ fd: Int32) {
    noted = LastCalls()
    add(role, fd)
    accepted.remove(SocketKey(role: role, fd: fd))
  }

  mutating func add(_ role: String, _ fd: Int32) { keys.insert(SocketKey(role: role, fd: fd)) }
}

extension Call {
  /// A bind that names its port: nothing is left for the kernel to choose.
  fileprivate var bindsPort: Bool {
    guard name == "bind", case .address(let address)? = self["addr"] else { return false }
    return address.port != 0 && address != .unixUnnamed
  }
}
