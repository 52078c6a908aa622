internal import CLinux
internal import Glibc
internal import SystemCalls

/// The network namespaces of a wire's hosts, made one after the other by the process that holds the
/// cable, which must have one thread.
enum HostSpace {
  static let device = "wire0"

  /// A user namespace in which this user may make networks; false where it needs none.
  static func becomeOwner() throws(WireRefusal) -> Bool {
    // Root may lack the right in a container: then it is a user like any other.
    if geteuid() == 0, linux_unshare_network() == 0 { return false }
    let (user, group) = (geteuid(), getegid())
    try doing(.userNamespace, linux_unshare_user())
    try writing("deny", to: "/proc/self/setgroups", .mapping)
    try writing("\(user) \(user) 1", to: "/proc/self/uid_map", .mapping)
    try writing("\(group) \(group) 1", to: "/proc/self/gid_map", .mapping)
    return true
  }

  /// Makes this process a host's: in a network of its own with the loopback and a TUN device, which
  /// is returned. Nothing is said on the device but what the host's programs say.
  static func makeHost(_ addresses: [SocketAddress]) throws(WireRefusal) -> Int32 {
    try doing(.networkNamespace, linux_unshare_network())
    quieten("default")
    allowPing()
    try doing(.loopback, linux_bring_up("lo"))
    let tun = linux_open_tun()
    guard tun >= 0 else { throw WireRefusal(step: .device, errno: Errno(errno)) }
    do throws(WireRefusal) {
      try doing(.attachment, linux_attach_tun(tun, device))
      try furnish(addresses)
    } catch {
      close(tun)
      throw error
    }
    return tun
  }

  private static func furnish(_ addresses: [SocketAddress]) throws(WireRefusal) {
    quieten(device)
    _ = linux_set_queue(device, DeviceQueue.wanted)
    try doing(.up, linux_bring_up(device))
    for address in addresses {
      switch address {
      case .ipv4(let host, _): try doing(.address, linux_add_ipv4(device, host.bigEndian, 24))
      case .ipv6(let host, _, _):
        // A kernel without IPv6 has hosts with one address.
        guard linux_add_ipv6(device, host.bytes, 64) != 0, errno != EOPNOTSUPP else { continue }
        throw WireRefusal(step: .address, errno: Errno(errno))
      default: continue
      }
    }
  }

  /// No router solicitations, no link-local address and so no group reports. Where /proc cannot be
  /// written, the host is chattier, and no less a host.
  private static func quieten(_ device: String) {
    for (name, value) in [
      ("addr_gen_mode", "1"), ("router_solicitations", "0"), ("accept_ra", "0"),
      ("accept_dad", "0"), ("dad_transmits", "0"),
    ] {
      trying(value, "ipv6/conf/\(device)/\(name)")
    }
  }

  /// Sockets for ICMP echo (icmp(7)) for every group that there is: all of them, or one's own alone.
  private static func allowPing() {
    let group = getegid()
    for range in ["0 2147483647", "\(group) \(group)"] {
      if trying(range, "ipv4/ping_group_range") { return }
    }
  }

  @discardableResult
  private static func trying(_ value: String, _ setting: String) -> Bool {
    do throws(WireRefusal) {
      try writing(value, to: "/proc/sys/net/" + setting, .setting)
      return true
    } catch {
      return false
    }
  }

  private static func doing(
    _ step: WireStep, _ result: @autoclosure () -> Int32
  ) throws(WireRefusal) {
    guard result() != 0 else { return }
    throw WireRefusal(step: step, errno: Errno(errno))
  }

  private static func writing(
    _ text: String, to path: String, _ step: WireStep
  ) throws(WireRefusal) {
    let file = open(path, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { throw WireRefusal(step: step, errno: Errno(errno)) }
    let count = write(file, text, text.utf8.count)
    let error = Errno(errno)
    close(file)
    guard count == text.utf8.count else { throw WireRefusal(step: step, errno: error) }
  }
}
