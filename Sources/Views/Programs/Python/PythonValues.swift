internal import SystemCalls

/// A literal of bytes, or of text.
func pythonText(_ bytes: [UInt8], isText: Bool = false) -> String {
  if isText, let text = String(validating: bytes, as: UTF8.self),
    !text.utf8.contains(where: isControl)
  {
    return "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }
  return "b\"" + bytes.map(escaped).joined() + "\""
}

private func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7f }

private func escaped(_ byte: UInt8) -> String {
  switch byte {
  case 10: return "\\n"
  case 13: return "\\r"
  case 9: return "\\t"
  case 34: return "\\\""
  case 92: return "\\\\"
  case 0x20..<0x7f: return String(UnicodeScalar(byte))
  default: return "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}

extension PythonWriter {
  mutating func address(_ call: ProgramCall) -> String {
    guard let place = call.place else { return "None" }
    if let whole = place.whole { return whole }
    switch place.address {
    case .unixPath(let path):
      if case .argument(let name) = place.host { return "arguments.\(name)" }
      return self.path(path)
    case .unixAbstract(let name): return pythonText([0] + name)
    case .unixUnnamed: return "\"\""
    case .other:
      remark("\(call.call.name): Python has no address of family AF_UNSPEC")
      return "None"
    case .ipv6(_, _, let scope) where scope != 0:
      return "(\(host(place)), \(port(place)), 0, \(scope))"
    default: return "(\(host(place)), \(port(place)))"
    }
  }

  private func host(_ place: Place) -> String {
    if case .argument(let name) = place.host { return "arguments.\(name)" }
    return "\"\(place.address.hostText ?? "")\""
  }

  private func port(_ place: Place) -> String {
    switch place.port {
    case .literal: return "\(place.address.port ?? 0)"
    case .argument(let name): return "arguments.\(name)"
    case .variable(let name): return name
    case .asked: return asked.name(of: place) ?? "\(place.address.port ?? 0)"
    }
  }

  mutating func asking(_ port: AskedPorts.Asked) -> String {
    remark(port.remark)
    return "\(port.name) = int(input(\"Port of \(port.role): \"))  # \(port.role) prints it"
  }

  func path(_ path: [UInt8]) -> String {
    program.argument(forPath: path).map { "arguments.\($0)" } ?? pythonText(path, isText: true)
  }
}
