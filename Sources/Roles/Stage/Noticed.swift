internal import Glibc
internal import SystemCalls

/// What a role has been told by its waits and its connects, and has not yet acted on.
struct Noticed {
  /// What the last wait reported of each descriptor that no call was made on since.
  private var reports: [Int32: Int] = [:]
  /// The epoll set that it waited on; nil for poll and select.
  private var reporter: Int32?
  /// Sockets whose connect goes on, and whose outcome nobody has asked for.
  private(set) var connecting: Set<Int32> = []

  /// To be told of every call in the order of the log, once it has been explained.
  /// `isConnecting`: whether the call's socket is still in SYN_SENT.
  mutating func add(_ call: Call, _ outcome: Outcome, isConnecting: Bool) {
    if Noticed.waits.contains(call.name) {
      guard outcome.errno == nil else { return }
      reporter = Noticed.set(of: call)
      reports = Dictionary(call.found.map { ($0.fd, $0.revents) }, uniquingKeysWith: |)
      return
    }
    guard let fd = call.descriptor else { return }
    if !reports.isEmpty { reports[fd] = nil }
    if call.name == "connect", [EINPROGRESS, EALREADY].contains(outcome.errno?.rawValue) {
      connecting.insert(fd)
    } else if !connecting.isEmpty, !isConnecting, call.name != "fcntl" {
      connecting.remove(fd)
    }
  }

  /// The descriptors that a wait of the same kind, or on the same set, has reported as readable before.
  func readable(before call: Call) -> Set<Int32> {
    guard Noticed.set(of: call) == reporter else { return [] }
    return Set(reports.filter { $0.value & PollBit.input != 0 }.keys)
  }

  private static func set(of call: Call) -> Int32? {
    call.name.hasPrefix("epoll_") ? call.descriptor : nil
  }

  static let waits: Set = [
    "poll", "ppoll", "select", "pselect", "epoll_wait", "epoll_pwait",
  ]
}
