package import CLinux

/// Many TCP segments that the kernel handed over as one: they are cut apart, so that each is carried,
/// shown and recorded by itself. Where all of them go on untouched to one host, they are handed over as
/// one again, which is most of the cost of a fast transfer.
package final class Bundle {
  package typealias Write = (UnsafeRawBufferPointer, linux_offload, Int) -> Void

  private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 19, alignment: 16)
  private var used = 0
  private var packet: OffloadedPacket?
  private var headerLength = 0
  /// How far the data is cut, in bytes, and how many segments that were.
  private var offset = 0
  private var count = 0
  /// Segments that go on as they came, and whether these are all so far.
  private var kept: [(bytes: UnsafeRawBufferPointer, host: Int)] = []
  private var isWhole = false

  package init() {}

  deinit { room.deallocate() }

  package func open(_ packet: OffloadedPacket) {
    self.packet = packet
    headerLength = packet.headerLength
    (used, offset, count, isWhole) = (0, 0, 0, true)
  }

  /// The next segment, with everything in its headers as if it had been sent by itself; nil after the
  /// last.
  package func next() -> UnsafeRawBufferPointer? {
    guard let packet else { return nil }
    let rest = packet.bytes.count - headerLength - offset
    guard rest > 0 else { return nil }
    let length = min(packet.segmentSize, rest)
    let segment = place(for: headerLength + length)
    segment.copyMemory(from: UnsafeRawBufferPointer(packet.bytes[..<headerLength].rebased))
    let data = packet.bytes[(headerLength + offset)...].prefix(length)
    segment[headerLength...].rebased.copyMemory(from: UnsafeRawBufferPointer(data.rebased))
    adapt(segment, isLast: length == rest)
    offset += length
    count += 1
    return UnsafeRawBufferPointer(segment)
  }

  /// There is room for all of them: see `OffloadedPacket.isBundle`.
  private func place(for length: Int) -> UnsafeMutableRawBufferPointer {
    defer { used += length }
    return room[used...].prefix(length).rebased
  }

  private func adapt(_ segment: UnsafeMutableRawBufferPointer, isLast: Bool) {
    guard let start = packet?.transportStart else { return }
    if segment[0] >> 4 == 4 {
      segment.putShort(UInt16(segment.count), at: 2)
      segment.putShort(segment.short(at: 4) &+ UInt16(truncatingIfNeeded: count), at: 4)
      segment.putShort(0, at: 10)
      segment.putShort(~internetSum(UnsafeRawBufferPointer(segment[..<start].rebased)), at: 10)
    } else {
      segment.putShort(UInt16(segment.count - 40), at: 4)
    }
    segment.putWord(segment.word(at: start + 4) &+ UInt32(offset), at: start + 4)
    // CWR is of the first alone, FIN and PSH of the last.
    if count > 0 { segment[start + 13] &= 0x7f }
    if !isLast { segment[start + 13] &= 0xf6 }
    segment.putShort(0, at: start + 16)
    segment.putShort(~transportSum(of: segment, from: start), at: start + 16)
  }

  private func transportSum(of segment: UnsafeMutableRawBufferPointer, from start: Int) -> UInt16 {
    let addresses = segment[0] >> 4 == 4 ? 12..<20 : 8..<40
    let pseudo =
      UInt64(internetSum(UnsafeRawBufferPointer(segment[addresses].rebased)))
      + UInt64(IPProtocol.tcp) + UInt64(segment.count - start)
    return internetSum(
      UnsafeRawBufferPointer(segment[start...].rebased), startingWith: pseudo)
  }

  // MARK: Handing on

  /// Whether a packet on its way to a host is one of these, as it came: it waits for the others.
  func keep(_ bytes: UnsafeRawBufferPointer, for host: Int) -> Bool {
    guard isWhole, packet != nil, let place = bytes.baseAddress, let base = room.baseAddress,
      place >= UnsafeRawPointer(base), place < UnsafeRawPointer(base) + room.count
    else { return false }
    kept.append((bytes, host))
    return true
  }

  /// Hands on one by one what was kept: something else comes between.
  func loosen(_ write: Write) {
    isWhole = false
    for (bytes, host) in kept { write(bytes, linux_offload(), host) }
    kept.removeAll(keepingCapacity: true)
  }

  /// Hands on what was kept, as one if it is all there was.
  package func close(_ write: Write) {
    if let packet, isWhole, kept.count == count, let host = kept.first?.host,
      kept.allSatisfy({ $0.host == host })
    {
      write(UnsafeRawBufferPointer(packet.bytes), packet.offload, host)
      kept.removeAll(keepingCapacity: true)
    }
    loosen(write)
    packet = nil
  }

  /// Hands nothing on: that was done with the whole.
  package func forget() { packet = nil }
}
