internal import SystemCalls

/// What there is to say of Unix sockets and of messages with ancillary data.
func sentMessage(_ success: Success) -> Remark? {
  guard let socket = success.socket, success.call.message.map(passesDescriptors) == true else {
    return sent(success)
  }
  guard socket.isUnix else {
    return Remark(
      id: "sendmsg.ignored",
      text:
        "A \(socket.kind) passes no descriptors, and says nothing of it: only the data was sent."
        + " `socketpair` and `socket unix` make sockets that do.", once: false)
  }
  return Remark(
    id: "sendmsg.rights",
    text:
      "It is no number that is sent: the receiver gets a descriptor of its own for the same open socket,"
      + " which stays open here as well.", once: true)
}

func receivedMessage(_ success: Success) -> Remark? {
  guard let header = success.call.message else { return nil }
  if header.flags & Number.controlTruncated != 0 { return controlCut }
  if header.flags & Number.errorQueue != 0 { return errorQueue }
  if header.flags & Number.truncated != 0 {
    return Remark(
      id: "recv.datagram-cut",
      text:
        "MSG_TRUNC: the datagram was longer than the \(header.length) bytes of the buffers, and the"
        + " rest is lost.", once: false)
  }
  if let new = success.call.newDescriptors.first {
    return Remark(
      id: "recvmsg.rights",
      text:
        "@\(new) is a new descriptor for the very socket that was passed: the sender has it, too, and it"
        + " is closed only when both have closed theirs.", once: true)
  }
  return success.result == 0 ? received(success) : nil
}

func paired(_ success: Success) -> Remark? {
  let pair = success.call.newDescriptors.map { "@\($0)" }
  return Remark(
    id: "socketpair.ends",
    text: "What is sent on one of \(list(pair)) is received on the other; neither has a name.",
    once: true)
}

func boundToPath(_ success: Success) -> Remark? {
  Remark(
    id: "bind.path",
    text: "bind has made a file, \(success.call.address.map { text(of: $0) } ?? "the path"), which"
      + " stands for the socket: whoever may write to it may connect.", once: true)
}

/// The last descriptor of a socket closes it, no other.
func stillHeld(_ success: Success, _ socket: SocketView) -> Remark? {
  guard socket.inode != 0,
    let other = success.others.first(where: { $0.inode == socket.inode && !$0.orphaned })
  else { return nil }
  return Remark(
    id: "close.shared",
    text: "\(other.name) is the same socket and is still open, so the peer learns nothing: only the"
      + " last close ends a connection.", once: false)
}

func fileLeft(_ success: Success, _ socket: SocketView) -> Remark? {
  guard success.situation.file == .socket, case .unixPath? = socket.local,
    socket.isListening || socket.isDatagram || socket.state == "UNCONNECTED"
  else { return nil }
  let path = text(of: socket.local)
  return Remark(
    id: "close.path",
    text:
      "close leaves the file \(path): `unlink \(path)` removes it, and until then bind finds it in"
      + " its way.", once: true)
}

let controlCut = Remark(
  id: "recvmsg.control-cut",
  text:
    "MSG_CTRUNC: there was no room for all the ancillary data. A passed descriptor that finds no"
    + " room is closed.", once: false)

private let errorQueue = Remark(
  id: "recvmsg.error-queue",
  text: "From the error queue: the data is what was sent then, the address where it was to go, and"
    + " IP_RECVERR who answered with an error.", once: true)

private func passesDescriptors(_ header: MessageHeader) -> Bool {
  header.control.contains { if case .rights = $0.content { true } else { false } }
}

/// An IPv4 address as an IPv6 socket shows it.
func mappedSender(_ success: Success) -> Remark? {
  guard case .addressRoom(_, let address?)? = success.call["addr"] ?? success.call["src_addr"],
    case .ipv6(let host, _, _) = address, host.mapped != nil
  else { return nil }
  return Remark(
    id: "address.mapped",
    text: "\(hostText(of: address)) is an IPv4 address, written as IPv6: a socket on :: takes both,"
      + " unless IPV6_V6ONLY is on.", once: true)
}

/// A raw socket is given packets, and everybody's.
func rawReceived(_ socket: SocketView) -> Remark? {
  guard socket.family == Number.inet else { return nil }
  return Remark(
    id: "recv.raw",
    text:
      "A raw socket is given the whole packet, with the IP header (20 bytes, mostly) before what it"
      + " carries, and a copy of every packet of its protocol, those from this machine included.",
    once: true)
}
