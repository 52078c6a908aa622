/// A JSON value, written in one line (RFC 8259). Objects keep their order.
public enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(Int)
  case string(String)
  case array([JSON])
  case object([(String, JSON)])

  public var text: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  public func write(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let flag): bytes += (flag ? "true" : "false").utf8
    case .number(let number): bytes += String(number).utf8
    case .string(let text): JSON.quote(text, to: &bytes)
    case .array(let list):
      JSON.write(list, between: ("[", "]"), to: &bytes) { $0.write(to: &$1) }
    case .object(let members):
      JSON.write(members, between: ("{", "}"), to: &bytes) { member, bytes in
        JSON.quote(member.0, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.1.write(to: &bytes)
      }
    }
  }

  private static func write<T>(
    _ list: [T], between brackets: (String, String), to bytes: inout [UInt8],
    each: (T, inout [UInt8]) -> Void
  ) {
    bytes += brackets.0.utf8
    for (index, element) in list.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      each(element, &bytes)
    }
    bytes += brackets.1.utf8
  }

  /// Controls and DEL are escaped: a log may be looked at in a terminal.
  private static func quote(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): bytes += "\\n".utf8
      case UInt8(ascii: "\r"): bytes += "\\r".utf8
      case UInt8(ascii: "\t"): bytes += "\\t".utf8
      case 0..<0x20, 0x7f: bytes += "\\u00".utf8 + hexadecimal(byte)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  public static func == (one: JSON, other: JSON) -> Bool { one.text == other.text }
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

private let hexadecimalDigits = Array("0123456789abcdef".utf8)

/// Two lower-case hexadecimal digits.
func hexadecimal(_ byte: UInt8) -> [UInt8] {
  [hexadecimalDigits[Int(byte >> 4)], hexadecimalDigits[Int(byte & 15)]]
}

private let base64Digits = Array(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

/// Base64 with padding (RFC 4648, section 4).
public func base64(_ bytes: [UInt8]) -> String {
  var digits: [UInt8] = []
  digits.reserveCapacity((bytes.count + 2) / 3 * 4)
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let group = bytes[start..<min(start + 3, bytes.count)]
    let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
    for place in 0..<4 {
      digits.append(
        place <= group.count
          ? base64Digits[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
    }
  }
  return String(decoding: digits, as: UTF8.self)
}
