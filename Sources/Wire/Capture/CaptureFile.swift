/// The bytes of a pcapng file (draft-ietf-opsawg-pcapng): packets as they were sent on one
/// interface, and as they arrived on another.
enum Capture {
  enum Interface: UInt32 { case sent, arrived }

  /// The section's header and both interfaces; times are in nanoseconds.
  static var opening: [UInt8] {
    sectionHeader + interface(named: "sent", "packets as the hosts sent them")
      + interface(named: "arrived", "packets as they reached the hosts")
  }

  /// Adds a packet, of which `bytes` are the first of `length` bytes; the time since 1970 in
  /// nanoseconds. In place: it is done twice for each packet of a flood.
  static func add(
    _ bytes: UnsafeRawBufferPointer, length: Int, on interface: Interface, at time: UInt64,
    comment: String?, to file: inout [UInt8]
  ) {
    let start = file.count
    // The block's length takes the place of the first 0 once it is known.
    for word in [
      6, 0, interface.rawValue, UInt32(truncatingIfNeeded: time >> 32),
      UInt32(truncatingIfNeeded: time), UInt32(clamping: bytes.count), UInt32(clamping: length),
    ] {
      withUnsafeBytes(of: word) { file.append(contentsOf: $0) }
    }
    file.append(contentsOf: bytes)
    file.append(contentsOf: repeatElement(0, count: (4 - bytes.count % 4) % 4))
    if let comment { file += options([(1, Array(comment.utf8))]) }
    let size = UInt32(file.count - start + 4)
    withUnsafeBytes(of: size) { file.append(contentsOf: $0) }
    file.withUnsafeMutableBytes {
      $0.storeBytes(of: size, toByteOffset: start + 4, as: UInt32.self)
    }
  }

  private static var sectionHeader: [UInt8] {
    // The byte-order magic, version 1.0, and a length that is not known.
    block(
      0x0a0d_0d0a,
      words(0x1a2b_3c4d, 0x0000_0001, .max, .max) + options([(4, Array("Sockratic".utf8))]))
  }

  /// Link type 101: packets that begin with IP's header, of either version.
  private static func interface(named name: String, _ description: String) -> [UInt8] {
    block(
      1,
      words(101, 0)
        + options([(2, Array(name.utf8)), (3, Array(description.utf8)), (9, [9])]))
  }

  /// Type, length, body, and the length again.
  private static func block(_ type: UInt32, _ body: [UInt8]) -> [UInt8] {
    let length = UInt32(12 + body.count)
    return words(type, length) + body + words(length)
  }

  private static func options(_ list: [(code: UInt16, value: [UInt8])]) -> [UInt8] {
    list.flatMap { option in
      shorts(option.code, UInt16(clamping: option.value.count)) + padded(option.value)
    } + words(0)
  }

  private static func padded(_ bytes: some Collection<UInt8>) -> [UInt8] {
    Array(bytes) + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
  }

  /// In this machine's order, as the byte-order magic says.
  private static func words(_ numbers: UInt32...) -> [UInt8] {
    numbers.flatMap { number in withUnsafeBytes(of: number, Array.init) }
  }

  private static func shorts(_ numbers: UInt16...) -> [UInt8] {
    numbers.flatMap { number in withUnsafeBytes(of: number, Array.init) }
  }
}
