internal import CLinux

/// A packet as a TUN device hands it over: the kernel may have left its checksum to be computed, and
/// may have put many TCP segments into one, as it does for a network card.
package struct OffloadedPacket {
  let offload: linux_offload
  package let bytes: UnsafeMutableRawBufferPointer

  /// VIRTIO_NET_HDR_F_NEEDS_CSUM; VIRTIO_NET_HDR_GSO_TCPV4 and _TCPV6, beside the bit for ECN.
  private static let needsChecksum: UInt8 = 1
  private static let bundles: Set<UInt8> = [1, 4]
  private static let ecn: UInt8 = 0x80

  /// nil for what is shorter than its header.
  package init?(_ raw: UnsafeMutableRawBufferPointer) {
    let size = MemoryLayout<linux_offload>.size
    guard raw.count > size else { return nil }
    offload = raw.loadUnaligned(as: linux_offload.self)
    bytes = UnsafeMutableRawBufferPointer(rebasing: raw[size...])
  }

  /// Less data in a segment than any path has room for, and the longest headers, in bytes: of 64 KiB
  /// all segments fit into the room of a `Bundle`.
  private static let shortest = 32
  private static let longestHeader = 120

  /// Whether it is to be cut into segments. Nothing that the device says of it is trusted: a packet
  /// that is not as it says goes on as it is.
  package var isBundle: Bool {
    OffloadedPacket.bundles.contains(offload.type & ~OffloadedPacket.ecn)
      && offload.segment_size >= OffloadedPacket.shortest && bytes.count > headerLength
      && headerLength >= transportStart + 20 && headerLength <= OffloadedPacket.longestHeader
      && transportStart >= (bytes[0] >> 4 == 4 ? 20 : 40)
  }

  /// Where TCP's header begins, and where it ends.
  var transportStart: Int { Int(offload.checksum_start) }
  var headerLength: Int {
    guard bytes.count >= transportStart + 20 else { return .max }
    return transportStart + Int(bytes[transportStart + 12] >> 4) * 4
  }

  /// Of a bundle: how much data each segment has, in bytes, and how many there are.
  package var segmentSize: Int { Int(offload.segment_size) }
  var segmentCount: Int { (bytes.count - headerLength + segmentSize - 1) / segmentSize }

  /// Computes the checksum that was left out.
  package mutating func finish() {
    guard offload.flags & OffloadedPacket.needsChecksum != 0 else { return }
    let place = transportStart + Int(offload.checksum_offset)
    guard place + 2 <= bytes.count else { return }
    // The pseudo header's sum stands there already (RFC 1071).
    let sum = ~internetSum(UnsafeRawBufferPointer(bytes[transportStart...].rebased))
    bytes.putShort(sum == 0 ? 0xffff : sum, at: place)
  }
}

/// The Internet checksum's sum, folded to 16 bits, in network order (RFC 1071).
func internetSum(_ bytes: UnsafeRawBufferPointer, startingWith start: UInt64 = 0) -> UInt16 {
  var sum = start
  var place = 0
  // Words of this machine's order: the sum of swapped words is the swapped sum.
  var words: UInt64 = 0
  while place + 8 <= bytes.count {
    let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
    words &+= word & 0xffff_ffff &+ word >> 32
    place += 8
  }
  while words >> 16 != 0 { words = words & 0xffff + words >> 16 }
  sum += UInt64(UInt16(truncatingIfNeeded: words).bigEndian)
  while place + 2 <= bytes.count {
    sum += UInt64(bytes[place]) << 8 | UInt64(bytes[place + 1])
    place += 2
  }
  if place < bytes.count { sum += UInt64(bytes[place]) << 8 }
  while sum >> 16 != 0 { sum = sum & 0xffff + sum >> 16 }
  return UInt16(sum)
}

extension UnsafeMutableRawBufferPointer {
  func putShort(_ number: UInt16, at place: Int) {
    storeBytes(of: number.bigEndian, toByteOffset: place, as: UInt16.self)
  }

  func putWord(_ number: UInt32, at place: Int) {
    storeBytes(of: number.bigEndian, toByteOffset: place, as: UInt32.self)
  }

  func short(at place: Int) -> UInt16 {
    UInt16(bigEndian: loadUnaligned(fromByteOffset: place, as: UInt16.self))
  }

  func word(at place: Int) -> UInt32 {
    UInt32(bigEndian: loadUnaligned(fromByteOffset: place, as: UInt32.self))
  }
}

extension Slice<UnsafeMutableRawBufferPointer> {
  var rebased: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(rebasing: self) }
}
