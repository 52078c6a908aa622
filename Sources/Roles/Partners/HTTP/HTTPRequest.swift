/// The head of a request (RFC 9112).
struct HTTPRequest {
  var method: String
  var target: String
  /// Of the version HTTP/1.x.
  var minorVersion: Int
  /// The first line as it came.
  var line: String
  /// In bytes.
  var bodyLength = 0
  /// Whether the client wants the connection to last.
  var persists: Bool

  /// Why a request is not answered with what it asks for.
  struct Refusal: Error {
    var status: HTTPStatus
    /// What is wrong with the request; the status says enough where it is empty.
    var reason = ""

    /// What is no request at all, and why.
    static func bad(_ reason: String) -> Refusal { Refusal(status: .badRequest, reason: reason) }
  }

  /// Reads a whole head, its lines without their ends.
  init(_ lines: [ArraySlice<UInt8>]) throws(Refusal) {
    guard let first = lines.first else { throw .bad("there is no request line") }
    let start = try RequestLine(first)
    (method, target, minorVersion) = (start.method, start.target, start.minorVersion)
    line = String(decoding: first, as: UTF8.self)
    persists = minorVersion >= 1
    var fields = Fields()
    for line in lines.dropFirst() { try fields.add(line) }
    // RFC 9112, 3.2: without exactly one Host a request of HTTP/1.1 is none.
    guard fields.hosts == 1 || fields.hosts == 0 && minorVersion == 0 else {
      throw .bad(
        fields.hosts == 0
          ? "HTTP/1.1 wants a Host: field, as in Host: localhost (RFC 9112, 3.2)"
          : "there is more than one Host: field (RFC 9112, 3.2)")
    }
    if fields.hasTransferCoding {
      throw Refusal(status: .notImplemented, reason: "a Transfer-Encoding is not understood here")
    }
    bodyLength = fields.length ?? 0
    if fields.options.contains("keep-alive") { persists = true }
    if fields.options.contains("close") { persists = false }
  }
}

/// `GET /path HTTP/1.1`
struct RequestLine {
  var method: String
  var target: String
  var minorVersion: Int

  /// A longer one is refused, in bytes.
  static let longest = 8000

  init(_ line: ArraySlice<UInt8>) throws(HTTPRequest.Refusal) {
    let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 3 else {
      throw .bad(
        "a request line has three words with one space between them, as in GET / HTTP/1.1,"
          + " and this has \(parts.count)")
    }
    guard !parts[0].isEmpty, parts[0].allSatisfy(isTokenByte) else {
      throw .bad("the method is no word such as GET")
    }
    guard RequestLine.isTarget(parts[1]) else {
      throw .bad("the target begins neither with / nor with http://, or has strange characters")
    }
    method = String(decoding: parts[0], as: UTF8.self)
    target = String(decoding: parts[1], as: UTF8.self)
    minorVersion = try RequestLine.minorVersion(parts[2])
  }

  /// A path, or a whole URI as one says it to a proxy.
  private static func isTarget(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.allSatisfy({ (0x21...0x7e).contains($0) }) else { return false }
    return bytes.first == UInt8(ascii: "/") || bytes.elementsEqual("*".utf8)
      || bytes.starts(with: "http://".utf8)
  }

  private static func minorVersion(
    _ bytes: ArraySlice<UInt8>
  ) throws(HTTPRequest.Refusal) -> Int {
    let version = Array(bytes)
    guard version.count == 8, version.starts(with: "HTTP/".utf8), version[6] == 0x2e,
      isDigit(version[5]), isDigit(version[7])
    else { throw .bad("the version is not written as HTTP/1.1") }
    guard version[5] == 0x31 else { throw HTTPRequest.Refusal(status: .versionNotSupported) }
    return Int(version[7] - 0x30)
  }
}

/// What of the header matters here.
private struct Fields {
  var hosts = 0
  var length: Int?
  var hasTransferCoding = false
  /// Of Connection, in lower case.
  var options: Set<String> = []

  mutating func add(_ line: ArraySlice<UInt8>) throws(HTTPRequest.Refusal) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
      line[..<colon].allSatisfy(isTokenByte), line[colon...].allSatisfy(isFieldByte)
    else {
      throw .bad("a header line is not written as in Name: value, without a space before the colon")
    }
    let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
    let value = trimmed(String(decoding: line[(colon + 1)...], as: UTF8.self))
    switch name {
    case "host": hosts += 1
    case "transfer-encoding": hasTransferCoding = true
    case "connection": for option in value.split(separator: ",") { add(option: option) }
    case "content-length":
      guard let count = digits(value), length ?? count == count else {
        throw .bad("Content-Length is no number, or there are two that differ")
      }
      length = count
    default: break
    }
  }

  private mutating func add(option: Substring) { options.insert(trimmed(option.lowercased())) }

  private func digits(_ text: String) -> Int? {
    text.utf8.allSatisfy(isDigit) ? Int(text) : nil
  }

  private func trimmed(_ text: String) -> String {
    let isSpace = { (character: Character) in character == " " || character == "\t" }
    return String(text.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
  }
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

/// What a token is made of (RFC 9110, 5.6.2).
private func isTokenByte(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
  default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
  }
}

/// What a field's value is made of: no controls but the tab.
private func isFieldByte(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7f || byte == 0x09 }
