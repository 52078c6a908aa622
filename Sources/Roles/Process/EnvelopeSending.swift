internal import Glibc
internal import Language
internal import SystemCalls

/// sendmsg and recvmsg of an action.
extension Player {
  func send(_ envelope: Envelope, on fd: Int32, flags: Int32, _ calls: SocketCalls) throws(Errno) {
    let counts = envelope.buffers.map { $0.count ?? 0 }
    guard counts.allSatisfy({ $0 <= Player.largestBuffer }),
      counts.reduce(0, +) <= Player.largestBuffer
    else {
      problem = "one sendmsg handles at most 64M at once"
      return
    }
    let address: SocketAddress? =
      if case .literal(let address)? = envelope.address { address } else { nil }
    _ = try calls.sendmsg(
      fd, zip(envelope.buffers, counts).map { $0.bytes(from: 0, count: $1) }, to: address,
      control: envelope.ancillary.map(\.message), flags: flags)
  }
}

extension Ancillary {
  /// The stage has filled in whose credentials are meant.
  fileprivate var message: ControlMessage {
    switch self {
    case .descriptors(let descriptors): .rights(descriptors)
    case .credentials(let pid, let uid, let gid):
      .credentials(pid: pid ?? 0, uid: uid ?? 0, gid: gid ?? 0)
    case .source(let host): .packetInfo(source: host, interface: 0)
    }
  }
}
