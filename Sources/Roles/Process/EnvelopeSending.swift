internal import Glibc
internal import Language
internal import SystemCalls

/// Calls with several buffers or several messages, and those that every descriptor takes.
extension Player {
  func send(_ envelope: Envelope, on fd: Int32, flags: Int32, _ calls: SocketCalls) throws(Errno) {
    guard let buffers = gathered(envelope.buffers, by: "sendmsg") else { return }
    _ = try calls.sendmsg(
      fd, buffers, to: envelope.target, control: envelope.ancillary.map(\.message), flags: flags)
  }

  func send(
    _ envelopes: [Envelope], on fd: Int32, flags: Int32, _ calls: SocketCalls
  ) throws(Errno) {
    guard gathered(envelopes.flatMap(\.buffers), by: "sendmmsg") != nil else { return }
    let messages = envelopes.map { envelope in
      SocketCalls.Outgoing(
        envelope.buffers.map { $0.bytes(from: 0, count: $0.count ?? 0) }, to: envelope.target,
        control: envelope.ancillary.map(\.message))
    }
    try calls.sendmmsg(fd, messages, flags: flags)
  }

  func perform(_ call: DescriptorCall, _ calls: SocketCalls) throws(Errno) {
    switch call {
    case .read(let socket, let size):
      if let room = room(size) { try calls.read(socket.number, into: room) }
    case .write(let socket, let payload):
      guard let data = gathered([payload], by: "write")?.first else { return }
      try data.span.bytes.withUnsafeBytes { data throws(Errno) -> Void in
        try calls.write(socket.number, data)
      }
    case .readv(let socket, let sizes): try calls.readv(socket.number, into: sizes)
    case .writev(let socket, let buffers):
      guard let buffers = gathered(buffers, by: "writev") else { return }
      try calls.writev(socket.number, buffers)
    case .dup(let socket): try calls.dup(socket.number)
    case .dup2(let socket, let new): try calls.dup2(socket.number, new)
    case .ioctl(let socket, let request, let number?):
      try calls.ioctl(socket.number, request, setting: number)
    case .ioctl(let socket, let request, nil): try calls.ioctl(socket.number, asking: request)
    case .sockatmark(let socket): try calls.sockatmark(socket.number)
    }
  }

  /// The bytes of the buffers; nil, with the reason, if they are too many.
  private func gathered(_ buffers: [Payload], by call: String) -> [[UInt8]]? {
    let counts = buffers.map { $0.count ?? 0 }
    guard counts.allSatisfy({ $0 <= Player.largestBuffer }),
      counts.reduce(0, +) <= Player.largestBuffer
    else {
      problem = "one \(call) handles at most 64M at once"
      return nil
    }
    return zip(buffers, counts).map { $0.bytes(from: 0, count: $1) }
  }
}

extension Envelope {
  fileprivate var target: SocketAddress? {
    if case .literal(let address)? = address { address } else { nil }
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
    case .source6(let host): .packetInfo(source: host, interface: 0)
    case .header(.ttl, let number): .number(number, level: 0, type: 2)
    case .header(.tos, let number): .number(number, level: 0, type: 1)
    case .header(.hoplimit, let number): .number(number, level: 41, type: 52)
    case .header(.tclass, let number): .number(number, level: 41, type: 67)
    }
  }
}
