import CLinux
import Testing

@testable import Wire

/// What a TUN device says of a packet is believed only as far as the packet bears it out.
@Suite struct BundleTests {
  /// A segment with that much data, handed over to be cut into segments of 100 bytes; the words of its
  /// TCP header, and where that begins.
  private func isBundle(data: Int, words: UInt8 = 5, start: UInt16 = 20, size: UInt16 = 100) -> Bool
  {
    var packet = Made.segment([.ack], sequence: 1, [UInt8](repeating: 7, count: data))
    packet[32] = words << 4
    let offload = linux_offload(
      flags: 1, type: 1, header_length: 0, segment_size: size, checksum_start: start,
      checksum_offset: 16)
    var raw = withUnsafeBytes(of: offload) { Array($0) } + packet
    return raw.withUnsafeMutableBytes { OffloadedPacket($0)?.isBundle ?? false }
  }

  @Test func `several segments in one are cut apart`() {
    #expect(isBundle(data: 1000))
  }

  @Test func `headers that are too short, too long or somewhere else are not believed`() {
    #expect(!isBundle(data: 1000, words: 0))
    #expect(!isBundle(data: 1000, words: 4))
    #expect(!isBundle(data: 1000, start: 0))
    #expect(!isBundle(data: 1000, start: 19))
    #expect(!isBundle(data: 2000, words: 15, start: 900))
    #expect(!isBundle(data: 1000, start: 65535))
    #expect(!isBundle(data: 0))
    #expect(!isBundle(data: 1000, size: 1))
  }
}
