internal import SystemCalls

// What there is to say of messages that stay apart: datagrams and records.

extension Success {
  /// How long the message is that was received, where the queue before tells it: of datagrams it has
  /// the first one's length, of records the sum of all.
  fileprivate var messageLength: Int? {
    guard let socket, socket.receiveQueue > 0, !call.hasFlag(Number.peek) else { return nil }
    if !socket.isSequenced { return socket.receiveQueue }
    return situation.queueAfter.map { socket.receiveQueue - $0 }
  }
}

func datagram(_ success: Success, length: Int) -> Remark? {
  let message = success.socket?.isSequenced == true ? "record" : "datagram"
  let whole = max(success.result, success.messageLength ?? 0)
  if whole > length {
    return Remark(
      id: "recv.datagram-cut",
      text:
        "The \(message) had \(whole) bytes and the buffer \(length): the rest is lost, unlike"
        + " a stream's.", once: false)
  }
  if success.result == length, success.messageLength == nil, !success.call.hasFlag(Number.peek) {
    return Remark(
      id: "recv.datagram-fills-buffer",
      text:
        "The \(message) filled all \(length) bytes of the buffer; if it was longer, the rest is lost."
        + " `recv \(length) MSG_TRUNC` would tell its whole length.", once: false)
  }
  guard success.result == 0 else { return nil }
  return Remark(
    id: "recv.empty-datagram",
    text: "An empty datagram: \(success.socket?.isUDP == true ? "with UDP, " : "")0 bytes are a"
      + " message like any other, not an end of file.",
    once: true)
}

/// A connected UDP socket is given only what its peer sends: to all others its port is closed.
func notDelivered(_ success: Success, _ socket: SocketView) -> Remark? {
  guard let target = success.call.address ?? socket.remote else { return nil }
  let receivers = success.others.filter { $0.isUDP && $0.owns(target) && !$0.orphaned }
  guard let receiver = receivers.first, let peer = receiver.remote,
    receivers.allSatisfy({ other in other.remote.map { !socket.owns($0) } ?? false })
  else { return nil }
  return Remark(
    id: "send.connected-elsewhere",
    text:
      "\(receiver.name) has that port, but is connected to \(text(of: peer)): it is given only what"
      + " comes from there, and the kernel answers this datagram with ICMP port unreachable.",
    once: false)
}
