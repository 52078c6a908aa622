internal import SystemCalls

/// Bytes of a packet, read in network order. Whoever reads has looked at `count` first.
struct PacketBytes {
  private let bytes: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var count: Int { bytes.count }

  func prefix(_ length: Int) -> PacketBytes {
    PacketBytes(UnsafeRawBufferPointer(rebasing: bytes.prefix(length)))
  }

  func dropFirst(_ length: Int) -> PacketBytes {
    PacketBytes(UnsafeRawBufferPointer(rebasing: bytes.dropFirst(length)))
  }

  func byte(_ place: Int) -> UInt8 { bytes[place] }

  func short(_ place: Int) -> UInt16 { UInt16(bytes[place]) << 8 | UInt16(bytes[place + 1]) }

  func word(_ place: Int) -> UInt32 { UInt32(short(place)) << 16 | UInt32(short(place + 2)) }

  func long(_ place: Int) -> UInt64 { UInt64(word(place)) << 32 | UInt64(word(place + 4)) }

  func address(_ place: Int) -> IPv6Bytes {
    IPv6Bytes(high: long(place), low: long(place + 8))
  }
}
