internal import Log
internal import SystemCalls

extension Parameter where Value == Multiplexing {
  /// Everything after `epoll`.
  static func epoll() -> Parameter {
    let usage = "create | add|modify @FD EVENTS | delete @FD | wait [MAX] [for TIME | now]"
    let summary =
      "events are read, write, edge, once, or as in C: IN|ET; on @SET names a set that is"
      + " not the newest; mask SIGNAL … blocks signals during a wait; mod and del are modify and delete"
    return Parameter(usage, hint: "create|add|modify|delete|wait", summary) {
      reader throws(Diagnostic) in try reader.epoll()
    }
  }
}

extension Reader {
  private static var verbs: [Candidate] {
    [
      Candidate("create", "a new, empty set"), Candidate("add", "watch a descriptor"),
      Candidate("modify", "watch it for something else"), Candidate("delete", "watch it no more"),
      Candidate("wait", "wait until something happens to one of them"),
    ]
  }

  fileprivate func epoll() throws(Diagnostic) -> Multiplexing {
    let words = Reader.verbs.map(\.text)
    let token = try next(
      alternatives(words), usage: "create|add|modify|delete|wait", .words(Reader.verbs))
    switch token.keyword.map(Reader.plain) {
    case "create":
      return .epollCreate(flags: accept("cloexec", "close it in an exec") ? 0x80000 : 0)
    case "add": return try control(operation: 1)
    case "modify": return try control(operation: 3)
    case "delete": return try control(operation: 2)
    case "wait": return try epollWait()
    default: throw unexpected(token, expected: alternatives(words), near: words)
    }
  }

  /// The verb for what C's programs call it: EPOLL_CTL_MOD, mod.
  private static func plain(_ word: String) -> String {
    let short = word.hasPrefix("EPOLL_CTL_") ? word.dropFirst(10).lowercased() : word
    return ["mod": "modify", "del": "delete"][short] ?? short
  }

  private func control(operation: Int32) throws(Diagnostic) -> Multiplexing {
    let token = try next("a descriptor such as @4", usage: "@FD", .descriptors)
    let fd = try descriptor(token)
    let events = operation == 2 ? nil : try epollEvents()
    return .epollControl(
      try epollReference(), operation: operation, .descriptor(fd), events: events)
  }

  private func epollEvents() throws(Diagnostic) -> Int {
    let words = EventWords.epoll
    let what = "what to watch for, such as read or IN|ET"
    var bits: Int?
    while true {
      offer("EVENTS", .words(words.candidates))
      guard let token = peek, token.keyword != "on" else { break }
      if let more = token.keyword.flatMap(words.bits) {
        bits = (bits ?? 0) | more
      } else if token.keyword != "|" {
        throw unexpected(token, expected: what, near: words.words)
      }
      skip()
    }
    guard let bits else { throw missing(what) }
    return bits
  }

  private func epollReference() throws(Diagnostic) -> EpollReference {
    guard accept("on", usage: "on @SET", "which epoll set, where there are several") else {
      return .newest
    }
    let token = try next("an epoll set such as @5", usage: "@SET", .descriptors)
    return .descriptor(try descriptor(token))
  }

  private func epollWait() throws(Diagnostic) -> Multiplexing {
    offer("MAX", .nothing)
    var most: Int32 = 16
    if let token = peek, token.keyword?.utf8.first?.isDigit == true {
      guard let number = Int32(token.text), number <= SocketCalls.mostEvents else {
        throw unexpected(token, expected: "a number from 0 to \(SocketCalls.mostEvents)")
      }
      most = number
      skip()
    }
    let set = try epollReference()
    let time = try waitLimit()
    return .epollWait(set, most: most, milliseconds: time, mask: try signalMask())
  }
}

extension Parameter where Value == Int32 {
  /// The flags of accept4.
  static func acceptFlags() -> Parameter {
    let words = [
      Candidate("nonblocking", "SOCK_NONBLOCK: the new socket does not block"),
      Candidate("cloexec", "SOCK_CLOEXEC: the new socket is closed in an exec"),
    ]
    return Parameter("[FLAGS]", "nonblocking, cloexec, or as in C: SOCK_NONBLOCK|SOCK_CLOEXEC") {
      reader throws(Diagnostic) in
      var flags = 0
      while true {
        reader.offer(
          "FLAGS", .words(words + ["SOCK_NONBLOCK", "SOCK_CLOEXEC"].map { Candidate($0) }))
        guard let token = reader.peek else { return Int32(truncatingIfNeeded: flags) }
        guard let bits = token.keyword.flatMap(acceptFlag) else {
          throw reader.unexpected(
            token, expected: "a flag or the end", near: words.map(\.text) + ["SOCK_NONBLOCK"])
        }
        flags |= bits
        reader.skip()
      }
    }
  }
}

private func acceptFlag(_ word: String) -> Int? {
  switch word {
  case "nonblocking": 0x800
  case "cloexec": 0x80000
  default: word.utf8.count < 256 ? SystemConstant.union(word, .acceptFlags) : nil
  }
}

extension Parameter where Value == NonblockingSetting {
  /// The socket and `on` or `off`, in either order; both may be left out.
  static func nonblocking() -> Parameter {
    let summary = "the socket, and on or off, in either order; without on or off, only ask"
    return Parameter("[@FD] [on|off]", hint: "[on|off]", summary) { reader throws(Diagnostic) in
      var setting = NonblockingSetting()
      try reader.readSocket(&setting)
      if reader.accept("on", "calls that would wait fail with EAGAIN") {
        setting.isOn = true
      } else if reader.accept("off", "calls wait again") {
        setting.isOn = false
      }
      if setting.socket == .unnamed { try reader.readSocket(&setting) }
      if let token = reader.peek {
        throw reader.unexpected(token, expected: "on, off or a descriptor", near: ["on", "off"])
      }
      return setting
    }
  }
}

extension Reader {
  fileprivate func readSocket(_ setting: inout NonblockingSetting) throws(Diagnostic) {
    offer("[@FD]", .descriptors)
    guard let token = peek, token.keyword?.hasPrefix("@") == true else { return }
    setting.socket = .descriptor(try descriptor(token))
    skip()
  }
}

/// What stands behind `nonblocking`.
struct NonblockingSetting: Sendable {
  var isOn: Bool?
  var socket = SocketReference.unnamed
}
