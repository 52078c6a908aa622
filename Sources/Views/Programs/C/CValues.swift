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
    // Two of them begin a trigraph.
    case 63: text += text.hasSuffix("?") ? "\\?" : "?"
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
        ["address = inet_address(\(place.hostExpression), \(port(place)));"], pointer,
        "sizeof address"
      )
    case .ipv6(_, _, let scope):
      declare("struct sockaddr_in6", "address6")
      helpers.insert(.inet6Address)
      return (
        ["address6 = inet6_address(\(place.hostExpression), \(port(place)), \(scope));"],
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

  private func port(_ place: Place) -> String {
    place.portExpression(asked: asked.name(of: place))
  }

  mutating func asking(_ port: AskedPorts.Asked) -> String {
    helpers.insert(.askPort)
    declare("char[16]", port.name)
    remark(port.remark)
    let call = "ask_port(\"\(port.role)\", \(port.name), sizeof \(port.name));"
    return "\(call) /* \(port.role) prints it */"
  }

  mutating func path(_ path: [UInt8]) -> String {
    includes.insert("string.h")
    return program.argument(forPath: path) ?? cText(path)
  }
}
