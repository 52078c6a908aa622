internal import SystemCalls

/// A string literal.
func cText(_ bytes: [UInt8]) -> String {
  var text = ""
  var wasHex = false
  for byte in bytes {
    let isHexDigit = UnicodeScalar(byte).properties.isASCIIHexDigit
    // A digit behind \x80 would be taken for a part of it.
    if wasHex, isHexDigit { text += "\"\"" }
    wasHex = false
    switch byte {
    case 10: text += "\\n"
    case 13: text += "\\r"
    case 9: text += "\\t"
    case 34: text += "\\\""
    case 92: text += "\\\\"
    case 63: text += "?"
    case 0x20..<0x7f: text += String(UnicodeScalar(byte))
    default:
      text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      wasHex = true
    }
  }
  return "\"\(text)\""
}

extension CWriter {
  /// The lines that make an address, a pointer to it, and its length.
  mutating func address(_ call: ProgramCall) -> (lines: [String], pointer: String, length: String) {
    guard let place = call.place else { return ([], "NULL", "0") }
    if let whole = place.whole {
      return ([], "(struct sockaddr *)&\(whole)", "\(whole)_length")
    }
    let pointer = "(struct sockaddr *)&address"
    switch place.address {
    case .ipv4:
      declare("struct sockaddr_in", "address")
      helpers.insert(.inetAddress)
      return (
        ["address = inet_address(\(host(place)), \(port(place)));"], pointer, "sizeof address"
      )
    case .ipv6(_, _, let scope):
      declare("struct sockaddr_in6", "address6")
      helpers.insert(.inet6Address)
      return (
        ["address6 = inet6_address(\(host(place)), \(port(place)), \(scope));"],
        "(struct sockaddr *)&address6", "sizeof address6"
      )
    case .unixPath(let path): return unix(self.path(path), path.count + 1, isAbstract: false)
    case .unixAbstract(let name): return unix(cText([0] + name), name.count + 1, isAbstract: true)
    case .unixUnnamed: return unix("\"\"", 0, isAbstract: true)
    case .other(let family, let bytes):
      return (
        [],
        "(struct sockaddr *)&(struct sockaddr){.sa_family = \(family)}", "\(bytes.count + 2)"
      )
    }
  }

  private mutating func unix(
    _ name: String, _ length: Int, isAbstract: Bool
  ) -> (lines: [String], pointer: String, length: String) {
    declare("struct sockaddr_un", "unix_address")
    declare("socklen_t", "unix_length")
    helpers.insert(.unixAddress)
    let size = isAbstract ? "\(length)" : "strlen(\(name)) + 1"
    return (
      ["unix_length = unix_name(&unix_address, \(name), \(size));"],
      "(struct sockaddr *)&unix_address", "unix_length"
    )
  }

  private func host(_ place: Place) -> String {
    if case .argument(let name) = place.host { return name }
    return "\"\(place.address.hostText ?? "")\""
  }

  private mutating func port(_ place: Place) -> String {
    switch place.port {
    case .literal: return "\"\(place.address.port ?? 0)\""
    case .argument(let name), .variable(let name): return name
    case .asked(let role):
      helpers.insert(.askPort)
      return "ask_port(\"\(role)\")"
    }
  }

  mutating func path(_ path: [UInt8]) -> String {
    includes.insert("string.h")
    let text = String(decoding: path, as: UTF8.self)
    return program.arguments.first { $0.kind == .path && $0.preset == text }?.name ?? cText(path)
  }
}
