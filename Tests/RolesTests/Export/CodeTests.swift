internal import Foundation
internal import Testing

/// `code`, as a user meets it.
struct CodeTests {
  @Test func `code shows the loop that a line stands for`() throws {
    let folder = try TemporaryFolder()
    let text = try export("client> send hello\nserver> recv exactly 5\ncode", in: folder).outputText
    for function in [
      "static ssize_t recv_exactly(", "def recv_exactly(", "func receiveExactly(",
    ] {
      #expect(text.contains(function), "\(function)")
    }
    #expect(!text.contains("def send_all("))
  }

  @Test func `code shows the last line in three languages, with the prototype`() throws {
    let folder = try TemporaryFolder()
    let shown = try export("client> send \"again\"\ncode", in: folder).outputText
    for part in [
      "ssize_t send(int sockfd, const void buf[.len], size_t len, int flags);", "man 2 send",
      "sock.sendall(b\"again\")", "send(sock, \"again\", 5, 0)",
      "try sendOnce(sock, Array(\"again\".utf8))",
    ] { #expect(shown.contains(part), "\(shown)") }
  }
}
