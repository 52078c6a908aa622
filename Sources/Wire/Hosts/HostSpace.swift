internal import CLinux
internal import Glibc
internal import SystemCalls

/// What could not be done for a host, and what the kernel said to it.
struct HostFailure: Error {
  var step: WireStep
  var errno: Errno
}

/// The network namespaces of a wire's hosts, made one after the other by the process that holds the
/// cable, which must have one thread.
enum HostSpace {
  static let device = "wire0"

  /// A user namespace in which this user may make networks: not needed where root asks.
  static func becomeOwner() throws(HostFailure) {
    let (user, group) = (geteuid(), getegid())
    guard user != 0 else { return }
    try doing(.userNamespace, linux_unshare_user())
    try writing("deny", to: "/proc/self/setgroups")
    try writing("\(user) \(user) 1", to: "/proc/self/uid_map")
    try writing("\(group) \(group) 1", to: "/proc/self/gid_map")
  }

  /// Makes this process a host's: in a network of its own with the loopback and a TUN device, which
  /// is returned. Nothing is said on the device but what the host's programs say.
  static func makeHost(_ addresses: [SocketAddress]) throws(HostFailure) -> Int32 {
    try doing(.networkNamespace, linux_unshare_network())
    quieten("default")
    try doing(.loopback, linux_bring_up("lo"))
    let tun = linux_open_tun(device)
    guard tun >= 0 else { throw HostFailure(step: .device, errno: Errno(errno)) }
    do throws(HostFailure) {
      try furnish(addresses)
    } catch {
      close(tun)
      throw error
    }
    return tun
  }

  private static func furnish(_ addresses: [SocketAddress]) throws(HostFailure) {
    quieten(device)
    try doing(.up, linux_bring_up(device))
    for address in addresses {
      switch address {
      case .ipv4(let host, _): try doing(.address, linux_add_ipv4(device, host.bigEndian, 24))
      case .ipv6(let host, _, _):
        // A kernel without IPv6 has hosts with one address.
        guard linux_add_ipv6(device, host.bytes, 64) != 0, errno != EAFNOSUPPORT else { continue }
        throw HostFailure(step: .address, errno: Errno(errno))
      default: continue
      }
    }
  }

  /// No router solicitations, no link-local address and so no group reports. Where /proc cannot be
  /// written, the host is chattier, and no less a host.
  private static func quieten(_ device: String) {
    let folder = "/proc/sys/net/ipv6/conf/\(device)/"
    for (name, value) in [
      ("addr_gen_mode", "1"), ("router_solicitations", "0"), ("accept_ra", "0"),
      ("accept_dad", "0"), ("dad_transmits", "0"),
    ] {
      try? writing(value, to: folder + name)
    }
  }

  private static func doing(
    _ step: WireStep, _ result: @autoclosure () -> Int32
  ) throws(HostFailure) {
    guard result() != 0 else { return }
    throw HostFailure(step: step, errno: Errno(errno))
  }

  private static func writing(_ text: String, to path: String) throws(HostFailure) {
    let file = open(path, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { throw HostFailure(step: .userNamespace, errno: Errno(errno)) }
    let count = write(file, text, text.utf8.count)
    let error = Errno(errno)
    close(file)
    guard count == text.utf8.count else { throw HostFailure(step: .userNamespace, errno: error) }
  }
}
