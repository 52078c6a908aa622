public import SystemCalls

/// Something that can be observed of a role's sockets, declared once for parsing, help and checking.
public struct FactSubject: Hashable, Sendable {
  public let name: String
  public let type: ValueType
  /// What it says, with its unit.
  public let summary: String
  /// Whether it is observed of the wire rather than of a role: `wire.dropped`.
  public let isOfWire: Bool

  /// Whom a fact of the wire's names, where others name a role.
  public static let wire = "wire"

  public enum ValueType: String, Hashable, Sendable, CaseIterable {
    case state = "a state"
    case number = "a number"
    case errno = "an errno or none"
    case address = "an address or none"
    case bool = "yes or no"
    case call = "a call or none"
    case option = "an option"
    case timer = "a timer or none"
    case event = "an event of poll's or none"
    case setting = "what the option can be"
    case group = "a group's address or none"
  }

  init(_ name: String, _ type: ValueType, _ summary: String, isOfWire: Bool = false) {
    self.name = name
    self.type = type
    self.summary = summary
    self.isOfWire = isOfWire
  }
}

extension FactSubject {
  /// The subject of that name; of `option(SO_RCVBUF)`, what that option is.
  public static func named(_ name: some StringProtocol) -> FactSubject? {
    if let option = option(ofSubject: name) {
      return FactSubject("option(\(option.name))", .setting, option.summary)
    }
    return factSubjects.first { $0.name == name }
  }

  /// The subjects that can stand behind such an owner.
  static func all(of owner: some StringProtocol) -> [FactSubject] {
    factSubjects.filter { $0.isOfWire == (owner == wire) }
  }

  /// `SO_RCVBUF` of `option(SO_RCVBUF)`.
  public static func option(ofSubject name: some StringProtocol) -> SocketOption? {
    guard name.hasPrefix("option("), name.hasSuffix(")") else { return nil }
    let word = name.dropFirst(7).dropLast()
    if let option = SocketOption.named(word) { return option }
    let options = SocketOption.named(short: word)
    return options.count == 1 ? options[0] : nil
  }
}

/// Every subject of a fact.
public let factSubjects: [FactSubject] = [
  FactSubject(
    "state", .state,
    "the socket's state, by Stevens' name for TCP; of a closed one as long as the kernel has it"),
  FactSubject("local", .address, "the address the socket is bound to"),
  FactSubject("remote", .address, "the address the socket is connected to"),
  FactSubject("port", .number, "the port the socket is bound to, 0 if it is not"),
  FactSubject("error", .errno, "why the role's last call failed; none if it succeeded"),
  FactSubject("received", .number, "bytes that the role has received, in all"),
  FactSubject("sent", .number, "bytes that the role has sent, in all"),
  FactSubject("readable", .number, "bytes that recv could return now"),
  FactSubject("waiting", .call, "the call in which the role waits; none if it does not"),
  FactSubject("used", .call, "a call that the role has made since it began"),
  FactSubject("queue", .number, "connections that wait in a listening socket for accept"),
  FactSubject("drops", .number, "datagrams that were thrown away because the queue was full"),
  FactSubject("alive", .bool, "whether the role's process runs"),
  FactSubject(
    "option", .option,
    "an option that is not as it was when made; option(SO_RCVBUF): what that one is"),
  FactSubject("group", .group, "a multicast group that the socket is a member of, or none"),
  FactSubject("backlog", .number, "the backlog of a listening socket, of which one more fits"),
  FactSubject("unsent", .number, "bytes that were handed to send and never left the machine"),
  FactSubject("unacked", .number, "segments on their way that are not acknowledged"),
  FactSubject("resent", .number, "segments that had to be sent again, in all"),
  FactSubject("segments", .number, "segments with data that were sent, in all"),
  FactSubject("rtt", .number, "a round trip of the connection, in microseconds"),
  FactSubject("rto", .number, "how long TCP waits before it sends again, in milliseconds"),
  FactSubject("cwnd", .number, "the congestion window, in segments"),
  FactSubject("mss", .number, "the most that a segment carries, in bytes"),
  FactSubject("timer", .timer, "what the kernel will do next by itself with the connection"),
  FactSubject("blocking", .bool, "whether calls on the socket wait: no once it is non-blocking"),
  FactSubject("ready", .event, "an event that poll would tell of the socket now"),
  FactSubject("result", .number, "what the role's last call returned"),
  FactSubject(
    "watches", .number, "a descriptor that an epoll set of the role watches, or its poll or select"),
  FactSubject(
    "dropped", .number,
    "wire.dropped: packets that the wire did not carry, in all, for whatever reason", isOfWire: true
  ),
]

/// The states of sockets: TCP's by Stevens' names, and those of sockets without connections.
public let stateNames = [
  "CLOSED", "LISTEN", "SYN_SENT", "SYN_RCVD", "ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2",
  "CLOSE_WAIT", "CLOSING", "LAST_ACK", "TIME_WAIT", "UNCONNECTED", "CONNECTED",
]

/// What the kernel does by itself, as `timers` names it.
public let timerNames = ["retransmit", "keepalive", "probe", "TIME_WAIT", "other"]

/// The calls that a role makes, by the library's names.
public let callNames = [
  "socket", "bind", "listen", "accept", "connect", "send", "sendto", "recv", "recvfrom",
  "shutdown", "close", "getsockname", "getpeername", "setsockopt", "getsockopt", "socketpair",
  "sendmsg", "recvmsg", "unlink",
  "fcntl", "accept4", "poll", "ppoll", "select", "epoll_create1", "epoll_ctl", "epoll_wait",
  "sendmmsg", "recvmmsg", "read", "write", "readv", "writev", "dup", "dup2", "ioctl", "sockatmark",
  "pselect", "epoll_pwait",
]

/// What poll tells of a socket, by its own names.
public let eventNames = ["POLLIN", "POLLPRI", "POLLOUT", "POLLERR", "POLLHUP", "POLLRDHUP"]
