internal import Log
internal import SystemCalls

/// Many segments that a kernel handed over as one are carried at once, where nothing is done to any of
/// them: to look at each by itself is most of the cost of a fast transfer.
extension Cable {
  /// Carries new data in order, cut into segments of that many bytes, each reported as if it had come
  /// by itself. Returns the host that all of it is for.
  ///
  /// nil if something could be done to one of them, or said of one: nothing has happened then, and
  /// each is to be carried by itself.
  public mutating func carryTogether(
    _ bytes: UnsafeRawBufferPointer, cutAt size: Int, from sender: Int, at now: UInt64
  ) -> Int? {
    guard let header = plainHeader(of: bytes), case .segment(let whole) = header.content,
      whole.length > size, let receiver = byAddress[header.destination.with(port: 0)],
      receiver != sender, leavesAlone(from: sender, to: receiver), conversations.isNext(header)
    else { return nil }
    enter(header, whole, cutAt: size, sender * hosts.count + receiver)
    var seen = PacketSeen(
      number: 0, from: hosts[sender].name, to: hosts[receiver].name, header: header,
      conversations.enter(header, at: now))
    conversations.noteArrival(of: header)
    seen.length -= whole.length
    report(seen, whole, cutAt: size)
    return receiver
  }

  /// nil for what is not just data of a connection.
  private func plainHeader(of bytes: UnsafeRawBufferPointer) -> PacketHeader? {
    guard let header = try? PacketHeader(bytes), header.length == bytes.count,
      case .segment(let segment) = header.content, segment.flags.isSubset(of: [.ack, .psh]),
      segment.window > 0
    else { return nil }
    return header
  }

  /// Whether every packet from one to the other goes on at once and as it is.
  private func leavesAlone(from sender: Int, to receiver: Int) -> Bool {
    let direction = directions[sender * hosts.count + receiver]
    return direction.impairments == Impairments() && direction.overtaken == nil
      && exact.waiting.isEmpty && queue.count == 0
  }

  /// Notes them as sent: of what is new and in order, the first and the last stand for all.
  private mutating func enter(
    _ header: PacketHeader, _ whole: TCPHeader, cutAt size: Int, _ index: Int
  ) {
    let last = (whole.length - 1) / size * size
    for start in [0, last] {
      var segment = whole
      segment.sequence &+= UInt32(truncatingIfNeeded: start)
      var header = header
      header.content = .segment(segment)
      _ = directions[index].flows.enter(header)
    }
  }

  /// `seen` has the headers' length as its own, and the whole as its content.
  private mutating func report(_ seen: PacketSeen, _ whole: TCPHeader, cutAt size: Int) {
    guard case .tcp(let first) = seen.content else { return }
    let flags = [whole.flags.subtracting(.psh).letters, whole.flags.letters]
    for start in stride(from: 0, to: whole.length, by: size) {
      let length = min(size, whole.length - start)
      var (packet, segment) = (seen, first)
      count += 1
      packet.number = count
      packet.length += length
      segment.sequence = (first.sequence + start) & Int(UInt32.max)
      segment.length = length
      segment.flags = flags[start + length == whole.length ? 1 : 0]
      packet.content = .tcp(segment)
      output.report(packet)
    }
  }
}
