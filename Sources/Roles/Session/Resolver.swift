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
    if let answer = NameHelper.answer(Array(arguments.dropFirst())) {
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
    _ words: [String], about subject: String, executable: String, limit: UInt64,
    interruption: Interruption?
  ) throws(Diagnostic) -> Reply {
    let child: Child
    do throws(Errno) {
      child = try Child.spawn(executable, arguments: [marker] + words)
    } catch {
      throw Diagnostic("the resolver could not be started: \(error)")
    }
    defer {
      kill(child.pid, SIGKILL)
      waitpid(child.pid, nil, 0)
    }
    return try reply(of: child, subject, limit: limit, interruption)
  }

  private static func reply<Reply: Coded>(
    of child: Child, _ host: String, limit: UInt64, _ interruption: Interruption?
  ) throws(Diagnostic) -> Reply {
    var frames = FrameReader()
    let deadline = monotonicNanoseconds() + limit
    while true {
      do {
        if let reply = try frames.next(Reply.self) { return reply }
        let now = monotonicNanoseconds()
        var entries = [child.output.number, interruption?.descriptor ?? -1].map {
          pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        guard now < deadline else { break }
        let milliseconds = Int32(clamping: (deadline - now) / 1_000_000) + 1
        if poll(&entries, 2, milliseconds) < 0 { continue }
        if entries[1].revents != 0, interruption?.take() == true { break }
        if entries[0].revents != 0, try !frames.fill(from: child.output.number) { break }
      } catch {
        break
      }
    }
    throw Diagnostic("looking \(host) up took too long and was given up")
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
