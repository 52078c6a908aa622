internal import Log
internal import SystemCalls

/// A friendly word for a flag.
struct Flag: Sendable {
  var word: String
  var constant: String
  var summary: String
}

/// The flags that a call takes: friendly words, and C's constants.
struct FlagWords: Sendable {
  let friendly: [Flag]
  let table: ConstantTable

  /// Of send(2) and recv(2).
  static let message = FlagWords(
    friendly: [
      Flag(word: "peek", constant: "MSG_PEEK", summary: "leave the data in the queue"),
      Flag(word: "dontwait", constant: "MSG_DONTWAIT", summary: "EAGAIN instead of waiting"),
      Flag(word: "oob", constant: "MSG_OOB", summary: "urgent, out-of-band data"),
      Flag(word: "waitall", constant: "MSG_WAITALL", summary: "wait until the buffer is full"),
      Flag(word: "nosignal", constant: "MSG_NOSIGNAL", summary: "no SIGPIPE, only EPIPE"),
      Flag(word: "trunc", constant: "MSG_TRUNC", summary: "the datagram's full length"),
      Flag(word: "errqueue", constant: "MSG_ERRQUEUE", summary: "what IP_RECVERR has kept"),
      Flag(
        word: "waitforone", constant: "MSG_WAITFORONE", summary: "recvmmsg: do not wait for more"),
      Flag(word: "more", constant: "MSG_MORE", summary: "more follows: hold back small packets"),
    ], table: .messageFlags)

  /// The number of `peek`, `MSG_PEEK` or `MSG_PEEK|MSG_DONTWAIT`; nil if a part is no flag.
  func number(_ word: String) -> Int32? {
    guard word.utf8.count < 256 else { return nil }
    var flags = 0
    for part in word.split(separator: "|", omittingEmptySubsequences: false) {
      let name = friendly.first { $0.word == part }?.constant ?? String(part)
      guard let flag = SystemConstant.number(name, table) else { return nil }
      flags |= flag
    }
    return Int32(truncatingIfNeeded: flags)
  }

  /// Every word that is one.
  var names: [String] { friendly.map(\.word) + SystemConstant.names(table) }

  var candidates: [Candidate] {
    friendly.map { Candidate($0.word, "\($0.constant): \($0.summary)") }
      + SystemConstant.names(table).map { Candidate($0) }
  }
}

extension Parameter where Value == Int32 {
  /// Any number of flags, by C name or friendly word, in words of their own or joined by `|`.
  static func flags(
    _ words: FlagWords = .message, asInC example: String = "MSG_PEEK|MSG_DONTWAIT"
  ) -> Parameter {
    let friendly = words.friendly.map(\.word).joined(separator: ", ")
    return Parameter("[FLAGS]", "\(friendly), or as in C: \(example)") {
      reader throws(Diagnostic) in
      var flags: Int32 = 0
      while true {
        reader.offer("", .words(words.candidates))
        guard let token = reader.peek else { return flags }
        if token.keyword == "|" {
          reader.skip()
        } else if let flag = token.keyword.flatMap(words.number) {
          flags |= flag
          reader.skip()
        } else {
          throw reader.notAFlag(token, words)
        }
      }
    }
  }
}

extension Reader {
  fileprivate func notAFlag(_ token: Token, _ words: FlagWords) -> Diagnostic {
    if token.text.hasPrefix("@") { return command.surplus(token, self) }
    return unexpected(token, expected: "a flag or the end", near: words.names)
  }
}
