internal import Glibc
internal import SystemCalls

/// The socket that an address is looked up for, whether there is one yet or not.
struct Seeker {
  var family: Int32
  var type: Int32
  /// The number of its host; 0 for this machine.
  var host = 0

  init(_ socket: SocketSnapshot) {
    (family, type, host) = (socket.family, socket.type, socket.host)
  }

  /// One of IPv4's that is to be made on a host, or on this machine.
  init(isDatagram: Bool, on place: HostPlace?) {
    family = AF_INET
    host = place?.number ?? 0
    type = Int32((isDatagram ? SOCK_DGRAM : SOCK_STREAM).rawValue)
  }

  var isIPv6: Bool { family == AF_INET6 }
  var isUnix: Bool { family == AF_UNIX }
  private var isInternet: Bool { family == AF_INET || isIPv6 }
  var isTCP: Bool { isInternet && type == Int32(SOCK_STREAM.rawValue) }
  var isUDP: Bool { isInternet && type == Int32(SOCK_DGRAM.rawValue) }

  func isAlike(_ other: SocketSnapshot) -> Bool { other.type == type && other.family == family }
}
