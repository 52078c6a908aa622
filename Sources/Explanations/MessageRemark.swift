internal import SystemCalls

/// What there is to say of Unix sockets and of messages with ancillary data.
func sentMessage(_ success: Success) -> Remark? {
  if let socket = success.socket, let ignored = ignoredHeader(success, socket) { return ignored }
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
  if success.result == 0, socket.isStream {
    return Remark(
      id: "sendmsg.nothing",
      text:
        "A stream carries ancillary data along with a byte: without one nothing was sent, and no"
        + " descriptor either. `sendmsg \"x\" fd @…` sends both.", once: false)
  }
  return Remark(
    id: "sendmsg.rights",
    text:
      "It is no number that is sent: the receiver gets a descriptor of its own for the same open socket,"
      + " which stays open here as well.", once: true)
}

func receivedMessage(_ success: Success) -> Remark? {
  guard let header = success.call.message else { return nil }
  if header.flags & Number.controlTruncated != 0 { return controlCut(success.socket) }
  if header.flags & Number.errorQueue != 0 { return fromErrorQueue(header) }
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

func controlCut(_ socket: SocketView?) -> Remark {
  let passed =
    socket?.isUnix == true ? " A passed descriptor that finds no room is closed." : ""
  return Remark(
    id: "recvmsg.control-cut",
    text: "MSG_CTRUNC: there was no room for all the ancillary data." + passed, once: false)
}

private let errorQueue = Remark(
  id: "recvmsg.error-queue",
  text:
    "From the error queue: the data is what was sent then, as far as the error quotes it, the address"
    + " where it was to go, and IP_RECVERR who answered with an error.", once: true)

/// SO_EE_ORIGIN_TIMESTAMPING and ZEROCOPY (linux/errqueue.h) are no errors.
private func fromErrorQueue(_ header: MessageHeader) -> Remark {
  let errors = header.control.compactMap { message -> ControlMessage.SocketError? in
    if case .error(let error) = message.content { error } else { nil }
  }
  switch errors.first?.origin {
  case 4:
    return Remark(
      id: "recvmsg.sent-stamp",
      text:
        "From the error queue, but no error: SO_TIMESTAMPING had the kernel note when something was"
        + " sent. The data is a copy of what was, with its headers, and ENOMSG says that there is no"
        + " message for the program in it.", once: true)
  case 5:
    return Remark(
      id: "recvmsg.sent-uncopied",
      text:
        "From the error queue, but no error: sends with MSG_ZEROCOPY are done, and their memory can"
        + " be used again.", once: true)
  default: return errorQueue
  }
}

/// What is meant for the other version of IP is not even refused.
private func ignoredHeader(_ success: Success, _ socket: SocketView) -> Remark? {
  guard socket.isIP, let header = success.call.message else { return nil }
  let isIPv6 = socket.family == Number.inet6
  if isIPv6, (header.name ?? socket.remote)?.host?.mapped != nil { return nil }
  let words = isIPv6 ? ["ttl": "hoplimit", "tos": "tclass"] : ["hoplimit": "ttl", "tclass": "tos"]
  for message in header.control where message.level == (isIPv6 ? 0 : 41) {
    let word: String? =
      switch message.content {
      case .hops: isIPv6 ? "ttl" : "hoplimit"
      case .urgency: isIPv6 ? "tos" : "tclass"
      default: nil
      }
    guard let word, let right = words[word] else { continue }
    return Remark(
      id: "sendmsg.other-version",
      text:
        "The field \(word) is for IPv\(isIPv6 ? "4" : "6"), and the kernel passes over it without a word:"
        + " the packet has gone with what the socket has. \(right) is the same for"
        + " IPv\(isIPv6 ? "6" : "4").", once: false)
  }
  return nil
}

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

/// RFC 792: an echo request that a raw ICMP socket of the machine that it is for is given, too.
func ownRequest(_ success: Success) -> Remark? {
  guard success.socket?.family == Number.inet, success.socket?.protocolNumber == Number.icmp,
    case .buffer(_, let filled?)? = success.call["buf"], let first = filled.kept.first
  else { return nil }
  let header = Int(first & 0xf) * 4
  guard filled.kept.count > header, filled.kept[header] == 8 else { return nil }
  return Remark(
    id: "recv.echo-request",
    text:
      "That is no reply: the byte behind the IP header (\(header) bytes) is 8, an echo request. A raw"
      + " socket is given a copy of every ICMP packet that comes to this machine, its own requests to"
      + " itself included; the reply (0) is the next.",
    once: true)
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
