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
    try expectSameTranscript(times: 40)
  }

  @Test func `the same script gives the same transcript with all processors busy`() throws {
    let load = try Load()
    try expectSameTranscript(times: 40)
    withExtendedLifetime(load) {}
  }

  private func expectSameTranscript(times: Int) throws {
    let first = try transcript(of: TranscriptTests.script)
    #expect(first.contains("# client's @3 is closed: 0 bytes mean end of file"), "\(first)")
    for _ in 1..<times { #expect(try transcript(of: TranscriptTests.script) == first) }
  }
}
