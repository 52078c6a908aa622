import SystemCalls

@testable import Wire

/// Packets as a host would send them, checksums included.
enum Made {
  static let alice: UInt32 = 0x0a00_0001
  static let bob: UInt32 = 0x0a00_0002

  static func datagram(
    _ data: [UInt8] = [], from: UInt32 = alice, to: UInt32 = bob,
    ports: (UInt16, UInt16) = (5000, 7),
    identification: UInt16 = 1, mayFragment: Bool = false
  ) -> [UInt8] {
    let length = UInt16(8 + data.count)
    let head = bytes(ports.0) + bytes(ports.1) + bytes(length)
    let sum = checksum(bytes(from) + bytes(to) + [0, 17] + bytes(length) + head + [0, 0] + data)
    return ipv4(
      17, head + bytes(sum == 0 ? 0xffff : sum) + data, from, to, identification, mayFragment)
  }

  static func segment(
    _ flags: TCPFlags, sequence: UInt32, acknowledgement: UInt32 = 0, _ data: [UInt8] = [],
    window: UInt16 = 1000, from: UInt32 = alice, to: UInt32 = bob,
    ports: (UInt16, UInt16) = (40000, 80)
  ) -> [UInt8] {
    let head =
      bytes(ports.0) + bytes(ports.1) + bytes(sequence) + bytes(acknowledgement)
      + [0x50, flags.rawValue] + bytes(window)
    let length = UInt16(20 + data.count)
    let sum = checksum(
      bytes(from) + bytes(to) + [0, 6] + bytes(length) + head + [0, 0, 0, 0] + data)
    return ipv4(6, head + bytes(sum) + [0, 0] + data, from, to, 1, false)
  }

  static func echo(_ data: [UInt8], from: UInt32 = alice, to: UInt32) -> [UInt8] {
    let head: [UInt8] = [8, 0]
    let rest: [UInt8] = [0, 7, 0, 1] + data
    return ipv4(1, head + bytes(checksum(head + [0, 0] + rest)) + rest, from, to, 1, false)
  }

  private static func ipv4(
    _ number: UInt8, _ body: [UInt8], _ from: UInt32, _ to: UInt32, _ identification: UInt16,
    _ mayFragment: Bool
  ) -> [UInt8] {
    let start: [UInt8] =
      [0x45, 0] + bytes(UInt16(20 + body.count)) + bytes(identification)
      + [mayFragment ? 0 : 0x40, 0, 64, number]
    let sum = checksum(start + [0, 0] + bytes(from) + bytes(to))
    return start + bytes(sum) + bytes(from) + bytes(to) + body
  }

  static func bytes(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xff)] }

  static func bytes(_ number: UInt32) -> [UInt8] {
    bytes(UInt16(number >> 16)) + bytes(UInt16(number & 0xffff))
  }

  /// RFC 1071, written apart from the room's own.
  static func checksum(_ bytes: [UInt8]) -> UInt16 {
    var sum = 0
    for (place, byte) in bytes.enumerated() { sum += place % 2 == 0 ? Int(byte) << 8 : Int(byte) }
    while sum > 0xffff { sum = (sum & 0xffff) + (sum >> 16) }
    return ~UInt16(sum)
  }
}

func header(of bytes: [UInt8]) throws(PacketFault) -> PacketHeader {
  var result: Result<PacketHeader, PacketFault> = .failure(.empty)
  bytes.withUnsafeBytes { raw in
    do throws(PacketFault) {
      result = .success(try PacketHeader(raw))
    } catch {
      result = .failure(error)
    }
  }
  return try result.get()
}
