internal import Glibc
internal import SystemCalls

/// What this process may do, and with it every role.
enum Privilege {
  /// Whether it may bind the well-known ports. Found by trying, and once: it hangs on capabilities,
  /// the user namespace and `net.ipv4.ip_unprivileged_port_start`, not on the user alone.
  static let bindsWellKnownPorts: Bool = {
    let calls = SocketCalls(observer: Unobserved())
    let type = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    do throws(Errno) {
      let socket = try calls.socket(family: AF_INET, type: type, protocolNumber: 0)
      defer { close(socket) }
      // Datagrams at an address where nobody else is: no server is in the way of this one.
      try calls.bind(socket, .ipv4(0x7fff_fffe, port: 80))
      return true
    } catch {
      return error != Errno(EACCES)
    }
  }()
}

/// Calls that are no role's are no part of the log.
final class Unobserved: CallObserver {
  func entered(_ call: Call) {}
  func returned(_ call: Call, _ outcome: Outcome) {}
}
