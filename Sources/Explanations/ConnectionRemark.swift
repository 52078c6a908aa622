internal import SystemCalls

// What there is to say of calls that make and end connections, and of names of sockets.

/// RFC 9293, section 3.5, figure 7.
private func crossed(_ success: Success, _ address: SocketAddress) -> Remark? {
  let other = success.peerView?.name ?? text(of: address)
  return Remark(
    id: "connect.simultaneous",
    text: "A simultaneous open: the SYNs of \(success.here) and of \(other) have crossed. Each end"
      + " took the other's SYN (SYN_RCVD) and acknowledged it, and together they have made one"
      + " connection: nobody listened, and there is nothing to accept.", once: true)
}

func connected(_ success: Success) -> Remark? {
  guard let socket = success.socket, let address = success.call.address else { return nil }
  if socket.isUDP || socket.isPing {
    return Remark(
      id: "connect.datagram",
      text:
        "\(socket.isPing ? "ICMP" : "UDP") has no handshake: connect only noted"
        + " \(success.typed(address)) as the peer, and no packet was sent.", once: true)
  }
  if success.situation.isSimultaneousOpen { return crossed(success, address) }
  if socket.isTCP, socket.state == "ESTABLISHED" {
    return Remark(
      id: "connect.completed",
      text: "The connect that was in progress had succeeded: a second call says so, once, and after"
        + " that EISCONN.", once: true)
  }
  if socket.isStream, socket.local == address {
    return Remark(
      id: "connect.self",
      text:
        "\(success.here) is connected to itself: its SYN met its own socket on"
        + " \(success.typed(address)), a simultaneous open.", once: false)
  }
  guard socket.isStream || socket.isSequenced,
    let listener = success.others.first(where: { $0.isListening && $0.owns(address) }),
    success.situation.waiting[listener.role] != "accept", success.peerView == nil
  else { return nil }
  return Remark(
    id: "connect.before-accept",
    text: (socket.isUnix
      ? "There is no handshake within a machine."
      : "The kernel finished the"
        + " handshake by itself.")
      + " The connection waits in the accept queue of"
      + " \(listener.name) until `\(listener.role)> accept`.", once: true)
}

func accepted(_ success: Success) -> Remark? {
  if success.socket?.isNonblocking == true, success.call.name == "accept" {
    return Remark(
      id: "accept.blocks",
      text: "@\(success.result) blocks, though \(success.here) does not: on Linux O_NONBLOCK is not"
        + " inherited. `accept4 nonblocking` gives it to the new socket.", once: true)
  }
  if let remark = mappedSender(success) { return remark }
  return Remark(
    id: "accept.descriptor",
    text:
      "@\(success.result) is a new socket for this one connection; \(success.here) goes on listening.",
    once: true)
}

func closed(_ success: Success) -> Remark? {
  guard let socket = success.socket else { return nil }
  if let remark = stillHeld(success, socket) ?? fileLeft(success, socket) { return remark }
  guard socket.isTCP else { return nil }
  let unread = socket.receiveQueue
  guard unread > 0, ["ESTABLISHED", "CLOSE_WAIT"].contains(socket.state) else { return nil }
  return Remark(
    id: "close.unread",
    text:
      "\(success.here) had \(count(unread, "unread byte")), so the kernel sent RST"
      + " instead of FIN: \(success.peer) learns that they were lost.", once: false)
}

func bound(_ success: Success) -> Remark? {
  if case .unixPath? = success.call.address { return boundToPath(success) }
  guard success.call.address?.port == 0, success.socket?.hasPorts != false else { return nil }
  return Remark(
    id: "bind.port-0",
    text: "Port 0 asks the kernel for any free port; `getsockname` tells which it chose.",
    once: true)
}

/// Raw sockets have no ports: the number in that place is the protocol's.
func named(_ success: Success) -> Remark? {
  guard let socket = success.socket, socket.isRaw, socket.isIP else { return nil }
  return Remark(
    id: "getsockname.raw",
    text: "A raw socket has no port: the number after the address is its protocol's,"
      + " \(socket.protocolNumber).", once: true)
}

func listening(_ success: Success) -> Remark? {
  guard let socket = success.socket, socket.isTCP, socket.state == "CLOSED",
    socket.local?.port ?? 0 == 0
  else { return nil }
  return Remark(
    id: "listen.unbound",
    text: "\(success.here) was not bound, so the kernel bound it to a free port on every address;"
      + " `getsockname` tells which.", once: true)
}
