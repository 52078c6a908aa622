internal import Log
internal import SystemCalls

extension Parameter where Value == Envelope {
  /// Where to, the buffers, and what goes with them.
  static func envelope() -> Parameter {
    let usage = "[to ADDRESS] DATA [+ DATA …] [fd @FD …] [credentials …] [FIELD …]"
    return Parameter(
      usage, hint: "[to ADDRESS] DATA [+ DATA …] [fd @FD …]",
      "the buffers, and descriptors or credentials to go with them: the role's own, or with pid N, uid"
        + " N, gid N; a FIELD is source HOST, or ttl, tos, hoplimit or tclass with a number"
    ) { reader throws(Diagnostic) in try reader.envelope(ending: Reader.ancillaryWords) }
  }
}

extension Parameter where Value == [Envelope] {
  /// The same several times, with `and` between them.
  static func envelopes() -> Parameter {
    let summary =
      "one message or several, each as sendmsg takes it; one without to goes where that before it"
      + " goes"
    return Parameter("MESSAGE [and MESSAGE …]", summary) { reader throws(Diagnostic) in
      let first = reader.peek
      var list: [Envelope] = []
      repeat {
        var next = try reader.envelope(ending: Reader.ancillaryWords.union(["and"]))
        next.address = next.address ?? list.last?.address
        list.append(next)
      } while reader.accept("and", usage: "[and MESSAGE …]", "another message")
      if let first { try reader.checkCount(list.count, at: first, "messages") }
      return list
    }
  }
}

extension Parameter where Value == [Payload] {
  /// Data in several buffers.
  static func gathered() -> Parameter {
    Parameter("DATA [+ DATA …]", "the buffers, in their order") { reader throws(Diagnostic) in
      try reader.buffers(ending: ["+"])
    }
  }
}

extension Parameter where Value == [Int] {
  /// The sizes of the buffers; one of 4096 bytes if left out.
  static func buffers() -> Parameter {
    Parameter("[SIZE [+ SIZE …]]", "the sizes of the buffers, 4096 if left out") {
      reader throws(Diagnostic) in try reader.sizes()
    }
  }

  /// The same for each of several messages.
  static func buffersOfEach() -> Parameter {
    let summary = "the sizes of each message's buffers, 4096 if left out"
    return Parameter("[of SIZE [+ SIZE …]]", summary) { reader throws(Diagnostic) in
      guard reader.accept("of", usage: "[of SIZE …]", "room for each message") else {
        return [4096]
      }
      guard reader.peek != nil else { throw reader.missing("a size") }
      return try reader.sizes(most: (64 << 20) / Reader.mostBuffers)
    }
  }
}

extension Parameter where Value == Int {
  /// Room for ancillary data, 256 bytes if left out.
  static func controlRoom() -> Parameter {
    Parameter("[control SIZE]", "room for ancillary data, 256 bytes if left out") {
      reader throws(Diagnostic) in
      guard reader.accept("control", usage: "[control SIZE]", "room for ancillary data") else {
        return 256
      }
      return try reader.size("SIZE", most: 64 << 10)
    }
  }
}

extension Parameter where Value == [UInt8] {
  /// A Unix socket's path.
  static func socketPath() -> Parameter {
    Parameter("PATH", "the path, which has a /: ./s.sock") { reader throws(Diagnostic) in
      let token = try reader.next("a path", usage: "PATH", .files)
      guard token.data.contains(UInt8(ascii: "/")), !token.data.contains(0),
        token.data.count < 4096
      else {
        throw reader.wrong(
          token, "expected a path with a /, found \(quoted(token.text))", advice: "as in ./s.sock")
      }
      return token.data
    }
  }
}

extension Parameter where Value == Int {
  /// How many messages one call may take; 8 if left out.
  static func messageCount() -> Parameter {
    let most = Reader.mostBuffers
    return Parameter("[COUNT]", "room for so many messages, 1 to \(most); 8 if left out") {
      reader throws(Diagnostic) in
      reader.offer("COUNT", .nothing)
      guard let token = reader.peek, token.keyword?.utf8.first?.isDigit == true else { return 8 }
      guard let count = Int(token.text), (1...most).contains(count) else {
        throw reader.unexpected(token, expected: "a number from 1 to \(most)")
      }
      reader.skip()
      return count
    }
  }
}

extension Reader {
  /// The words that end the data of sendmsg.
  static let ancillaryWords: Set = [
    "+", "fd", "credentials", "source", "ttl", "tos", "hoplimit", "tclass",
  ]
  static let mostBuffers = 16

  func acceptPlus() -> Bool { accept("+", usage: "[+ …]", "another buffer") }

  func checkCount(
    _ count: Int, at token: Token, _ what: String = "buffers"
  ) throws(Diagnostic) {
    guard count <= Reader.mostBuffers else {
      throw wrong(token, "there are at most \(Reader.mostBuffers) \(what) here")
    }
  }

  fileprivate func sizes(most: Int = 64 << 20) throws(Diagnostic) -> [Int] {
    offer("SIZE", .nothing)
    guard let token = peek, token.keyword?.utf8.first?.isDigit == true else { return [4096] }
    var sizes: [Int] = []
    repeat { sizes.append(try size("SIZE", most: most)) } while acceptPlus()
    try checkCount(sizes.count, at: token)
    guard sizes.reduce(0, +) <= most else {
      throw wrong(token, "the buffers have more than \(most >> 20)M in all")
    }
    return sizes
  }

  fileprivate func envelope(ending words: Set<String>) throws(Diagnostic) -> Envelope {
    let address = try target()
    let buffers = try buffers(ending: words)
    return Envelope(address: address, buffers: buffers, ancillary: try ancillary())
  }

  fileprivate func target() throws(Diagnostic) -> AddressReference? {
    guard accept("to", usage: "[to ADDRESS]", "to whom") else { return nil }
    return try Parameter<AddressReference>.address("").read(self)
  }

  fileprivate func buffers(ending words: Set<String>) throws(Diagnostic) -> [Payload] {
    guard let token = peek else { return [try payload(until: words)] }
    var buffers: [Payload] = []
    repeat { buffers.append(try payload(until: words)) } while acceptPlus()
    try checkCount(buffers.count, at: token)
    return buffers
  }

  fileprivate func ancillary() throws(Diagnostic) -> [Ancillary] {
    var list: [Ancillary] = []
    while list.count < 16 {
      if accept("fd", usage: "[fd @FD …]", "pass descriptors: SCM_RIGHTS") {
        list.append(.descriptors(try descriptors()))
      } else if accept("credentials", usage: "[credentials]", "who sends: SCM_CREDENTIALS") {
        list.append(try credentials())
      } else if accept("source", usage: "[source HOST]", "the address it comes from: IP_PKTINFO") {
        list.append(try sourceAddress())
      } else if let field = headerField() {
        list.append(.header(field, try headerNumber()))
      } else {
        break
      }
    }
    return list
  }

  private func headerField() -> HeaderField? {
    HeaderField.allCases.first { accept("\($0)", usage: "[\($0) N]", $0.summary) }
  }

  /// What does not fit is for the kernel to refuse.
  private func headerNumber() throws(Diagnostic) -> Int32 {
    let token = try next("a number", usage: "N", .nothing)
    guard token.kind == .word,
      let number = (try? number(token.text)).flatMap({ Int32(exactly: $0) })
    else {
      try checkRange(token)
      throw unexpected(token, expected: "a number such as 1 or 0x10")
    }
    return number
  }

  private func descriptors() throws(Diagnostic) -> [Int32] {
    var list: [Int32] = []
    repeat {
      let token = try next("a descriptor such as @4", usage: "@FD …", .descriptors)
      list.append(try descriptor(token))
    } while peek?.keyword?.hasPrefix("@") == true
    return list
  }

  private func credentials() throws(Diagnostic) -> Ancillary {
    var numbers: [String: UInt32] = [:]
    for word in ["pid", "uid", "gid"] {
      guard accept(word, usage: "[\(word) N]", "another \(word) than the role's") else { continue }
      let token = try next("a number", usage: "N", .nothing)
      guard token.kind == .word, let number = UInt32(token.text),
        word != "pid" || number <= UInt32(Int32.max)
      else { throw unexpected(token, expected: "a number from 0") }
      numbers[word] = number
    }
    return .credentials(
      pid: numbers["pid"].map { Int32($0) }, uid: numbers["uid"], gid: numbers["gid"])
  }

  private func sourceAddress() throws(Diagnostic) -> Ancillary {
    let token = try next("an IP address without a port", usage: "HOST", .nothing)
    if token.kind == .word, let host = ipv4(token.text) { return .source(host) }
    guard token.kind == .word, let host = ipv6(token.text) else {
      throw unexpected(token, expected: "an IP address without a port, such as 127.0.0.2 or ::1")
    }
    return .source6(host)
  }
}

extension HeaderField {
  fileprivate var summary: String {
    switch self {
    case .ttl: "how many routers it may pass: IP_TTL"
    case .tos: "how urgent it is: IP_TOS"
    case .hoplimit: "how many routers it may pass: IPV6_HOPLIMIT"
    case .tclass: "how urgent it is: IPV6_TCLASS"
    }
  }
}
