import Testing

@testable import Language

private let printed = [
  "socket(AF_INET, SOCK_STREAM, 0) = 3", "bind(3, 127.0.0.1:9000) = 0",
  "  server @3   CLOSED → LISTEN", "accept(3) = 4 from 127.0.0.1:50312",
  "recv(4, …, 4096, 0) waits", #"server< recv(4, "hello", 4096, 0) = 5"#,
  "connect(3, 127.0.0.1:9000) = -1 ECONNREFUSED (Connection refused)", "send × 32768 = 4 GiB",
  "send x 32768 = 4 GiB", #"recv(4, ")> x", 4096, 0) = 4"#, "  # 0000  48 65 6c 6c 6f  |Hello|",
  "00000010  48 65 6c 6c 6f", #"accept(3, {sa_family=AF_INET}, [16]) = ? ERESTARTSYS"#,
  "  # a comment", "server< ",
  "close(3)                                = 0",
]

private let typed = [
  "", "   ", "server> listen", "server(accept)> send \") = \"", "send \"f(x) = 3\"", "listen",
  "# a comment", "! ECONNREFUSED", "server>", " listen", "recv 10; send x", "send face  now",
  "check a.queue < 5", "close(3)",
]

struct PastedOutputTests {
  @Test(arguments: printed)
  func `a line that is printed is known`(line: String) { #expect(isPastedOutput(line)) }

  @Test(arguments: typed)
  func `a line that is typed is not taken for output`(line: String) {
    #expect(!isPastedOutput(line))
  }

  @Test(arguments: [
    ("send \"abc", true), ("send \"abc\\", true), ("send \"a\\\"", true), ("send \"abc\n", true),
    ("socket tcp; send \"a", true), ("send \"abc\"", false), ("", false), ("# \"", false),
    ("send a\"b", false), ("server> send \"", true), ("send \"a\" # \"b", false),
  ])
  func `a line with an open quote goes on`(text: String, isOpen: Bool) {
    #expect(isUnfinished(text) == isOpen)
  }

  @Test func `a quote can hold the line break of a continued line`() throws {
    #expect(try order("send \"a\nb\"").bytes == Array("a\nb".utf8))
  }
}
