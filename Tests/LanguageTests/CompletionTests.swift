import Testing

@testable import Language

private let known = Context(
  roles: ["server", "client"], currentRole: "client",
  descriptors: ["server": [3, 4], "client": [3, 12]], values: ["port": "9000"], hosts: ["alice"])

private func complete(_ text: String, at cursor: Int? = nil) -> Completion {
  completions(for: text, cursorAt: cursor ?? text.count, in: known) { path in
    ["lessons/a.md", "lessons/b c.md"].filter { $0.hasPrefix(path) }
  }
}

private func words(_ text: String) -> [String] { complete(text).candidates.map(\.text) }

private let exact: [(String, [String])] = [
  ("li", ["listen"]),
  (
    "se",
    ["setsockopt", "set", "send", "sendto", "sendmsg", "sendmmsg", "select", "services", "server>"]
  ),
  ("server> acc", ["accept", "accept4"]),
  ("socket tcp; cl", ["close"]), ("ser", ["services", "server>"]), ("socket t", ["tcp", "tcp6"]),
  ("socket AF_INET SOCK_ST", ["SOCK_STREAM"]), ("send @", ["@3", "@12"]),
  ("server> recv @", ["@3", "@4"]), ("recv p", ["peek"]), ("recv MSG_PE", ["MSG_PEEK"]),
  ("recv MSG_PEEK|MSG_DONTW", ["MSG_DONTWAIT"]), ("recv ex", ["exactly"]),
  (#"send u16 5 "a" zer"#, ["zeros"]), ("recv 10 disc", ["discard"]), ("send al", ["all"]),
  ("send ra", ["random"]),
  ("send hello dont", ["dontwait"]), ("send random 4 se", ["seed"]), ("connect se", ["server"]),
  ("connect al", ["alice:"]), ("kill c", ["client"]), ("kill server SIGTE", ["SIGTERM"]),
  ("shutdown w", ["write"]), ("signal SIGPIPE i", ["ignore"]), ("help sendt", ["sendto"]),
  ("help da", ["data"]), ("help SO_LI", ["SO_LINGER"]), ("help EADDRI", ["EADDRINUSE"]),
  ("check ser", ["server."]), ("check server.sta", ["server.state"]),
  ("check server@4.lo", ["server@4.local"]), ("check server.state == LIS", ["LISTEN"]),
  ("check client.error == ECONNREF", ["ECONNREFUSED"]), ("wait server unt", ["until"]),
  ("wait server fo", ["for"]), ("wait server until rea", ["readable", "ready"]),
  ("trace f", ["full"]),
  ("setsockopt SO_REUSE", ["SO_REUSEADDR", "SO_REUSEPORT"]),
  ("getsockopt TCP_NOD", ["TCP_NODELAY"]),
  ("setsockopt SO_KEEPALIVE o", ["on", "off"]), ("setsockopt SO_LINGER o", ["off"]),
  ("setsockopt SO_RCVBUF ", []), ("join 239.1.2.3 on ", ["lo", "wire0"]),
  ("explain o", ["on", "off"]), ("bind {po", ["{port}"]),
  ("source lessons/", ["lessons/a.md", #""lessons/b c.md""#]),
  (#"source "lessons/b"#, [#"lessons/b c.md""#]), ("send file lessons/a", ["lessons/a.md"]),
  ("getaddrinfo N", ["NULL"]), ("getaddrinfo NULL 80 pas", ["passive"]),
  ("getaddrinfo x AI_NUMERICH", ["AI_NUMERICHOST"]), ("getaddrinfo x 80 ine", ["inet", "inet6"]),
  ("getaddrinfo x 80 AI_PASSIVE|AI_CAN", ["AI_CANONNAME"]),
  ("getnameinfo ::1 name", ["namereqd"]), ("getnameinfo ::1 NI_D", ["NI_DGRAM"]),
  ("check grou", ["group"]),
  ("! EPI", ["EPIPE"]), ("nosuch x", []), (#"send "al"#, []), ("bind # x", []), ("quit ", []),
]

struct CompletionTests {
  @Test(arguments: exact)
  func `these are the ways to go on`(text: String, expected: [String]) {
    #expect(words(text) == expected)
  }

  @Test func `an empty line offers roles and every command with its summary`() {
    let all = complete("").candidates
    #expect(all.map(\.text).contains("server>"))
    for command in commands {
      #expect(all.contains(Candidate(command.name, command.summary)))
    }
  }

  @Test func `the range is the word before the cursor, in characters`() {
    #expect(complete("server> lis").range == 8..<11)
    #expect(complete("bind ").range == 5..<5)
    #expect(complete(#"send "né👩‍👩‍👧" dontw"#).range == 11..<16)
    #expect(complete("recv MSG_PEEK|MSG_D").range == 14..<19)
    #expect(complete(#"source "less"#).range == 8..<12)
    #expect(complete("bind 127.0.0.1:{po").range == 15..<18)
  }

  @Test func `only what stands before the cursor counts`() {
    let completion = complete("lis 5", at: 3)
    #expect(completion.range == 0..<3)
    #expect(completion.candidates.map(\.text) == ["listen"])
    #expect(complete("lis", at: 99).range == 0..<3)
    #expect(complete("lis", at: -1).range == 0..<0)
  }

  @Test func `every completed command line can be parsed as far as it goes`() throws {
    for candidate in complete("recv until x ").candidates {
      _ = try parse("recv until x \(candidate.text)", in: known)
    }
  }
}
