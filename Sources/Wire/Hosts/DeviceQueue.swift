internal import CLinux
internal import Glibc

/// What waits in a host's device for the cable. The kernel throws away what finds no room there, before
/// the cable has seen it, and counts it.
struct DeviceQueue {
  /// What is asked for, in packets: more than a burst.
  static let wanted: Int32 = 16384

  /// What there is room for, in packets.
  let room: Int
  /// The host's /proc/net/dev (proc_pid_net(5)), which stays that host's as long as it is open; -1
  /// where /proc does not have it.
  private let file: Int32
  private var told = 0

  /// To be made by a process that is in the host's network.
  init() {
    file = open("/proc/self/net/dev", O_RDONLY | O_CLOEXEC)
    room = max(1, Int(linux_queue(HostSpace.device)))
  }

  /// How many packets have found no room since the last time that this was asked.
  mutating func takeOverflow() -> Int {
    let total = dropped
    defer { told = max(told, total) }
    return max(total - told, 0)
  }

  private var dropped: Int {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = pread(file, &bytes, bytes.count, 0)
    return count > 0 ? droppedPackets(in: String(decoding: bytes.prefix(count), as: UTF8.self)) : 0
  }
}

/// What /proc/net/dev says that the hosts' device has dropped of what was sent: of the eight figures
/// behind the eight of what was received, the fourth.
func droppedPackets(in table: String) -> Int {
  let lines = table.split(separator: "\n").map { $0.drop { $0 == " " } }
  guard let line = lines.first(where: { $0.hasPrefix(HostSpace.device + ":") }) else { return 0 }
  let figures = line.dropFirst(HostSpace.device.utf8.count + 1).split(separator: " ")
  return figures.count > 11 ? Int(figures[11]) ?? 0 : 0
}
