/// Packets as hosts send them, to be spoilt: from alice (10.0.0.1, fd00::1) to bob.
enum Samples {
  static let all: [[UInt8]] = [
    syn, data, datagram, echo, fragment, options, syn6, datagram6, extended6, fragment6,
    advertisement6,
  ]

  private static let syn = ipv4(
    6,
    "9c40 2328 11223344 00000000 a002 faf0 0000 0000 020405b4 0402080a 00000001 00000000 01 030307")
  private static let data = ipv4(6, "9c40 2328 11223345 55667788 5018 01f6 0000 0000 68656c6c6f")
  private static let datagram = ipv4(17, "9c40 2328 000d 0000 68656c6c6f")
  private static let echo = ipv4(1, "0800 0000 0001 0001 6869")
  private static let fragment =
    bytes("4500 0024 0007 20b9 4011 0000 0a000001 0a000002 00010203 04050607 08090a0b 0c0d0e0f")
  /// A header with options: a record of the route.
  private static let options =
    bytes("4700 002a 0001 0000 4011 0000 0a000001 0a000002 0707 0400 0000 0001")
    + bytes("9c40 2328 000e 0000 6c6f6e676572")
  private static let syn6 = ipv6(6, "9c40 2328 11223344 00000000 5002 faf0 0000 0000")
  private static let datagram6 = ipv6(17, "9c40 2328 000d 0000 68656c6c6f")
  /// Hop-by-hop options, routing, destination options, then UDP.
  private static let extended6 = ipv6(
    0,
    "2b00 0502 0000 0100 3c00 0000 00000000 1101 0104 00000000 00000000 00000000 9c40 2328 0009 0000 78"
  )
  private static let fragment6 = ipv6(44, "1100 0001 00000009 9c40 2328 0010 0000 6162636465666768")
  private static let advertisement6 = ipv6(
    58, "8600 0000 40 00 0708 00000000 00000000 0101 020000000001")

  private static func ipv4(_ number: UInt8, _ body: String) -> [UInt8] {
    let body = bytes(body)
    return [0x45, 0, 0, UInt8(20 + body.count), 0, 1, 0, 0, 64, number, 0, 0]
      + bytes("0a000001 0a000002") + body
  }

  private static func ipv6(_ number: UInt8, _ body: String) -> [UInt8] {
    let body = bytes(body)
    let prefix = bytes("fd00 0000 0000 0000 0000 0000 0000")
    return [0x60, 0, 0, 0, 0, UInt8(body.count), number, 64] + prefix + [0, 1] + prefix + [0, 2]
      + body
  }

  private static func bytes(_ text: String) -> [UInt8] {
    let digits = text.filter { $0 != " " }.map { UInt8($0.hexDigitValue ?? 0) }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}
