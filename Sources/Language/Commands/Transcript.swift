internal import Log

/// What `transcript` is to show.
struct TranscriptRequest: Sendable {
  var role: String?
  var descriptor: Int32?
  var file: String?
}

extension Command {
  static let transcript = Command(
    "transcript", "show both directions of a conversation as a hex dump", in: .facts,
    .conversation(),
    discussion: """
      What a role sent and received so far, from the log: with the time since the first line, an \
      arrow for the direction, and each byte's offset in its stream. The log keeps the first 4096 \
      bytes of a call; how many more there were is said. On the terminal only the last lines are \
      shown; a FILE, whose name has a dot or a / or stands in quotes, gets all of them, in place of \
      what was there. Calls that failed are shown too, but for those that found nothing to do \
      (EAGAIN) or were interrupted.
      """,
    examples: [
      Example(
        [
          "peer echo", "socket tcp", "connect echo", "send \"hello\"", "recv", "transcript",
        ], shows: "00000000  68 65 6c 6c 6f"),
      Example(["socket udp", "transcript @3"], shows: "nothing was sent or received"),
    ]
  ) { request in
    .transcript(role: request.role, descriptor: request.descriptor, file: request.file)
  }
}

extension Parameter where Value == TranscriptRequest {
  static func conversation() -> Parameter {
    Parameter(
      "[@FD | ROLE[@FD]] [FILE]",
      "whose; all sockets of the current role if left out, on the terminal"
    ) { reader throws(Diagnostic) in try reader.transcriptRequest() }
  }
}

extension Reader {
  fileprivate func transcriptRequest() throws(Diagnostic) -> TranscriptRequest {
    var request = TranscriptRequest()
    offer("", .several([.descriptors, .roles, .files]))
    if let token = peek, let word = token.keyword, !isFile(word) {
      (request.role, request.descriptor) = try conversation(token, word)
      skip()
    }
    offer("[FILE]", .files)
    if !isAtEnd { request.file = try path() }
    return request
  }

  /// Whether a word is meant as a file's name, and not as a role's.
  func isFile(_ word: String) -> Bool { word.contains("/") || word.contains(".") }

  /// `@4`, `server`, `server@4`
  func conversation(
    _ token: Token, _ word: String
  ) throws(Diagnostic) -> (String?, Int32?) {
    let parts = word.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let role = parts.first.map(String.init) ?? ""
    if !role.isEmpty { try checkRole(token, role) }
    guard parts.count == 2 else { return (role, nil) }
    guard let descriptor = Int32(parts[1]), descriptor >= 0 else {
      throw unexpected(token, expected: "a descriptor such as @3")
    }
    return (role.isEmpty ? nil : role, descriptor)
  }
}
