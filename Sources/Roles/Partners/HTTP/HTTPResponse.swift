/// The statuses that are used here (RFC 9110, 15).
enum HTTPStatus: Int {
  case ok = 200
  case badRequest = 400
  case notFound = 404
  case methodNotAllowed = 405
  case uriTooLong = 414
  case headerTooLarge = 431
  case notImplemented = 501
  case versionNotSupported = 505

  var reason: String {
    switch self {
    case .ok: "OK"
    case .badRequest: "Bad Request"
    case .notFound: "Not Found"
    case .methodNotAllowed: "Method Not Allowed"
    case .uriTooLong: "URI Too Long"
    case .headerTooLarge: "Request Header Fields Too Large"
    case .notImplemented: "Not Implemented"
    case .versionNotSupported: "HTTP Version Not Supported"
    }
  }
}

/// An answer: its header, and the body or how long a body of zeros is.
///
/// It has no Date: a partner has no clock (RFC 9110, 6.6.1), so that it says the same each time.
struct HTTPResponse {
  var status: HTTPStatus
  var body: [UInt8] = []
  /// A body that is made while it is sent, in bytes.
  var zeros: Int?

  /// Why the status is what it is, where that is known more exactly.
  var why = ""

  init(_ status: HTTPStatus, because reason: String = "") {
    self.status = status
    why = reason
    body = Array(
      "\(status.rawValue) \(status.reason)\n\(reason)\(reason.isEmpty ? "" : "\n")".utf8)
  }

  init(text: String) {
    status = .ok
    body = Array(text.utf8)
  }

  init(zeros count: Int) {
    status = .ok
    zeros = count
  }

  var length: Int { zeros ?? body.count }

  func head(persists: Bool) -> String {
    let type = zeros == nil ? "text/plain; charset=utf-8" : "application/octet-stream"
    let allow = status == .methodNotAllowed ? "Allow: GET, HEAD\r\n" : ""
    return "HTTP/1.1 \(status.rawValue) \(status.reason)\r\nContent-Type: \(type)\r\n"
      + "Content-Length: \(length)\r\n\(allow)Connection: \(persists ? "keep-alive" : "close")\r\n\r\n"
  }
}

/// What there is to get.
func httpResponse(to request: HTTPRequest, head: [ArraySlice<UInt8>]) -> HTTPResponse {
  switch request.method {
  case "GET", "HEAD": page(path(of: request.target), head)
  case "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH":
    HTTPResponse(.methodNotAllowed)
  default: HTTPResponse(.notImplemented)
  }
}

private func page(_ path: Substring, _ head: [ArraySlice<UInt8>]) -> HTTPResponse {
  switch path {
  case "/":
    return HTTPResponse(
      text: "Hello from a partner.\n/request shows what you sent, /zeros/N has N bytes.\n")
  case "/request":
    return HTTPResponse(
      text: head.map { String(decoding: $0, as: UTF8.self) + "\n" }.joined())
  default:
    guard path.hasPrefix("/zeros/"), let count = Int(path.dropFirst(7)),
      (0...(1 << 40)).contains(count)
    else { return HTTPResponse(.notFound) }
    return HTTPResponse(zeros: count)
  }
}

/// Without scheme, host and query.
private func path(of target: String) -> Substring {
  var path = target[...]
  if path.hasPrefix("http://") {
    path = path.dropFirst(7).drop { $0 != "/" }
    if path.isEmpty { return "/" }
  }
  return path.prefix { $0 != "?" && $0 != "#" }
}
