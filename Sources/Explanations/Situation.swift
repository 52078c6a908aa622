public import SystemCalls

/// What was true around a call that failed, learnt from outside: all that an explanation may use.
public struct Situation: Hashable, Sendable {
  /// The role that made the call.
  public var role: String
  /// The socket that the call was made on, as it was before the call; nil if the descriptor was not
  /// a socket that the stage knows.
  public var socket: SocketView?
  /// Every socket of every role, before the call, at most the first hundred.
  public var others: [SocketView]
  /// True when the role may bind low ports (root, or CAP_NET_BIND_SERVICE).
  public var isPrivileged: Bool
  /// /proc/sys/net/ipv4/ip_unprivileged_port_start
  public var firstUnprivilegedPort: Int
  /// The descriptors that are open in the role but are no sockets known to the stage (0, 1, 2, …).
  public var otherDescriptors: Set<Int32>
  /// The descriptors that the role had open as sockets and has closed since; a number that was
  /// handed out again does not count.
  public var closedDescriptors: Set<Int32>
  /// What is at the path that the call names, or that its socket is bound to.
  public var file = FileState.unknown
  /// The roles that sleep in a call, with the call's name, as it was before this one.
  public var waiting: [String: String]
  /// The role's epoll sets by descriptor, and what the one that the call is about watches.
  public var epollSets: [Int32: [PollEntry]]
  /// The descriptors that the role's last wait of this kind reported as readable and that it has done
  /// nothing about.
  public var reported: Set<Int32>
  /// Of a receive that filled its buffer, what the receive queue had afterwards, in bytes.
  public var queueAfter: Int?
  /// The role's sockets whose connect did not wait, and whose outcome it has not asked for.
  public var connecting: Set<Int32>
  /// Those of the network that the role is in.
  public var interfaces = InterfaceNames.own
  /// Whether the SYNs of both ends of the socket's connection have crossed on the wire.
  public var isSimultaneousOpen = false
  /// The C names of the options that the role has set on the socket.
  public var options: Set<String> = []
  /// Whether the process that carried the wire's packets has ended.
  public var isWireGone = false

  public init(
    role: String, socket: SocketView?, others: [SocketView], isPrivileged: Bool,
    firstUnprivilegedPort: Int, otherDescriptors: Set<Int32>, closedDescriptors: Set<Int32> = [],
    file: FileState = .unknown, waiting: [String: String] = [:],
    epollSets: [Int32: [PollEntry]] = [:], reported: Set<Int32> = [], connecting: Set<Int32> = []
  ) {
    self.role = role
    self.socket = socket
    self.others = others
    self.isPrivileged = isPrivileged
    self.firstUnprivilegedPort = firstUnprivilegedPort
    self.otherDescriptors = otherDescriptors
    self.closedDescriptors = closedDescriptors
    self.file = file
    self.waiting = waiting
    self.epollSets = epollSets
    self.reported = reported
    self.connecting = connecting
  }
}

extension Situation {
  /// The first interface that is not the loopback; nil if there is none.
  var interfaceToOthers: String? { interfaces.all.map(\.name).first { $0 != "lo" } }
}

/// What a path leads to.
public enum FileState: Hashable, Sendable {
  /// The call has no path.
  case unknown
  case missing, socket, other
}

/// A socket as seen from outside its role.
public struct SocketView: Hashable, Sendable {
  public var role: String
  public var fd: Int32
  /// AF_INET, SOCK_STREAM, …: the numbers of <sys/socket.h>.
  public var family: Int32
  public var type: Int32
  public var protocolNumber: Int32
  public var local: SocketAddress?
  public var remote: SocketAddress?
  /// Stevens' name for TCP (`CLOSED`, `LISTEN`, …); `UNCONNECTED` or `CONNECTED` for the others.
  public var state: String
  /// Bytes (datagrams for UDP count as their bytes) that recv could return now.
  public var receiveQueue: Int
  /// Bytes written and not yet acknowledged.
  public var sendQueue: Int
  /// A listener's connections that wait for accept, and how many may.
  public var acceptQueue: Int
  public var backlog: Int
  /// True when no process holds it any more.
  public var orphaned: Bool
  /// How far its connection has ended.
  public var ending = Ending()
  /// The same for every descriptor of one socket; 0 where it is not known.
  public var inode: UInt64 = 0
  /// Of a Unix socket, the socket at its other end; 0 where none is known.
  public var peerInode: UInt64 = 0
  /// O_NONBLOCK.
  public var isNonblocking = false
  /// The number of its host on the wire; 0 for the machine's own network.
  public var host = 0

  public init(
    role: String, fd: Int32, family: Int32, type: Int32, protocolNumber: Int32,
    local: SocketAddress?, remote: SocketAddress?, state: String, receiveQueue: Int = 0,
    sendQueue: Int = 0, acceptQueue: Int = 0, backlog: Int = 0, orphaned: Bool = false,
    ending: Ending = Ending()
  ) {
    self.role = role
    self.fd = fd
    self.family = family
    self.type = type
    self.protocolNumber = protocolNumber
    self.local = local
    self.remote = remote
    self.state = state
    self.receiveQueue = receiveQueue
    self.sendQueue = sendQueue
    self.acceptQueue = acceptQueue
    self.backlog = backlog
    self.orphaned = orphaned
    self.ending = ending
  }
}
