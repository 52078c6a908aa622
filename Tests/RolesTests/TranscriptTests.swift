internal import Foundation
internal import Testing

/// What a person sees is the same on every run, explanations included.
@Suite(.serialized) struct TranscriptTests {
  private static let script = """
    server> socket tcp; bind 0; listen
    client> socket tcp; connect server
    server> accept
    recv
    client> close
    server> recv
    close @4
    client> socket tcp; connect server
    server> accept
    client> send unread; recv
    server> close @4
    client> recv
    send x
    close
    socket tcp; connect server
    server> accept
    client> close
    server> send @4 a
    send @4 b
    recv @4
    close @4
    other> socket tcp; connect server
    client> socket tcp; connect server
    kill server
    client> recv

    """

  @Test func `the same script gives the same transcript, 40 times`() throws {
    try expectSame()
  }

  @Test func `the same script gives the same transcript with all processors busy`() throws {
    let load = try Load()
    try expectSame()
    withExtendedLifetime(load) {}
  }

  @Test func `every datagram that is queued or taken is told, also behind the first one`() throws {
    let lines = try transcript(
      of: """
        server> socket udp; bind 0
        client> socket udp; connect server
        send hello
        send again
        send ""
        server> recv
        recv
        recv

        """
    ).split(separator: "\n").map(String.init)
    let told = lines.filter { $0.hasPrefix("  server @3 ") && $0.contains("receive queue") }
    let patterns = [
      "receive queue 0 → 5", "receive queue with overhead #1 → #2",
      "receive queue with overhead #2 → #3", "receive queue with overhead #3 → #2",
      "receive queue 5 → 0", "receive queue with overhead #1 → 0",
    ]
    try #require(told.count == patterns.count, "\(told)")
    let one = try #require(told[1].split(separator: " ").compactMap { Int($0) }.first)
    for (line, pattern) in zip(told, patterns) {
      let text = (1...3).reduce(pattern) {
        $0.replacing("#\($1)", with: String($1 * one))
      }
      #expect(line.hasSuffix(text))
    }
  }

  private func expectSame() throws {
    try expectSameTranscript(
      of: TranscriptTests.script, times: 40, ["# client's @3 is closed: 0 bytes mean end of file"])
  }
}
