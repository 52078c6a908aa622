internal import Log
internal import SystemCalls

extension Parameter where Value == Int {
  /// The size of one buffer, in bytes.
  static func readSize() -> Parameter {
    Parameter("[SIZE]", "the size of the buffer, 4096 if left out") { reader throws(Diagnostic) in
      reader.offer("SIZE", .nothing)
      return reader.isAtEnd ? 4096 : try reader.size("SIZE", most: 64 << 20)
    }
  }
}

extension Parameter where Value == Int32 {
  /// The number that a second descriptor is to have.
  static func newDescriptor() -> Parameter {
    Parameter("@NEW", "the number that the second descriptor is to have") {
      reader throws(Diagnostic) in
      let token = try reader.next("a descriptor such as @7", usage: "@NEW", .descriptors)
      return try reader.descriptor(token)
    }
  }
}

/// What ioctl(2) is asked for, and the number that it is handed.
struct IoctlRequest: Sendable {
  var number: Int32
  var value: Int32?
}

extension Parameter where Value == IoctlRequest {
  static func ioctlRequest() -> Parameter {
    let usage = "FIONREAD|SIOCOUTQ|SIOCATMARK | FIONBIO on|off"
    let summary = "what to ask for; FIONBIO sets whether calls wait"
    return Parameter(usage, summary) { reader throws(Diagnostic) in
      let names = SystemConstant.names(.ioctlRequest)
      let token = try reader.next("a request", usage: usage, .words(names.map { Candidate($0) }))
      guard token.kind == .word, let number = SystemConstant.number(token.text, .ioctlRequest)
      else {
        throw reader.unexpected(token, expected: "a request such as FIONREAD", near: names)
      }
      let request = Int32(truncatingIfNeeded: number)
      guard token.text == "FIONBIO" else { return IoctlRequest(number: request) }
      if reader.accept("on", "calls that would wait fail with EAGAIN") {
        return IoctlRequest(number: request, value: 1)
      }
      guard reader.accept("off", "calls wait again") else { throw reader.missing("on or off") }
      return IoctlRequest(number: request, value: 0)
    }
  }
}
