public import SystemCalls

/// Why a call waits, where that is no matter of course: `connect` whose SYN is dropped, `send` that
/// finds no room, `epoll_wait` that does not tell of what is there. nil for all others.
public func explanation(ofWaiting call: Call, in situation: Situation) -> String? {
  if call.name.hasPrefix("epoll_") { return notTold(situation, call) }
  guard let socket = situation.socket else { return nil }
  let others = situation.others.filter { $0.role != socket.role || $0.fd != socket.fd }
  if socket.isUnix { return unixWait(call, socket, others) }
  switch call.name {
  case "connect" where socket.state == "SYN_SENT":
    guard let address = call.address else { return nil }
    return droppedSYN(others.first { $0.isListening && $0.isTCP && $0.owns(address) })
      ?? (socket.host != 0 && !address.isLoopback ? unansweredSYN : nil)
  case "send", "sendto", "sendmsg", "sendmmsg", "write", "writev":
    guard socket.isTCP, ["ESTABLISHED", "CLOSE_WAIT"].contains(socket.state) else { return nil }
    return noRoom(socket, otherEnd(of: socket, among: others))
  default: return nil
  }
}

private func unixWait(_ call: Call, _ socket: SocketView, _ others: [SocketView]) -> String? {
  if call.name == "connect" {
    guard let address = call.address,
      let listener = others.first(where: { $0.isListening && $0.owns(address) })
    else { return nil }
    return
      "The accept queue of \(listener.name) is full (\(count(listener.acceptQueue, "connection")),"
      + " backlog \(listener.backlog)): `\(listener.role)> accept` makes room."
  }
  guard call.name.hasPrefix("send") || call.name.hasPrefix("write") else { return nil }
  let named = call.address.flatMap { address in others.first { $0.local == address } }
  guard let peer = named ?? otherEnd(of: socket, among: others) else { return nil }
  return "\(peer.name) has not read what is queued, and there is no room for more."
    + " `\(peer.role)> recv @\(peer.fd)` makes some."
}

private func droppedSYN(_ listener: SocketView?) -> String? {
  guard let listener, listener.acceptQueue > listener.backlog else { return nil }
  let waiting = count(listener.acceptQueue, "connection")
  return
    "The accept queue of \(listener.name) is full (\(waiting), backlog \(listener.backlog)), so"
    + " the kernel dropped the SYN, and sends it again after 1 s, and later on at longer and longer"
    + " intervals. `\(listener.role)> accept` makes room."
}

/// On the wire at rest: what is delayed only is on its way, and a closed port has refused.
private let unansweredSYN =
  "The wire has brought no answer to the SYN. The kernel sends it again after 1 s, and later on at"
  + " longer and longer intervals. `wire show` tells what became of each packet."

private func noRoom(_ socket: SocketView, _ peer: SocketView?) -> String {
  if socket.host != 0, socket.remote?.isLoopback != true { return noRoomOnWire(socket, peer) }
  guard let peer, peer.receiveQueue > 0, !peer.orphaned else {
    return
      "The send buffer of @\(socket.fd) is full, and \(text(of: socket.remote)) takes no more now."
  }
  return
    "The receive queue of \(peer.name) is full of bytes that nobody has read, and so is the send"
    + " buffer of @\(socket.fd). `\(peer.role)> recv @\(peer.fd)` makes room."
}

/// Where the cable may be what is slow, a reader is not to be blamed.
private func noRoomOnWire(_ socket: SocketView, _ peer: SocketView?) -> String {
  let unread = peer.map { ", and \($0.name) has \($0.receiveQueue) bytes to read" } ?? ""
  return
    "The send buffer of @\(socket.fd) is full of bytes that \(text(of: socket.remote)) has not"
    + " acknowledged\(unread). `info` tells the peer's window, `wire` what is done to packets."
}
