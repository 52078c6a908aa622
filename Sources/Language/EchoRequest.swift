internal import Log

extension Reader {
  /// `echo 7 1 "payload"`: type 8, code 0, checksum, identifier, sequence number, data (RFC 792).
  func echoRequest() throws(Diagnostic) -> [UInt8] {
    let rest = try echoed()
    let sum = internetChecksum([8, 0, 0, 0] + rest)
    return [8, 0, UInt8(sum >> 8), UInt8(sum & 0xff)] + rest
  }

  /// The same of ICMPv6: type 128 (RFC 4443, section 4.1).
  func echoRequest6() throws(Diagnostic) -> [UInt8] { [128, 0, 0, 0] + (try echoed()) }

  /// What comes back in the reply.
  private func echoed() throws(Diagnostic) -> [UInt8] {
    let numbers = [try half("ID SEQUENCE"), try half("SEQUENCE")]
    offer("[TEXT]", .nothing)
    var payload: [UInt8] = []
    if let token = peek, token.kind == .quoted {
      payload = token.data
      skip()
    }
    guard payload.count <= 65507 else { throw missing("at most 65507 bytes") }
    return numbers.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] } + payload
  }

  /// A number of 16 bits.
  private func half(_ usage: String) throws(Diagnostic) -> UInt16 {
    let token = try next("a number from 0 to 65535", usage: usage, .nothing)
    guard token.kind == .word, let value = UInt16(token.text) else {
      throw unexpected(token, expected: "a number from 0 to 65535")
    }
    return value
  }
}

/// The one's complement of the one's complement sum of 16-bit words (RFC 1071).
func internetChecksum(_ bytes: [UInt8]) -> UInt16 {
  var sum = stride(from: 0, to: bytes.count, by: 2).reduce(UInt64(0)) { sum, index in
    let low = index + 1 < bytes.count ? UInt64(bytes[index + 1]) : 0
    return sum + (UInt64(bytes[index]) << 8 | low)
  }
  while sum > 0xffff { sum = sum >> 16 + sum & 0xffff }
  return ~UInt16(sum)
}
