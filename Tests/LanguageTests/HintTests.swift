import Testing

@testable import Language

private let hints: [(String, String?)] = [
  ("bind ", "ADDRESS"), ("bind", " ADDRESS"), ("recv 10 ", "[discard] [FLAGS]"),
  ("recv 10", " [discard] [FLAGS]"), ("recv exactly ", "N [discard] [FLAGS]"),
  ("recv until ", "TEXT [discard] [FLAGS]"), ("server> bind ", "ADDRESS"),
  ("socket tcp; bind @4 ", "ADDRESS"), ("send ", "[all] DATA [FLAGS]"),
  ("send all ", "DATA [FLAGS]"), (#"send "hello" "#, "[FLAGS]"), ("send u16 ", "N [FLAGS]"),
  ("socket ", "tcp|udp|tcp6|udp6|unix"), ("socket AF_INET ", "TYPE [PROTOCOL]"),
  ("socket AF_INET SOCK_STREAM ", "[PROTOCOL]"), ("listen ", "[BACKLOG]"),
  ("signal SIGPIPE ", "default|ignore"), ("kill server ", "[SIGNAL]"),
  ("wait ", "ROLE|TIME [until FACT] [for TIME]"), ("wait 2s ", nil),
  ("wait server ", "[until FACT] [for TIME]"), ("wait server until ", "FACT [for TIME]"),
  ("wait server until state ", "== VALUE [for TIME]"),
  ("wait server until state == ", "VALUE [for TIME]"), ("sendto ", "ADDRESS DATA [FLAGS]"),
  ("check server.alive ", "== VALUE"), ("trace ", "[short|full|off]"),
  ("role ", "[NAME] [on HOST]"),
  ("! ", "ERRNO"), ("! EP", nil), ("bind 90", nil), ("bind 9000 ", nil), ("li", nil), ("", nil),
  ("server> ", nil),
  ("nosuch ", nil), ("accept ", nil), ("bind ftp: ", nil), (#"send "hel"#, nil),
  ("bind # ", nil), ("quit", nil), ("sockets ", nil),
]

struct HintTests {
  @Test(arguments: hints)
  func `the hint is the rest of the usage`(text: String, expected: String?) {
    #expect(hint(for: text, in: session) == expected)
  }
}
