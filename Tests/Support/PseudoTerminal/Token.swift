/// One piece of a terminal's input stream (ECMA-48).
enum Token {
  case scalar(Unicode.Scalar)
  case control(UInt8)
  /// CSI numbers final, without a private marker.
  case sequence(UInt8, [Int])
  case ignored

  /// The first whole piece and its length, or nil if there is only a part of one.
  static func first(of bytes: [UInt8]) -> (Token, length: Int)? {
    guard let lead = bytes.first else { return nil }
    if lead == 0x1B { return escape(bytes) }
    if lead < 0x20 || lead == 0x7F { return (.control(lead), 1) }
    let length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard bytes.count >= length else { return nil }
    let text = String(decoding: bytes[..<length], as: UTF8.self)
    return (.scalar(text.unicodeScalars.first ?? "\u{FFFD}"), length)
  }

  private static func escape(_ bytes: [UInt8]) -> (Token, length: Int)? {
    guard bytes.count > 1 else { return nil }
    switch bytes[1] {
    case UInt8(ascii: "["):
      guard let end = bytes.dropFirst(2).firstIndex(where: { (0x40...0x7E).contains($0) }) else {
        return nil
      }
      return (control(sequence: bytes[2..<end], final: bytes[end]), end + 1)
    case UInt8(ascii: "("), UInt8(ascii: ")"): return bytes.count > 2 ? (.ignored, 3) : nil
    default: return (.ignored, 2)
    }
  }

  private static func control(sequence: ArraySlice<UInt8>, final: UInt8) -> Token {
    let text = String(decoding: sequence, as: UTF8.self)
    guard text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ";") }) else { return .ignored }
    return .sequence(final, text.split(separator: ";").map { Int($0) ?? 0 })
  }

  /// Columns taken: enough of Unicode for tests.
  static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x300...0x36F, 0x200B...0x200D, 0xFE00...0xFE0F: 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60,
      0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      2
    default: 1
    }
  }
}
