internal import Foundation
internal import Glibc

/// What a test needs and a machine may lack. Where SOCKRATIC_REQUIRE_ALL is 1 every test runs, and
/// fails if it cannot.
enum Requirement {
  static func isMet(_ test: [String]) -> Bool {
    if ProcessInfo.processInfo.environment["SOCKRATIC_REQUIRE_ALL"] == "1" { return true }
    let exit = try? Program(test).finish(within: 20)
    return exit == .status(0)
  }

  /// strace, and leave to trace.
  static let strace = isMet(["strace", "-o", "/dev/null", "true"])
  static let python = isMet(["python3", "-c", "import http.server"])
  /// ::1, which a machine without IPv6 does not have.
  static let ipv6 = isMet([
    "python3", "-c", "import socket; socket.socket(socket.AF_INET6).bind(('::1', 0))",
  ])
  static let curl = isMet(["curl", "--version"])
  /// Chromium, what reads its prints, and the accessibility checker; see `PicturesInBrowserTests`.
  static let browser = isMet([
    "sh", "-c",
    #"chromium --version && pdftotext -v && test -f "$1" && fc-list :lang=ja | grep -q ."#, "sh",
    Browser.axe,
  ])
  /// A loopback of one's own, whose packets are steered to other processors.
  static let steering = isMet([
    "unshare", "-n", "-m", "sh", "-c", Requirement.steeredLoopback + "true",
  ])

  /// A network of one's own, with nothing but loopback; room for ten thousand descriptors.
  static let ownNetwork = isMet(
    inOwnNetwork + [
      "python3", "-c",
      "import resource, sys; sys.exit(resource.getrlimit(resource.RLIMIT_NOFILE)[1] < 10000)",
    ])

  /// /dev/net/tun, in a network of one's own.
  static let tunnel = isMet(inOwnNetwork + ["ip", "tuntap", "add", "dev", "probe0", "mode", "tun"])

  /// veth, in a network of one's own.
  static let pairOfInterfaces = isMet(
    inOwnNetwork + ["ip", "link", "add", "v0", "type", "veth", "peer", "name", "v1"])

  /// Put before a program's words, runs it there; a user namespace makes that possible without root.
  static let inOwnNetwork =
    ["unshare", "-n"] + (geteuid() == 0 ? [] : ["-U", "-r"])
    + ["sh", "-c", #"ip link set lo up && exec "$@""#, "sh"]

  /// To run before a program in new network and mount namespaces.
  static let steeredLoopback = """
    mount -t sysfs sysfs /sys && ip link set lo up \
    && printf %x $(( (1 << $(nproc)) - 1 )) > /sys/class/net/lo/queues/rx-0/rps_cpus &&\u{20}
    """
}

/// Whether a process is there, a zombie not counted.
func isAlive(_ pid: Int) -> Bool {
  guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
    let end = stat.lastIndex(of: ")")
  else { return false }
  return !["Z", "X"].contains(stat[end...].dropFirst(2).prefix(1))
}

/// Waits until something holds, at most so many seconds. Says whether it does.
func eventually(within seconds: Double = 10, _ condition: () -> Bool) -> Bool {
  let deadline = Date().addingTimeInterval(seconds)
  while !condition() {
    guard Date() < deadline else { return false }
    usleep(2000)
  }
  return true
}
