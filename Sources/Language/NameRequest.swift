internal import Log
internal import SystemCalls

/// A question about names or interfaces.
public enum NameRequest: Hashable, Sendable {
  /// `getaddrinfo NAME [SERVICE] [HINTS]`
  case addresses(HostQuery)
  /// `getnameinfo ADDRESS [FLAGS]`
  case name(of: AddressReference, flags: Int32)
  case interfaces
  /// `services [NAME|PORT]`
  case services(String?)
}

/// What getaddrinfo is asked for; nil is C's NULL.
struct HostAndService: Hashable, Sendable {
  var host: String?
  var service: String?

  init(_ host: String?, _ service: String? = nil) {
    self.host = host == "NULL" ? nil : host
    self.service = service
  }
}

extension Parameter where Value == HostAndService {
  /// `localhost http`, or `localhost:http` in one word.
  static func hostAndService() -> Parameter {
    let summary =
      "a host's name, or an address without a port, or NULL; and a service such as http, or a port,"
      + " 0 if left out. localhost:http does as well"
    return Parameter("NAME [SERVICE]", summary) { reader throws(Diagnostic) in
      let words = [Candidate("localhost"), Candidate("NULL", "no name: this host itself")]
      let token = try reader.next("a name", usage: "NAME", .words(words))
      if let both = reader.hostAndService(in: token) { return both }
      let host = try reader.plainWord(token, "a name", atMost: 1024)
      return HostAndService(host, try reader.hostService())
    }
  }
}

extension Parameter where Value == String {
  /// `http`, `80`
  static func service(_ summary: String) -> Parameter {
    Parameter("SERVICE", summary) { reader throws(Diagnostic) in
      let token = try reader.next("a service", usage: "SERVICE", .nothing)
      return try reader.plainWord(token, "a service's name or a port", atMost: 32)
    }
  }
}

extension Parameter where Value == AddressReference {
  /// An address whose port may be left out: it is 0 then.
  static func addressOrHost(_ summary: String) -> Parameter {
    Parameter("ADDRESS", summary) { reader throws(Diagnostic) in
      guard let token = reader.peek, token.kind == .word else { return try reader.addressee() }
      if let host = ipv4(token.text) {
        reader.skip()
        return .literal(.ipv4(host, port: 0))
      }
      guard let host = ipv6(Reader.withoutBrackets(token)) else { return try reader.addressee() }
      reader.skip()
      return .literal(.ipv6(host, port: 0, scope: 0))
    }
  }
}

extension Reader {
  /// Both halves of `localhost:http` and `[::1]:80`; nil for a word without a service, as ::1 is.
  fileprivate func hostAndService(in token: Token) -> HostAndService? {
    guard token.kind == .word, let colon = token.text.lastIndex(of: ":") else { return nil }
    let host = token.text[..<colon]
    let service = token.text[token.text.index(after: colon)...]
    let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
    guard !host.isEmpty, (1...32).contains(service.utf8.count), token.text.utf8.count <= 1024,
      isBracketed || !host.contains(":")
    else { return nil }
    return HostAndService(
      String(isBracketed ? host.dropFirst().dropLast() : host), String(service))
  }

  /// nil where none comes next: the hints' words are no services.
  fileprivate func hostService() throws(Diagnostic) -> String? {
    offer("[SERVICE]", .nothing)
    guard let token = peek, token.keyword.flatMap(HostHint.init) == nil else { return nil }
    skip()
    if token.keyword == "NULL" { return nil }
    return try plainWord(token, "a service's name or a port", atMost: 32)
  }

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
