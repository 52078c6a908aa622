internal import Frames
internal import Glibc
internal import Log
internal import SystemCalls

/// getaddrinfo(3) makes calls of its own and cannot be interrupted: it runs in a helper process,
/// which can be killed.
public enum Resolver {
  /// The first argument that says that an executable is to look a name up.
  public static let marker = "sockratic-resolver"

  struct Answer: Hashable, Sendable {
    var host: String
    var addresses: [SocketAddress]
    var failure: String?
    /// `getaddrinfo("localhost") = 127.0.0.1, ::1`
    var description: String {
      let list = addresses.map { String($0.description.dropLast(2)) }.joined(separator: ", ")
      return "getaddrinfo(\"\(host)\") = \(failure ?? list)"
    }
  }

  /// The helper: looks its argument up and writes the answer.
  public static func run(arguments: [String]) -> Int32 {
    var frames = FrameWriter()
    let words = Array(arguments.dropFirst())
    if let answer = NameHelper.answer(words) {
      frames.add(answer)
    } else if let answer = FreshSocket.answer(words) {
      frames.add(answer)
    } else {
      guard arguments.count == 3, let family = Int32(arguments[2]) else { return 64 }
      frames.add(answer(arguments[1], family: family))
    }
    do { try frames.flush(to: RoleDescriptor.messages) } catch { return 1 }
    return 0
  }

  private static func answer(_ host: String, family: Int32) -> Answer {
    var hints = addrinfo()
    hints.ai_family = family
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(host, nil, &hints, &list)
    defer { if let list { freeaddrinfo(list) } }
    guard status == 0 else {
      return Answer(host: host, addresses: [], failure: String(cString: gai_strerror(status)))
    }
    var addresses: [SocketAddress] = []
    var next = list
    while let entry = next {
      let raw = UnsafeRawBufferPointer(
        start: entry.pointee.ai_addr, count: Int(entry.pointee.ai_addrlen))
      if let address = SocketAddress(raw: raw) { addresses.append(address) }
      next = entry.pointee.ai_next
    }
    return Answer(host: host, addresses: addresses, failure: nil)
  }

  /// Looks a name up within `limit` nanoseconds.
  static func lookUp(
    _ host: String, family: Int32, executable: String, limit: UInt64, interruption: Interruption?
  ) throws(Diagnostic) -> Answer {
    try ask(
      [host, String(family)], about: host, executable: executable, limit: limit,
      interruption: interruption)
  }

  /// Has the helper answer within `limit` nanoseconds, or kills it.
  static func ask<Reply: Coded>(
    _ words: [String], about subject: String, on place: HostPlace? = nil, executable: String,
    limit: UInt64, interruption: Interruption?
  ) throws(Diagnostic) -> Reply {
    var reply: Reply?
    let ending = try Helper.run(
      [marker] + words, on: place, executable: executable, limit: limit, interruption: interruption
    ) { reply = $0 }
    if let reply { return reply }
    throw Diagnostic(
      ending == .done
        ? "the resolver gave no answer for \(subject)"
        : "looking \(subject) up took too long and was given up")
  }
}

extension Resolver.Answer: Coded {
  func encode(to writer: inout ByteWriter) {
    writer.put(host)
    writer.put(addresses) { $0.put($1) }
    writer.put(failure) { $0.put($1) }
  }

  init(from reader: inout ByteReader) throws(Malformed) {
    host = try reader.string()
    addresses = try reader.list { reader throws(Malformed) in try reader.value() }
    failure = try reader.optional { reader throws(Malformed) in try reader.string() }
  }
}
