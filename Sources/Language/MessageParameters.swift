internal import Log
internal import SystemCalls

extension Parameter where Value == Envelope {
  /// Where to, the buffers, and what goes with them.
  static func envelope() -> Parameter {
    let usage = "[to ADDRESS] DATA [+ DATA …] [fd @FD …] [credentials …] [source HOST]"
    return Parameter(
      usage, hint: "[to ADDRESS] DATA [+ DATA …] [fd @FD …]",
      "the buffers, and descriptors, credentials or a source address to go with them"
    ) { reader throws(Diagnostic) in
      let address = try reader.target()
      let buffers = try reader.buffers()
      return Envelope(address: address, buffers: buffers, ancillary: try reader.ancillary())
    }
  }
}

extension Parameter where Value == [Int] {
  /// The sizes of the buffers; one of 4096 bytes if left out.
  static func buffers() -> Parameter {
    Parameter("[SIZE [+ SIZE …]]", "the sizes of the buffers, 4096 if left out") {
      reader throws(Diagnostic) in
      reader.offer("SIZE", .nothing)
      guard let token = reader.peek, token.keyword?.utf8.first?.isDigit == true else {
        return [4096]
      }
      var sizes: [Int] = []
      repeat { sizes.append(try reader.size("SIZE", most: 64 << 20)) } while reader.acceptPlus()
      try reader.checkCount(sizes.count, at: token)
      guard sizes.reduce(0, +) <= 64 << 20 else {
        throw reader.wrong(token, "the buffers have more than 64M in all")
      }
      return sizes
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

extension Reader {
  /// The words that end the data of sendmsg.
  static let ancillaryWords: Set = ["+", "fd", "credentials", "source"]
  private static let mostBuffers = 16

  func acceptPlus() -> Bool { accept("+", usage: "[+ …]", "another buffer") }

  func checkCount(_ count: Int, at token: Token) throws(Diagnostic) {
    guard count <= Reader.mostBuffers else {
      throw wrong(token, "there are at most \(Reader.mostBuffers) buffers here")
    }
  }

  fileprivate func target() throws(Diagnostic) -> AddressReference? {
    guard accept("to", usage: "[to ADDRESS]", "to whom") else { return nil }
    return try Parameter<AddressReference>.address("").read(self)
  }

  fileprivate func buffers() throws(Diagnostic) -> [Payload] {
    guard let token = peek else { return [try payload(until: Reader.ancillaryWords)] }
    var buffers: [Payload] = []
    repeat { buffers.append(try payload(until: Reader.ancillaryWords)) } while acceptPlus()
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
        list.append(.source(try host()))
      } else {
        break
      }
    }
    return list
  }

  private func descriptors() throws(Diagnostic) -> [Int32] {
    var list: [Int32] = []
    repeat {
      let token = try next("a descriptor such as @4", usage: "@FD …", .descriptors)
      guard token.keyword?.hasPrefix("@") == true, let fd = Int32(token.text.dropFirst()) else {
        throw unexpected(token, expected: "a descriptor such as @4")
      }
      list.append(fd)
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

  private func host() throws(Diagnostic) -> UInt32 {
    let token = try next("an IPv4 address without a port", usage: "HOST", .nothing)
    guard token.kind == .word, let host = ipv4(token.text) else {
      throw unexpected(token, expected: "an IPv4 address without a port, such as 127.0.0.2")
    }
    return host
  }
}
