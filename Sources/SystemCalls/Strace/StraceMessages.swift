/// A struct msghdr that was handed over.
func straceText(_ header: MessageHeader) -> String {
  let name = header.name.map(straceText) ?? "NULL"
  return "{msg_name=\(name), msg_namelen=\(header.nameLength), \(straceBody(header))}"
}

/// A struct msghdr that the kernel filled in; where the call failed, what was known before.
func straceText(_ room: MessageRoom, _ filled: MessageHeader?) -> String {
  guard let filled else { return "{msg_namelen=\(room.nameLength)}" }
  let name = filled.name.map(straceText) ?? hexadecimal(Int(bitPattern: room.namePointer))
  let given = filled.nameLength == room.nameLength ? "" : "\(room.nameLength) => "
  return "{msg_name=\(name), msg_namelen=\(given)\(filled.nameLength), \(straceBody(filled))}"
}

/// An array of struct iovec.
func straceText(_ buffers: [MessageBuffer]) -> String {
  let texts = buffers.map { buffer in
    "{iov_base=\(straceQuoted(buffer.data.kept, count: buffer.data.count)), "
      + "iov_len=\(buffer.length)}"
  }
  return "[\(texts.joined(separator: ", "))]"
}

/// The same, where the kernel has written nothing: the buffers lie one behind the other.
func straceRoom(at pointer: UInt, _ lengths: [Int]) -> String {
  var base = pointer
  let texts = lengths.map { length in
    defer { base += UInt(length) }
    return "{iov_base=\(hexadecimal(Int(bitPattern: base))), iov_len=\(length)}"
  }
  return "[\(texts.joined(separator: ", "))]"
}

/// An array of struct mmsghdr that was handed over; what was not sent has no length.
func straceText(_ messages: [CountedMessage]) -> String {
  "[" + messages.map { straceText($0, straceText($0.header)) }.joined(separator: ", ") + "]"
}

/// The array that recvmmsg filled.
func straceText(_ messages: [CountedMessage], in rooms: MessageRooms) -> String {
  let texts = messages.map { straceText($0, straceText(rooms.room, $0.header)) }
  return "[" + texts.joined(separator: ", ") + "]"
}

private func straceText(_ message: CountedMessage, _ header: String) -> String {
  "{msg_hdr=\(header)" + (message.length.map { ", msg_len=\($0)}" } ?? "}")
}

private func straceBody(_ header: MessageHeader) -> String {
  let control =
    header.controlLength == 0
    ? "" : ", msg_control=[\(header.control.map(straceText).joined(separator: ", "))]"
  return "msg_iov=\(straceText(header.buffers)), msg_iovlen=\(header.buffers.count)\(control), "
    + "msg_controllen=\(header.controlLength), "
    + "msg_flags=\(straceText(header.flags, of: .messageFlags))"
}

private func straceText(_ message: ControlMessage) -> String {
  let data = straceData(message).map { ", cmsg_data=\($0)" } ?? ""
  return
    "{cmsg_len=\(message.length), cmsg_level=\(straceText(Int(message.level), of: .optionLevel)), "
    + "cmsg_type=\(straceType(message))\(data)}"
}

/// strace 6.1 names the types of two levels.
private func straceType(_ message: ControlMessage) -> String {
  let number = Int(UInt32(bitPattern: message.type))
  switch message.level {
  case 1: return socketTypes[message.type] ?? "\(hexadecimal(number)) /* SCM_??? */"
  case 0: return internetTypes[message.type] ?? "\(hexadecimal(number)) /* IP_??? */"
  default: return number == 0 ? "0" : hexadecimal(number)
  }
}

private let socketTypes: [Int32: String] = [
  1: "SCM_RIGHTS", 2: "SCM_CREDENTIALS", 3: "SCM_SECURITY", 29: "SO_TIMESTAMP_OLD",
  35: "SO_TIMESTAMPNS_OLD", 37: "SO_TIMESTAMPING_OLD", 41: "SO_WIFI_STATUS",
  54: "SCM_TIMESTAMPING_OPT_STATS", 58: "SCM_TIMESTAMPING_PKTINFO", 61: "SCM_TXTIME",
  63: "SO_TIMESTAMP_NEW", 64: "SO_TIMESTAMPNS_NEW", 65: "SO_TIMESTAMPING_NEW",
]

private let internetTypes: [Int32: String] = [
  1: "IP_TOS", 2: "IP_TTL", 6: "IP_RECVOPTS", 7: "IP_RETOPTS", 8: "IP_PKTINFO", 11: "IP_RECVERR",
  18: "SCM_SECURITY", 20: "IP_ORIGDSTADDR", 23: "IP_CHECKSUM",
  25: "IP_RECVFRAGSIZE",
]

/// nil where strace prints none.
private func straceData(_ message: ControlMessage) -> String? {
  switch message.content {
  case .rights(let descriptors): return descriptors.isEmpty ? nil : straceArray(descriptors)
  case .credentials(let pid, let uid, let gid): return "{pid=\(pid), uid=\(uid), gid=\(gid)}"
  case .timestamp(let seconds, let microseconds):
    return "{tv_sec=\(seconds), tv_usec=\(microseconds)}"
  case .packetInfo(let interface, let local, let destination):
    return "{ipi_ifindex=\(straceInterface(UInt32(bitPattern: interface))), "
      + "ipi_spec_dst=inet_addr(\"\(ipv4Text(local))\"), "
      + "ipi_addr=inet_addr(\"\(ipv4Text(destination))\")}"
  case .fineTimestamp(let time): return straceText(time)
  case .timestamps(let times): return "[\(times.map(straceText).joined(separator: ", "))]"
  case .destination(let address) where message.level == 0: return straceText(address)
  case .bits(let number) where message.level == 0: return "[\(number)]"
  case .label(let bytes): return straceQuoted(bytes, count: bytes.count)
  case .hops(let number) where message.level == 0: return "[\(UInt32(bitPattern: number))]"
  case .error(let error) where message.level == 0: return straceText(error)
  default: return straceOther(message)
  }
}

/// Data of a known type that was cut short, and bytes that strace shows one by one.
private func straceOther(_ message: ControlMessage) -> String? {
  guard !message.data.isEmpty else { return nil }
  switch (message.level, message.type) {
  case (1, 29), (1, 35), (1, 37): return "???"
  case (0, 1), (0, 6), (0, 7):
    return "[\(message.data.map { hexadecimalOrZero(Int($0)) }.joined(separator: ", "))]"
  default: return nil
  }
}

private func hexadecimalOrZero(_ number: Int) -> String { number == 0 ? "0" : hexadecimal(number) }

/// An array is cut where a string is.
private func straceArray(_ numbers: [Int32]) -> String {
  let shown = numbers.prefix(straceStringLength).map(String.init)
  let isCut = numbers.count > straceStringLength
  return "[\((shown + (isCut ? ["..."] : [])).joined(separator: ", "))]"
}

private func straceText(_ time: ControlMessage.Timestamp) -> String {
  "{tv_sec=\(time.seconds), tv_nsec=\(time.nanoseconds)}"
}

private func straceText(_ error: ControlMessage.SocketError) -> String {
  "{ee_errno=\(error.errno), ee_origin=\(error.origin), ee_type=\(error.type), "
    + "ee_code=\(error.code), ee_info=\(error.info), ee_data=\(error.data), "
    + "offender=\(error.offender.map(straceText) ?? "{sa_family=AF_UNSPEC}")}"
}

/// `if_nametoindex("lo")`, or the number of an interface that is not there.
func straceInterface(_ index: UInt32) -> String {
  Int32(exactly: index).map { interfaceText($0, .own) } ?? "\(index)"
}
