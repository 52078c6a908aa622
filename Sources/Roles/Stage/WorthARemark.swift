internal import Explanations
internal import Glibc
internal import Log
internal import SystemCalls

/// Spares the calls that come by the thousand what a remark costs.
extension Stage {
  /// Whether there may be one that was not made yet.
  func isWorthARemark(_ call: Call, _ outcome: Outcome, by role: Role) -> Bool {
    if CallNames.accepting.contains(call.name) { return isAcceptWorthARemark(call, by: role) }
    guard let length = call.length else { return true }
    let isSend = call.name.hasPrefix("send")
    if isMetByTLS(call, by: role) { return true }
    if outcome.result == 0 || isSend && outcome.result < length { return true }
    guard let fd = call.descriptor else { return false }
    let socket = role.sockets[fd]
    guard isSend else { return isReceiptWorthARemark(call, outcome, length, on: socket) }
    let isStream = socket?.isTCP == true
    if !isStream, isMetByStranger(call, by: role) { return true }
    let isUDP = socket?.protocolNumber == ProtocolNumber.udp
    return !remarksMade.contains(
      isStream ? "send.buffered" : isUDP ? "send.datagram" : "send.echo-request")
  }

  private func isReceiptWorthARemark(
    _ call: Call, _ outcome: Outcome, _ length: Int, on socket: SocketSnapshot?
  ) -> Bool {
    if outcome.result > Remark.shownOfData, !remarksMade.contains("recv.long"), !call.discards {
      return true
    }
    switch socket.map({ UInt32($0.type) }) {
    case SOCK_STREAM.rawValue:
      return call.throwsAway && !remarksMade.contains("recv.thrown-away")
    case SOCK_RAW.rawValue: return !remarksMade.isSuperset(of: ["recv.raw", "recv.echo-request"])
    // Where a message fills the room, it may have been cut.
    default: return outcome.result >= length
    }
  }

  private func isAcceptWorthARemark(_ call: Call, by role: Role) -> Bool {
    let socket = call.descriptor.flatMap { role.sockets[$0] }
    if socket?.isNonblocking == true { return true }
    let ids = ["accept.descriptor"] + (socket?.family == AF_INET6 ? ["address.mapped"] : [])
    return !remarksMade.isSuperset(of: ids)
  }

  /// Whether a datagram goes to a socket that is connected, perhaps to somebody else.
  private func isMetByStranger(_ call: Call, by role: Role) -> Bool {
    guard let fd = call.descriptor, let socket = role.sockets[fd],
      socket.protocolNumber == ProtocolNumber.udp,
      let target = call.destination ?? socket.remote,
      let receiver = network.receivers(
        protocolNumber: ProtocolNumber.udp, at: target, from: socket.host
      ).first
    else { return false }
    return network.known(receiver)?.remote != nil
  }

  /// Whether a call may have met TLS, as far as that can be seen for next to nothing.
  private func isMetByTLS(_ call: Call, by role: Role) -> Bool {
    switch call["buf"] {
    case .buffer(_, let filled?)?: looksLikeTLS(filled.kept)
    case .bytes?:
      call.descriptor.flatMap { role.sockets[$0]?.remote?.port } == 443
        && !remarksMade.contains("send.plain-to-tls")
    default: false
    }
  }
}

extension Call {
  /// How many bytes it was to send or could receive; nil for other calls.
  var length: Int? {
    if case .integer(let length)? = self["len"] { length } else { nil }
  }

  /// Whether nothing is kept of what it received.
  fileprivate var discards: Bool {
    if case .buffer(_, let filled?)? = self["buf"] { filled.isDiscarded } else { false }
  }

  /// Whether it asks for MSG_TRUNC.
  fileprivate var throwsAway: Bool {
    if case .constant(let flags, _)? = self["flags"] { flags & Int(MSG_TRUNC) != 0 } else { false }
  }
}
