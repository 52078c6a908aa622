internal import Glibc
public import Log
public import SystemCalls

/// What has to be done before a wire is up.
public enum WireStep: UInt8, Hashable, Sendable, CaseIterable {
  /// unshare(CLONE_NEWUSER), and /proc/self/uid_map: where this user may not make networks.
  case userNamespace, mapping
  /// unshare(CLONE_NEWNET), and its loopback.
  case networkNamespace, loopback
  /// open("/dev/net/tun"), TUNSETIFF, IFF_UP, its addresses.
  case device, attachment, up, address
  /// A socket for sock_diag(7); a setting in /proc/sys/net.
  case diagnosis, setting
}

/// What the system refused when a wire was to be made.
public struct WireRefusal: Error, Hashable, Sendable {
  public var step: WireStep
  public var errno: Errno

  public init(step: WireStep, errno: Errno) {
    self.step = step
    self.errno = errno
  }
}

/// What a machine says of itself that decides whether it can have a wire.
public struct WireConditions: Hashable, Sendable {
  /// user.max_user_namespaces, kernel.unprivileged_userns_clone (Debian's),
  /// kernel.apparmor_restrict_unprivileged_userns (Ubuntu's); nil where there is no such setting.
  public var mostUserNamespaces: Int?
  public var unprivilegedClone: Int?
  public var appArmorRestriction: Int?
  /// Whether a filter of system calls (seccomp) is set for this process: a container's, as a rule.
  public var isFiltered = false
  public var isRoot = false

  public init() {}

  /// Those of this machine, now.
  public static var current: WireConditions {
    var found = WireConditions()
    found.mostUserNamespaces = number(in: "/proc/sys/user/max_user_namespaces")
    found.unprivilegedClone = number(in: "/proc/sys/kernel/unprivileged_userns_clone")
    found.appArmorRestriction =
      number(in: "/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
    let filter = (readSmallFile("/proc/self/status") ?? "").split(separator: "\n").first {
      $0.hasPrefix("Seccomp:")
    }
    found.isFiltered = filter.map { $0.hasSuffix("2") } ?? false
    found.isRoot = geteuid() == 0
    return found
  }

  private static func number(in path: String) -> Int? {
    readSmallFile(path).flatMap { Int($0.prefix { $0 != "\n" }) }
  }
}

extension WireRefusal {
  /// In words: what was refused, by what, how to see it, and what would allow it.
  public func diagnostic(_ conditions: WireConditions = .current) -> Diagnostic {
    let (cause, remedy) = reason(conditions)
    return Diagnostic("no wire can be made here: \(cause) (\(call): \(errno.name))", advice: remedy)
  }

  /// The call that failed.
  private var call: String {
    switch step {
    case .userNamespace: "unshare(CLONE_NEWUSER)"
    case .mapping: "writing /proc/self/uid_map"
    case .networkNamespace: "unshare(CLONE_NEWNET)"
    case .loopback: "bringing up lo"
    case .device: "open(\"/dev/net/tun\")"
    case .attachment: "ioctl(TUNSETIFF)"
    case .up: "bringing up \(HostSpace.device)"
    case .address: "giving \(HostSpace.device) an address"
    case .diagnosis: "socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG)"
    case .setting: "writing to /proc/sys/net"
    }
  }

  private func reason(_ conditions: WireConditions) -> (cause: String, remedy: String) {
    switch step {
    case .userNamespace, .mapping, .networkNamespace: namespaceReason(conditions)
    case .device, .attachment: deviceReason(conditions)
    case .loopback, .up, .address, .diagnosis, .setting:
      (
        "a host could be made, but not furnished",
        "`unshare -Urn ip address` shows what a network of one's own has; root may do all of it"
      )
    }
  }

  private func namespaceReason(_ conditions: WireConditions) -> (String, String) {
    if conditions.mostUserNamespaces == 0 || errno.name == "ENOSPC" || errno.name == "EUSERS" {
      return (
        "there may be no more user namespaces",
        "`sysctl user.max_user_namespaces` shows how many there may be; `sudo sysctl -w"
          + " user.max_user_namespaces=1000` allows a thousand"
      )
    }
    if conditions.unprivilegedClone == 0, !conditions.isRoot {
      return (
        "this system lets only root make user namespaces",
        "`sysctl kernel.unprivileged_userns_clone` shows 0; `sudo sysctl -w"
          + " kernel.unprivileged_userns_clone=1` allows it, or run Sockratic as root"
      )
    }
    if (conditions.appArmorRestriction ?? 0) != 0, !conditions.isRoot {
      return (
        "AppArmor lets no ordinary program use user namespaces",
        "`sysctl kernel.apparmor_restrict_unprivileged_userns` shows 1; `sudo sysctl -w"
          + " kernel.apparmor_restrict_unprivileged_userns=0` allows it, or run Sockratic as root"
      )
    }
    if conditions.isFiltered {
      return (
        "a filter of system calls (seccomp), as containers have, forbids namespaces",
        "`grep Seccomp: /proc/self/status` shows 2; a container started with"
          + " `--security-opt seccomp=unconfined --cap-add NET_ADMIN --cap-add SYS_ADMIN"
          + " --device /dev/net/tun` may have them"
      )
    }
    return (
      "this user may make no namespaces",
      "`unshare -Urn true` tries it; where that fails, root may allow it"
    )
  }

  private func deviceReason(_ conditions: WireConditions) -> (String, String) {
    switch errno.name {
    case "ENOENT", "ENODEV", "ENXIO":
      (
        "there is no TUN device",
        "`ls -l /dev/net/tun` shows it; `sudo modprobe tun` brings it, and a container needs"
          + " `--device /dev/net/tun`"
      )
    case "EACCES":
      (
        "this user may not open the TUN device",
        "`ls -l /dev/net/tun` shows who may; `sudo chmod 666 /dev/net/tun` lets everybody, as most"
          + " systems do: it gives nobody a right over networks that are not theirs"
      )
    default:
      (
        "this user may make no network devices",
        conditions.isFiltered || conditions.isRoot
          ? "`capsh --print` shows the capabilities: CAP_NET_ADMIN is missing; a container needs"
            + " `--cap-add NET_ADMIN --device /dev/net/tun`"
          : "`unshare -Urn ip tuntap add dev t0 mode tun` tries it; where that fails, root may do it"
      )
    }
  }
}
