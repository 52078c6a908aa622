internal import Log

/// A question about names or interfaces.
public enum NameRequest: Hashable, Sendable {
  /// `getaddrinfo NAME [SERVICE]`
  case addresses(of: String, service: String?)
  /// `getnameinfo ADDRESS`
  case name(of: AddressReference)
  case interfaces
  /// `services [NAME|PORT]`
  case services(String?)
}

extension Parameter where Value == String {
  /// A host's name, or an address without a port.
  static func hostName() -> Parameter {
    Parameter("NAME", "a host's name, or an address without a port") { reader throws(Diagnostic) in
      let token = try reader.next("a name", usage: "NAME", .words([Candidate("localhost")]))
      return try reader.plainWord(token, "a name", atMost: 1024)
    }
  }

  /// `http`, `80`
  static func service(_ summary: String) -> Parameter {
    Parameter("SERVICE", summary) { reader throws(Diagnostic) in
      let token = try reader.next("a service", usage: "SERVICE", .nothing)
      return try reader.plainWord(token, "a service's name or a port", atMost: 32)
    }
  }
}

extension Reader {
  /// A word that is handed to the library as it is.
  fileprivate func plainWord(
    _ token: Token, _ what: String, atMost limit: Int
  ) throws(Diagnostic) -> String {
    guard !token.text.isEmpty, token.data.count <= limit, !token.data.contains(0) else {
      throw wrong(token, "expected \(what), found \(quoted(token.text))")
    }
    return token.text
  }
}
