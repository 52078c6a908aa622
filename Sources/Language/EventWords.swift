internal import Log
internal import SystemCalls

/// The names of events to watch for: friendly words, and C's constants with or without their prefix.
struct EventWords: Sendable {
  var friendly: [(word: String, bits: Int, about: String)]
  var table: ConstantTable
  /// `POLL`
  var prefix: String
  /// What a caller can ask for: not what the kernel adds by itself.
  var usual: [String]

  static let poll = EventWords(
    friendly: [
      ("read", PollBit.input, "POLLIN: something to receive or to accept, or the end"),
      ("write", PollBit.output, "POLLOUT: room to send, or a connect that is over"),
      ("urgent", PollBit.urgent, "POLLPRI: urgent, out-of-band data"),
      ("hangup", PollBit.peerShutDown, "POLLRDHUP: the peer sends no more"),
    ], table: .pollEvents, prefix: "POLL", usual: ["POLLIN", "POLLOUT", "POLLPRI", "POLLRDHUP"])

  static let select = EventWords(
    friendly: [
      ("read", PollBit.input, "readfds: something to receive or to accept, or the end"),
      ("write", PollBit.output, "writefds: room to send, or a connect that is over"),
      ("except", PollBit.urgent, "exceptfds: urgent, out-of-band data"),
    ], table: .pollEvents, prefix: "-", usual: [])

  static let epoll = EventWords(
    friendly: [
      ("read", PollBit.input, "EPOLLIN: something to receive or to accept, or the end"),
      ("write", PollBit.output, "EPOLLOUT: room to send, or a connect that is over"),
      ("urgent", PollBit.urgent, "EPOLLPRI: urgent, out-of-band data"),
      ("hangup", PollBit.peerShutDown, "EPOLLRDHUP: the peer sends no more"),
      ("edge", PollBit.edge, "EPOLLET: report what is new, not what is still so"),
      ("once", PollBit.oneShot, "EPOLLONESHOT: report once, then only after modify"),
    ], table: .epollEvents, prefix: "EPOLL",
    usual: ["EPOLLIN", "EPOLLOUT", "EPOLLET", "EPOLLONESHOT", "EPOLLRDHUP", "EPOLLPRI"])

  /// The bits of `read`, `IN`, `POLLIN|POLLOUT`; nil if a part is none of these.
  func bits(_ word: String) -> Int? {
    guard word.utf8.count < 256 else { return nil }
    var bits = 0
    for part in word.split(separator: "|", omittingEmptySubsequences: false) {
      guard let bit = bit(String(part)) else { return nil }
      bits |= bit
    }
    return bits
  }

  private func bit(_ word: String) -> Int? {
    if let known = friendly.first(where: { $0.word == word }) { return known.bits }
    guard prefix != "-" else { return nil }
    return table.number(named: word) ?? table.number(named: prefix + word)
  }

  var candidates: [Candidate] {
    friendly.map { Candidate($0.word, $0.about) } + usual.map { Candidate($0) }
  }

  var words: [String] { friendly.map(\.word) }
}
