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
