internal import Log
internal import SystemCalls

/// What is wrong with an address as typed, and where in it.
struct AddressProblem: Error {
  var message: String
  var advice: String?
  /// In bytes from the word's beginning.
  var offset = 0
}

extension AddressReference {
  /// The address that a word stands for.
  init(_ word: String) throws(AddressProblem) {
    if word.isEmpty { throw AddressProblem(message: "an address is not empty") }
    if word.utf8.allSatisfy(\.isDigit) {
      self = .loopback(port: try AddressReference.port(word[...], at: 0))
    } else if word.hasPrefix("unix:") {
      self = .literal(try AddressReference.unix(word.dropFirst(5), at: 5))
    } else if word.contains("/") {
      self = .literal(try AddressReference.unix(word[...], at: 0))
    } else if word.hasPrefix("[") {
      self = try AddressReference.bracketed(word)
    } else {
      self = try AddressReference.hostAndPort(word)
    }
  }

  private static func port(_ text: Substring, at offset: Int) throws(AddressProblem) -> UInt16 {
    guard text.utf8.allSatisfy(\.isDigit), !text.isEmpty else {
      throw AddressProblem(
        message: "expected a port"
          + (text.isEmpty ? " after the colon" : ", found \(quoted(text))"),
        advice: "a port is a number, 0 to 65535", offset: offset)
    }
    guard let port = UInt16(text) else {
      throw AddressProblem(
        message: "the port \(quoted(text)) is too large", advice: "a port is a number, 0 to 65535",
        offset: offset)
    }
    return port
  }

  private static func unix(_ name: Substring, at offset: Int) throws(AddressProblem)
    -> SocketAddress
  {
    if name == "unnamed" { return .unixUnnamed }
    let isAbstract = name.hasPrefix("@")
    let bytes = Array(isAbstract ? name.dropFirst().utf8 : name.utf8)
    // sun_path has 108 bytes; an abstract name follows a NUL.
    let limit = isAbstract ? 107 : 108
    guard !bytes.isEmpty, bytes.count <= limit, isAbstract || !bytes.contains(0) else {
      throw AddressProblem(
        message: "a Unix socket's name has 1 to \(limit) bytes, this one has \(bytes.count)",
        advice: bytes.isEmpty || bytes.contains(0)
          ? "as in ./s.sock or unix:@name"
          : "a path from the current folder may be shorter, as ./s.sock is", offset: offset)
    }
    return isAbstract ? .unixAbstract(bytes) : .unixPath(bytes)
  }

  private static func bracketed(_ word: String) throws(AddressProblem) -> AddressReference {
    guard let close = word.firstIndex(of: "]") else {
      throw AddressProblem(message: "a “]” is missing", advice: "as in [::1]:9000")
    }
    let inside = word[word.index(after: word.startIndex)..<close]
    let rest = word[word.index(after: close)...]
    let parts = inside.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let host = ipv6(first) else {
      throw AddressProblem(
        message: "\(quoted(inside)) is no IPv6 address", advice: "as in [::1]:9000", offset: 1)
    }
    let scope = parts.count == 1 ? 0 : UInt32(parts[1])
    guard scope != nil || isInterface(parts[1]) else {
      throw AddressProblem(
        message: "\(quoted(parts[1])) is no interface's name or number",
        advice: "as in [fe80::1%2]:9000; interfaces lists them", offset: 2 + first.utf8.count)
    }
    let offset = inside.utf8.count + 2
    guard rest.hasPrefix(":") else {
      throw AddressProblem(
        message: "a port must follow, after a colon", advice: "as in [\(inside)]:9000",
        offset: offset)
    }
    let number = try port(rest.dropFirst(), at: offset + 1)
    guard let scope else { return .scoped(host, port: number, interface: String(parts[1])) }
    return .literal(.ipv6(host, port: number, scope: scope))
  }

  /// At most 15 visible bytes (IFNAMSIZ), which do not begin as a number does.
  private static func isInterface(_ name: Substring) -> Bool {
    (1...15).contains(name.utf8.count) && name.utf8.first?.isDigit == false
      && name.utf8.allSatisfy { (0x21..<0x7f).contains($0) && $0 != 0x2f }
  }

  private static func hostAndPort(_ word: String) throws(AddressProblem) -> AddressReference {
    guard let colon = word.lastIndex(of: ":") else { return try bareName(word) }
    let host = word[..<colon]
    guard !host.contains(":") else {
      throw AddressProblem(
        message: "an IPv6 address stands in brackets, with its port after them",
        advice: "as in [::1]:9000")
    }
    let number = try port(word[word.index(after: colon)...], at: host.utf8.count + 1)
    if host == "*" { return .any(port: number) }
    if let address = ipv4(host) { return .literal(.ipv4(address, port: number)) }
    guard isName(host) else { throw notAHost(host) }
    return .name(String(host), port: number)
  }

  private static func bareName(_ word: String) throws(AddressProblem) -> AddressReference {
    if RoleName.isWellFormed(word) { return .role(word) }
    guard ipv4(word) != nil || isName(word[...]) || word == "*" else { throw notAHost(word[...]) }
    throw AddressProblem(
      message: "a port must follow, after a colon", advice: "as in \(word.prefix(48)):9000",
      offset: word.utf8.count)
  }

  private static func notAHost(_ host: Substring) -> AddressProblem {
    AddressProblem(
      message: "expected an address, found \(quoted(host))",
      advice: "such as 127.0.0.1:9000, 9000, *:9000, [::1]:9000, name.example:80, ./s.sock")
  }

  /// Letters, digits and hyphens between dots (RFC 1123 section 2.1), with underscores allowed,
  /// and not all digits and dots, which is an IPv4 address gone wrong.
  private static func isName(_ host: Substring) -> Bool {
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    return host.utf8.count <= 253 && !host.utf8.allSatisfy { $0.isDigit || $0 == 0x2e }
      && labels.allSatisfy { label in
        (1...63).contains(label.utf8.count) && !label.hasPrefix("-")
          && label.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == "_"
          }
      }
  }
}
