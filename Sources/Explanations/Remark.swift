public import SystemCalls

/// Something about a call's outcome which a learner would miss.
public struct Remark: Hashable, Sendable {
  /// The same for every remark of one kind: `send.buffered`.
  public var id: String
  /// One or two plain sentences, no line breaks, typed commands in backquotes.
  public var text: String
  /// True when it is worth saying only the first time in a session.
  public var once: Bool

  /// What the trace may show of data, in bytes.
  public static let shownOfData = 64

  public init(id: String, text: String, once: Bool) {
    self.id = id
    self.text = text
    self.once = once
  }
}

/// What there is to say about a call beside its explanation, or nil.
///
/// Of the failures only EPIPE has one: a C program would have died of SIGPIPE there.
/// The stage shows a remark that is `once` only if it has not yet shown one with the same `id`.
public func remark(on call: Call, _ outcome: Outcome, in situation: Situation) -> Remark? {
  if let errno = outcome.errno { return errno.rawValue == Reason.brokenPipe.rawValue ? died : nil }
  let success = Success(call: call, result: outcome.result, situation: situation)
  return remarks[success.name]?(success)
}

/// What there is to say when SIGPIPE has ended a role in the middle of a send.
public func remark(onDeathBySIGPIPE role: String, in call: Call) -> String {
  "\(Failure.canonical(call.name)) found no reader (EPIPE), and SIGPIPE's default action ends the"
    + " process: so does a C program die that does not ignore it."
}

/// What a queue's figure with overhead is, said where it is first seen to change.
public let remarkOnOverhead = Remark(
  id: "queue.overhead",
  text:
    "The receive queue's figure is the length of the first datagram: a program can ask no more. With"
    + " overhead, it is what all of them take of the kernel's memory, as `ss` shows it.", once: true
)

/// What is not told by any recv, said where it is first seen to come.
public let remarkOnErrorQueue = Remark(
  id: "queue.error",
  text:
    "That is the error queue, no datagram: an ICMP error has come back for what was sent, or the time"
    + " when it left. `recvmsg MSG_ERRQUEUE` reads it, and no other call.", once: true)

private let died = Remark(
  id: "send.sigpipe",
  text:
    "A C program would have died of SIGPIPE here; roles ignore it. `signal SIGPIPE default` shows"
    + " that.", once: true)

/// A call that succeeded, with what was true around it.
struct Success: Sendable {
  var call: Call
  var result: Int
  var situation: Situation

  var name: String { Failure.canonical(call.name) }
  var socket: SocketView? { situation.socket }
  var here: String { "@\(call.descriptor ?? -1)" }
  var remote: String { socket?.remote.map(typed) ?? "no address" }
  var others: [SocketView] {
    situation.others.filter {
      $0.orphaned || $0.role != situation.role || $0.fd != call.descriptor
    }
  }
  /// The peer by role where one has it, else by address.
  var peer: String {
    if let peerView { return peerView.name }
    guard let remote = socket?.remote, remote != .unixUnnamed else { return "the peer" }
    return typed(remote)
  }
  /// With a scope by its interface's name.
  func typed(_ address: SocketAddress) -> String { address.text(on: situation.interfaces) }
  var peerView: SocketView? { socket.flatMap { otherEnd(of: $0, among: others) } }
}

private let remarks: [String: @Sendable (Success) -> Remark?] = [
  "recv": received, "recvfrom": received, "send": sent, "sendto": sent, "connect": connected,
  "accept": accepted, "close": closed, "bind": bound, "listen": listening,
  "getsockopt": optionTold, "setsockopt": joined, "sendmsg": sentMessage,
  "recvmsg": receivedMessage,
  "socketpair": paired, "fcntl": flagsSet, "poll": readiness, "ppoll": readiness,
  "select": readiness, "epoll_wait": readiness, "epoll_create1": epollMade,
  "pselect": readiness, "epoll_pwait": readiness, "read": received, "readv": received,
  "write": sent, "writev": sent, "sendmmsg": sentSeveral, "recvmmsg": receivedSeveral,
  "getsockname": named, "signal": handled, "dup": duplicated, "dup2": duplicated,
  "sockatmark": markTold,
]

func received(_ success: Success) -> Remark? { special(success) ?? long(success) }

/// What is longer than a line of the trace.
private func long(_ success: Success) -> Remark? {
  guard success.result > Remark.shownOfData, case .buffer(_, let filled?)? = success.call["buf"],
    !filled.isDiscarded
  else { return nil }
  return Remark(
    id: "recv.long",
    text: "The trace shows the beginning of what came (… is the rest): `transcript` shows all.",
    once: true)
}

private func special(_ success: Success) -> Remark? {
  guard let socket = success.socket, let length = success.call.length else { return nil }
  if length == 0 { return nil }
  if socket.isStream, let record = success.tlsRecord { return record }
  if socket.isDatagram || socket.isSequenced && success.result > 0 {
    return datagram(success, length: length) ?? mappedSender(success)
  }
  if socket.type == Number.raw { return ownRequest(success) ?? rawReceived(socket) }
  if socket.isTCP, success.result > 0, success.call.hasFlag(Number.truncated) { return thrownAway }
  guard success.result == 0, socket.isStream || socket.isSequenced else { return nil }
  return emptyRecord(success, socket) ?? endOfFile(success, socket)
}

private let thrownAway = Remark(
  id: "recv.thrown-away",
  text: "MSG_TRUNC on TCP throws the bytes away: none was written into the buffer, and no recv will"
    + " return them.", once: true)

/// A message of 0 bytes reads like the end: it is none while the peer can still send.
private func emptyRecord(_ success: Success, _ socket: SocketView) -> Remark? {
  guard socket.isSequenced, !socket.ending.hasShutReading, let peer = success.peerView,
    !peer.orphaned, !peer.ending.hasShutWriting
  else { return nil }
  return Remark(
    id: "recv.empty-record",
    text: "An empty message: \(peer.name) has not closed, so that these 0 bytes are no end of file,"
      + " though recv returns the same for both.", once: false)
}

func sent(_ success: Success) -> Remark? {
  guard let socket = success.socket, let length = success.call.length else { return nil }
  if socket.isTCP, let plain = success.plainTextToTLS { return plain }
  if socket.isStream, success.result < length {
    return partiallySent(success, socket, length)
  }
  if socket.isTCP {
    return Remark(
      id: "send.buffered",
      text: "send returns when the bytes are in this machine's kernel: that is no word on whether"
        + " \(success.peer) has received them.", once: true)
  }
  if socket.isPing { return pinged(success) }
  guard socket.isUDP else { return nil }
  if let remark = notDelivered(success, socket) { return remark }
  let target = success.call.address.map(success.typed) ?? success.remote
  return Remark(
    id: "send.datagram",
    text:
      "The datagram is on its way to \(target), and that is all send knows: UDP does not ask whether"
      + " anybody is there.", once: true)
}

private func pinged(_ success: Success) -> Remark? {
  Remark(
    id: "send.echo-request",
    text:
      "The echo request is on its way to"
      + " \(success.call.address.map(hostText) ?? success.socket?.remote.map(hostText) ?? "the peer"):"
      + " if that host is there, its kernel answers by itself with an echo reply, which `recvfrom`"
      + " returns. The identifier in both is the kernel's, the number after the socket's own address,"
      + " whatever was given: by it the reply finds its socket.", once: true)
}

/// RFC 9293, section 3.5, figure 7.
private func crossed(_ success: Success, _ address: SocketAddress) -> Remark? {
  let other = success.peerView?.name ?? text(of: address)
  return Remark(
    id: "connect.simultaneous",
    text: "A simultaneous open: the SYNs of \(success.here) and of \(other) have crossed. Each end"
      + " took the other's SYN (SYN_RCVD) and acknowledged it, and together they have made one"
      + " connection: nobody listened, and there is nothing to accept.", once: true)
}

/// Only where it need not wait does a full buffer make a send short.
private func partiallySent(_ success: Success, _ socket: SocketView, _ length: Int) -> Remark {
  if socket.isNonblocking || success.call.hasFlag(Number.dontWait) {
    return Remark(
      id: "send.partial",
      text:
        "The kernel took \(success.result) of \(length) bytes: its send buffer is full. `send all DATA`"
        + " goes on until everything is sent.", once: false)
  }
  return Remark(
    id: "send.cut",
    text:
      "The send waited for room until a signal, SO_SNDTIMEO or the connection's end ended it. The"
      + " kernel had taken \(success.result) of \(length) bytes by then, and says so; with none it"
      + " would have been an error.", once: false)
}

private func connected(_ success: Success) -> Remark? {
  guard let socket = success.socket, let address = success.call.address else { return nil }
  if socket.isUDP || socket.isPing {
    return Remark(
      id: "connect.datagram",
      text:
        "\(socket.isPing ? "ICMP" : "UDP") has no handshake: connect only noted"
        + " \(success.typed(address)) as the peer, and no packet was sent.", once: true)
  }
  if success.situation.isSimultaneousOpen { return crossed(success, address) }
  if socket.isTCP, socket.state == "ESTABLISHED" {
    return Remark(
      id: "connect.completed",
      text: "The connect that was in progress had succeeded: a second call says so, once, and after"
        + " that EISCONN.", once: true)
  }
  if socket.isStream, socket.local == address {
    return Remark(
      id: "connect.self",
      text:
        "\(success.here) is connected to itself: its SYN met its own socket on"
        + " \(success.typed(address)), a simultaneous open.", once: false)
  }
  guard socket.isStream || socket.isSequenced,
    let listener = success.others.first(where: { $0.isListening && $0.owns(address) }),
    success.situation.waiting[listener.role] != "accept", success.peerView == nil
  else { return nil }
  return Remark(
    id: "connect.before-accept",
    text: (socket.isUnix
      ? "There is no handshake within a machine."
      : "The kernel finished the"
        + " handshake by itself.")
      + " The connection waits in the accept queue of"
      + " \(listener.name) until `\(listener.role)> accept`.", once: true)
}

private func accepted(_ success: Success) -> Remark? {
  if success.socket?.isNonblocking == true, success.call.name == "accept" {
    return Remark(
      id: "accept.blocks",
      text: "@\(success.result) blocks, though \(success.here) does not: on Linux O_NONBLOCK is not"
        + " inherited. `accept4 nonblocking` gives it to the new socket.", once: true)
  }
  if let remark = mappedSender(success) { return remark }
  return Remark(
    id: "accept.descriptor",
    text:
      "@\(success.result) is a new socket for this one connection; \(success.here) goes on listening.",
    once: true)
}

private func closed(_ success: Success) -> Remark? {
  guard let socket = success.socket else { return nil }
  if let remark = stillHeld(success, socket) ?? fileLeft(success, socket) { return remark }
  guard socket.isTCP else { return nil }
  let unread = socket.receiveQueue
  guard unread > 0, ["ESTABLISHED", "CLOSE_WAIT"].contains(socket.state) else { return nil }
  return Remark(
    id: "close.unread",
    text:
      "\(success.here) had \(count(unread, "unread byte")), so the kernel sent RST"
      + " instead of FIN: \(success.peer) learns that they were lost.", once: false)
}

private func bound(_ success: Success) -> Remark? {
  if case .unixPath? = success.call.address { return boundToPath(success) }
  guard success.call.address?.port == 0, success.socket?.hasPorts != false else { return nil }
  return Remark(
    id: "bind.port-0",
    text: "Port 0 asks the kernel for any free port; `getsockname` tells which it chose.",
    once: true)
}

/// The answer is what the disposition was before: of a handler, its address.
private func handled(_ success: Success) -> Remark? {
  guard case .disposition(let old)? = success.call.arguments.dropFirst(2).first?.value,
    old.handler.hasPrefix("0x")
  else { return nil }
  return Remark(
    id: "signal.handler",
    text:
      "\(old.handler) is the address of the function that handled the signal until now: a role has"
      + " one for SIGINT, so that `interrupt` ends a call with EINTR and not the process.",
    once: true)
}

/// Raw sockets have no ports: the number in that place is the protocol's.
private func named(_ success: Success) -> Remark? {
  guard let socket = success.socket, socket.isRaw, socket.isIP else { return nil }
  return Remark(
    id: "getsockname.raw",
    text: "A raw socket has no port: the number after the address is its protocol's,"
      + " \(socket.protocolNumber).", once: true)
}

private func listening(_ success: Success) -> Remark? {
  guard let socket = success.socket, socket.isTCP, socket.state == "CLOSED",
    socket.local?.port ?? 0 == 0
  else { return nil }
  return Remark(
    id: "listen.unbound",
    text: "\(success.here) was not bound, so the kernel bound it to a free port on every address;"
      + " `getsockname` tells which.", once: true)
}

private let inTicks = Remark(
  id: "getsockopt.ticks",
  text: "The kernel keeps this time in ticks of its clock, of 1 to 10 ms each, and rounds it up.",
  once: true)

private func optionTold(_ success: Success) -> Remark? {
  guard case .option(let name)? = success.call["optname"],
    case .optionRoom(_, let value?)? = success.call["optval"]
  else { return nil }
  if name == "SO_ERROR", let outcome = connectOutcome(success, value) { return outcome }
  if case .error(let number) = value, number != 0 {
    return Remark(
      id: "getsockopt.error",
      text: "Asking has cleared it: the error is told once, here or by the next call.", once: true)
  }
  if ["SO_RCVTIMEO", "SO_SNDTIMEO"].contains(name), value != .time(seconds: 0, microseconds: 0) {
    return inTicks
  }
  guard ["SO_RCVBUF", "SO_SNDBUF"].contains(name) else { return nil }
  return Remark(
    id: "getsockopt.buffer",
    text: "Linux doubles the size that setsockopt asks for, for its own bookkeeping, within limits"
      + " that the machine sets.", once: true)
}
