internal import Glibc
internal import Language
internal import Log
internal import SystemCalls

/// What the helper process answers to: the library's functions that make calls of their own.
enum NameHelper {
  /// Lines that are shown as they are, or why there are none.
  struct Answer: Hashable, Sendable {
    var destinations: [Destination] = []
    /// Told with AI_CANONNAME alone.
    var canonicalName: String?
    var lines: [String] = []
    /// `EAI_NONAME (Name or service not known)`
    var failure: String?
  }

  static func answer(_ words: [String]) -> Answer? {
    switch (words.first, words.count) {
    case ("addresses", 6): HostQuery(helperWords: words).map(addresses)
    case ("name", 3):
      SocketAddress(literal: words[1]).map { name(of: $0, flags: Int32(words[2]) ?? 0) }
    case ("services", 2): services(words[1])
    case ("interfaces", _): HostDoor.enter(words.dropFirst()) ? interfaces() : nil
    default: nil
    }
  }

  private static func addresses(for query: HostQuery) -> Answer {
    var hints = addrinfo()
    hints.ai_family = query.hints.family
    hints.ai_socktype = query.hints.type
    hints.ai_flags = query.hints.flags
    var list: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(query.host, query.service, &hints, &list)
    defer { if let list { freeaddrinfo(list) } }
    guard status == 0 else { return Answer(failure: failureText(status)) }
    var answer = Answer()
    answer.canonicalName = list?.pointee.ai_canonname.map { String(cString: $0) }
    var next = list
    while let entry = next, answer.destinations.count < 256 {
      if let destination = destination(entry.pointee) { answer.destinations.append(destination) }
      next = entry.pointee.ai_next
    }
    return answer
  }

  private static func destination(_ entry: addrinfo) -> Destination? {
    let raw = UnsafeRawBufferPointer(start: entry.ai_addr, count: Int(entry.ai_addrlen))
    return SocketAddress(raw: raw).map { address in
      Destination(
        address: address, source: sourceAddress(towards: address), type: entry.ai_socktype)
    }
  }

  private static func name(of address: SocketAddress, flags: Int32) -> Answer {
    let (status, host, service) = names(of: address, flags: flags)
    return status == 0
      ? Answer(lines: [host, service]) : Answer(failure: failureText(status))
  }

  /// One line for each protocol that has it; all of them where nothing is asked for.
  private static func services(_ word: String) -> Answer {
    var lines: [String] = []
    setservent(1)
    defer { endservent() }
    while let entry = getservent(), lines.count < 4096 {
      let port = UInt16(truncatingIfNeeded: Int(entry.pointee.s_port)).byteSwapped
      let names = [String(cString: entry.pointee.s_name)] + aliases(entry.pointee.s_aliases)
      guard word.isEmpty || names.contains(word) || word == String(port) else { continue }
      lines.append(
        "\(names.joined(separator: " "))\t\(port)/\(String(cString: entry.pointee.s_proto))")
    }
    return Answer(lines: lines)
  }

  private static func aliases(
    _ list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
  ) -> [String] {
    var names: [String] = []
    var next = list
    while let name = next?.pointee {
      names.append(String(cString: name))
      next = next.map { $0 + 1 }
    }
    return names
  }

  /// Those of this process's network.
  private static func interfaces() -> Answer {
    do throws(Errno) {
      let lines = try Interface.all().flatMap { interface in
        ["\(interface.index)  \(interface.name)  \(interface.flags.joined(separator: " "))"]
          + interface.addresses.map { "   \($0.address.hostText(on: .own))/\($0.prefix)" }
      }
      return Answer(lines: lines)
    } catch {
      return Answer(failure: error.description)
    }
  }

  private static func failureText(_ status: Int32) -> String {
    let names: [Int32: String] = [
      -1: "EAI_BADFLAGS", -2: "EAI_NONAME", -3: "EAI_AGAIN", -4: "EAI_FAIL", -5: "EAI_NODATA",
      -6: "EAI_FAMILY", -7: "EAI_SOCKTYPE", -8: "EAI_SERVICE", -9: "EAI_ADDRFAMILY",
      -10: "EAI_MEMORY", -11: "EAI_SYSTEM", -12: "EAI_OVERFLOW",
    ]
    return "\(names[status] ?? "EAI \(status)") (\(String(cString: gai_strerror(status))))"
  }
}

extension NameHelper.Answer: Coded {
  func encode(to writer: inout ByteWriter) {
    writer.put(destinations) { writer, destination in
      writer.put(destination.address)
      writer.put(destination.source) { $0.put($1) }
      writer.put(Int(destination.type))
    }
    writer.put(canonicalName) { $0.put($1) }
    writer.put(lines) { $0.put($1) }
    writer.put(failure) { $0.put($1) }
  }

  init(from reader: inout ByteReader) throws(Malformed) {
    destinations = try reader.list { reader throws(Malformed) in
      Destination(
        address: try reader.value(),
        source: try reader.optional { reader throws(Malformed) in try reader.value() },
        type: try reader.int32())
    }
    canonicalName = try reader.optional { reader throws(Malformed) in try reader.string() }
    lines = try reader.list { reader throws(Malformed) in try reader.string() }
    failure = try reader.optional { reader throws(Malformed) in try reader.string() }
  }
}

/// How a question reaches the helper: as arguments of its command line.
extension HostQuery {
  var helperWords: [String] {
    let (family, type, flags) = (hints.family, hints.type, hints.flags)
    return ["addresses", word(host), word(service), "\(family)", "\(type)", "\(flags)"]
  }

  private func word(_ text: String?) -> String { text.map { "=" + $0 } ?? "" }

  fileprivate init?(helperWords words: [String]) {
    let numbers = words.suffix(3).compactMap { Int32($0) }
    guard words.count == 6, numbers.count == 3 else { return nil }
    let texts = words[1...2].map { $0.isEmpty ? nil : String($0.dropFirst()) }
    self.init(
      texts[0], texts[1], HostHints(family: numbers[0], type: numbers[1], flags: numbers[2]))
  }
}
