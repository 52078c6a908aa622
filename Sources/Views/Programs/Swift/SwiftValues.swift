internal import SystemCalls

extension SwiftWriter {
  /// A constant of C's as an Int32.
  mutating func constant(_ text: String, _ table: ConstantTable) -> String {
    let parts = text.split(separator: "|").map(String.init).map { part -> String in
      if part.first?.isNumber == true { return part }
      switch table {
      case .socketType, .acceptFlags: return "Int32(\(part).rawValue)"
      case .messageFlags, .protocolNumber, .shutdownHow: return "Int32(\(part))"
      case .pollEvents where part != "POLLRDHUP", .addressFamily: return part
      default:
        constants[part] = table.number(named: part) ?? 0
        return part
      }
    }
    return parts.joined(separator: " | ")
  }

  mutating func address(_ call: ProgramCall) -> String {
    guard let place = call.place else { return "Address(bytes: [])" }
    if let whole = place.whole { return whole }
    switch place.address {
    case .ipv4:
      helpers.insert(.inet)
      return "try inetAddress(\(place.hostExpression), \(port(place)))"
    case .ipv6(_, _, let scope):
      helpers.insert(.inet6)
      return "try inet6Address(\(place.hostExpression), \(port(place)), scope: \(scope))"
    case .unixPath(let path):
      helpers.insert(.unix)
      return "unixAddress(Array(\(self.path(path)).utf8) + [0])"
    case .unixAbstract(let name):
      helpers.insert(.unix)
      return "unixAddress([0] + \(expression(.literal(name))))"
    case .unixUnnamed:
      helpers.insert(.unix)
      return "unixAddress([])"
    case .other(let family, let bytes):
      helpers.insert(.address)
      let all = [UInt8(truncatingIfNeeded: family), UInt8(family >> 8)] + bytes
      return "Address(bytes: \(all))"
    }
  }

  private func port(_ place: Place) -> String {
    place.portExpression(asked: asked.name(of: place))
  }

  mutating func asking(_ port: AskedPorts.Asked) -> String {
    helpers.insert(.askPort)
    remark(port.remark)
    return "let \(port.name) = askPort(of: \"\(port.role)\") // \(port.role) prints it"
  }

  func path(_ path: [UInt8]) -> String {
    program.argument(forPath: path) ?? swiftText(path)
  }
}
