internal import Glibc
internal import SystemCalls

/// What a role has been told by its waits and its connects, and has not yet acted on.
struct Noticed {
  /// Descriptors that the last wait reported, and that no call was made on since.
  private(set) var reported: Set<Int32> = []
  /// Sockets whose connect goes on, and whose outcome nobody has asked for.
  private(set) var connecting: Set<Int32> = []

  /// To be told of every call in the order of the log, once it has been explained.
  /// `isConnecting`: whether the call's socket is still in SYN_SENT.
  mutating func add(_ call: Call, _ outcome: Outcome, isConnecting: Bool) {
    if Noticed.waits.contains(call.name) {
      if outcome.errno == nil { reported = Set(call.found.map(\.fd)) }
      return
    }
    guard let fd = call.descriptor else { return }
    reported.remove(fd)
    if call.name == "connect", [EINPROGRESS, EALREADY].contains(outcome.errno?.rawValue) {
      connecting.insert(fd)
    } else if !isConnecting, call.name != "fcntl" {
      connecting.remove(fd)
    }
  }

  static let waits: Set = [
    "poll", "ppoll", "select", "pselect", "epoll_wait", "epoll_pwait",
  ]
}
