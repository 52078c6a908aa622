import Testing

@testable import Lessons

/// `...` in place of output that is not the same each time.
@Suite struct LooseningTests {
  /// The transcript of one command, and what is left of it when something else comes.
  private func loosened(_ transcript: String, _ came: String) throws -> String? {
    let text =
      "# L\n<!-- lesson: l -->\n\n## S\n<!-- step: s -->\n\n```sockratic\n\(transcript)\n```\n"
    let lesson = try Lesson.parse(text, file: "l.md")
    let exchange = try #require(lesson.steps[0].demonstrations.first?.exchanges.first)
    var values: [String: String] = [:]
    let edit = exchange.loosened(
      with: came.split(separator: "\n").map(String.init), as: "recv all", step: "s",
      values: &values)
    guard let edit else { return nil }
    let new = String(decoding: SourceLines(Array(text.utf8)).applying([edit]), as: UTF8.self)
    return String(new.split(separator: "```sockratic\n")[1].split(separator: "\n```")[0])
  }

  @Test func `the lines between the first and the last that differ go`() throws {
    #expect(
      try loosened(
        "you> recv all\nsocket(AF_INET, SOCK_STREAM, 0) = 3\nclose(4) = 0\nclose(5) = 0\nshutdown(3, SHUT_WR) = 0",
        "socket(AF_INET, SOCK_STREAM, 0) = 3\nclose(6) = 0\nshutdown(3, SHUT_WR) = 0")
        == "you> recv all\nsocket(AF_INET, SOCK_STREAM, 0) = 3\n...\nshutdown(3, SHUT_WR) = 0")
  }

  @Test func `so do calls beside them that came to the same by chance, and earlier dots`() throws {
    #expect(
      try loosened(
        "you> recv all\nrecv(3, …, 9, 0) = 4\nrecv(3, …, 9, 0) = 5\n...\nrecv(3, \"\", 9, 0) = 0\nrecv(3, …, 9, 0) waits",
        "recv(3, …, 9, 0) = 4\nrecv(3, …, 9, 0) = 7\nrecv(3, \"\", 9, 0) = 0\nrecv(3, …, 9, 0) waits"
      )
        == "you> recv all\n...\nrecv(3, …, 9, 0) waits")
  }

  @Test func `what comes as it is written is left alone`() throws {
    #expect(try loosened("you> recv all\nclose(3) = 0", "close(3) = 0") == nil)
  }
}
