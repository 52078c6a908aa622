internal import SystemCalls

// What there is to say of sending and receiving.

func received(_ success: Success) -> Remark? { special(success) ?? long(success) }

/// What is longer than a line of the trace.
private func long(_ success: Success) -> Remark? {
  guard success.result > Remark.shownOfData, case .buffer(_, let filled?)? = success.call["buf"],
    !filled.isDiscarded
  else { return nil }
  return Remark(
    id: "recv.long",
    text: "The trace shows the beginning of what came (… is the rest): `transcript` shows all.",
    once: true)
}

private func special(_ success: Success) -> Remark? {
  guard let socket = success.socket, let length = success.call.length else { return nil }
  if length == 0 { return nil }
  if socket.isStream, let record = success.tlsRecord { return record }
  if socket.isDatagram || socket.isSequenced && success.result > 0 {
    return datagram(success, length: length) ?? mappedSender(success)
  }
  if socket.type == Number.raw { return ownRequest(success) ?? rawReceived(socket) }
  if socket.isTCP, success.result > 0, success.call.hasFlag(Number.truncated) { return thrownAway }
  guard success.result == 0, socket.isStream || socket.isSequenced else { return nil }
  return emptyRecord(success, socket) ?? endOfFile(success, socket)
}

private let thrownAway = Remark(
  id: "recv.thrown-away",
  text: "MSG_TRUNC on TCP throws the bytes away: none was written into the buffer, and no recv will"
    + " return them.", once: true)

/// A message of 0 bytes reads like the end: it is none while the peer can still send.
private func emptyRecord(_ success: Success, _ socket: SocketView) -> Remark? {
  guard socket.isSequenced, !socket.ending.hasShutReading, let peer = success.peerView,
    !peer.orphaned, !peer.ending.hasShutWriting
  else { return nil }
  return Remark(
    id: "recv.empty-record",
    text: "An empty message: \(peer.name) has not closed, so that these 0 bytes are no end of file,"
      + " though recv returns the same for both.", once: false)
}

func sent(_ success: Success) -> Remark? {
  guard let socket = success.socket, let length = success.call.length else { return nil }
  if socket.isTCP, let plain = success.plainTextToTLS { return plain }
  if socket.isStream, success.result < length {
    return partiallySent(success, socket, length)
  }
  if socket.isTCP {
    return Remark(
      id: "send.buffered",
      text: "send returns when the bytes are in this machine's kernel: that is no word on whether"
        + " \(success.peer) has received them.", once: true)
  }
  if socket.isPing { return pinged(success) }
  guard socket.isUDP else { return nil }
  if let remark = notDelivered(success, socket) { return remark }
  let target = success.call.address.map(success.typed) ?? success.remote
  return Remark(
    id: "send.datagram",
    text:
      "The datagram is on its way to \(target), and that is all send knows: UDP does not ask whether"
      + " anybody is there.", once: true)
}

private func pinged(_ success: Success) -> Remark? {
  Remark(
    id: "send.echo-request",
    text:
      "The echo request is on its way to"
      + " \(success.call.address.map(hostText) ?? success.socket?.remote.map(hostText) ?? "the peer"):"
      + " if that host is there, its kernel answers by itself with an echo reply, which `recvfrom`"
      + " returns. The identifier in both is the kernel's, the number after the socket's own address,"
      + " whatever was given: by it the reply finds its socket.", once: true)
}

/// Only where it need not wait does a full buffer make a send short.
private func partiallySent(_ success: Success, _ socket: SocketView, _ length: Int) -> Remark {
  if socket.isNonblocking || success.call.hasFlag(Number.dontWait) {
    return Remark(
      id: "send.partial",
      text:
        "The kernel took \(success.result) of \(length) bytes: its send buffer is full. `send all DATA`"
        + " goes on until everything is sent.", once: false)
  }
  return Remark(
    id: "send.cut",
    text:
      "The send waited for room until a signal, SO_SNDTIMEO or the connection's end ended it. The"
      + " kernel had taken \(success.result) of \(length) bytes by then, and says so; with none it"
      + " would have been an error.", once: false)
}
