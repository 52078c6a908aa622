internal import Foundation
internal import Testing

/// `repeat` and `let` in scripts.
struct RepeatTests {
  private let pair = """
    server> socket udp; bind 0
    client> socket udp; connect server

    """

  @Test func `every round does what its lines would, with the round's number`() throws {
    let log = try log(of: pair + "repeat 5 as n {\n  client> send \"no. {n}\"\n  server> recv\n}\n")
    let received = log.filter { $0.kind == "returned" && $0.text("call") == "recv" }
    #expect(received.compactMap(\.bytes) == (1...5).map { "no. \($0)" })
    #expect(
      log.filter { $0.kind == "round" }.compactMap { $0.number("number") } == [1, 2, 3, 4, 5])
    #expect(log.last { $0.kind == "repeated" }?.number("rounds") == 5)
    #expect(
      log.filter { $0.kind == "typed" && $0.text("text")?.hasPrefix("repeat") == true }.count == 1)
  }

  @Test func `a thousand rounds are folded on the terminal, and not in the log`() throws {
    let script = pair + "repeat 1000 { client> send hello; server> recv }\n"
    let program = try Program(sockratic: ["run", "-"], input: .text(script))
    #expect(try program.finish() == .status(0))
    #expect(
      program.outputText.contains("rounds 4 to 1000: send × 997 = 4.8 KiB, recv × 997 = 4.8 KiB"))
    #expect(program.outputText.split(separator: "\n").count < 40)
    #expect(
      try log(of: script).filter { $0.text("call") == "recv" && $0.kind == "returned" }.count
        == 1000)
  }

  @Test func `rounds that a role plays by itself took until its last call came back`() throws {
    let log = try log(of: "socket tcp\nrepeat 100 { get SO_REUSEADDR }\n")
    let start = try #require(log.last { $0.kind == "typed" }?.number("time"))
    let end = try #require(log.last { $0.kind == "returned" }?.number("time"))
    let sum = try #require(log.last { $0.kind == "repeated" }?.number("nanoseconds"))
    #expect(sum <= end - start)
  }

  @Test func `rounds that are not shown do not wait for a FIN's acknowledgement, and the end does`()
    throws
  {
    let log = try log(
      of: """
        server> socket tcp; bind 0; listen
        repeat 40 {
          client> socket tcp; connect server; send hello
          server> accept; recv; send back
          client> recv; close
          server> close @4
        }
        repeat 20 {
          client> socket tcp; connect server; send hello
          server> accept; recv; send back
          client> recv; close
        }

        """)
    var (round, block, states) = (0, 1, [[String]](repeating: [], count: 61))
    for event in log {
      if event.kind == "round" { round = event.number("number") ?? 0 }
      if event.kind == "repeated" { block += 1 }
      guard event.kind == "state", event.role == "client", let to = event.text("to") else {
        continue
      }
      states[min(round + (block - 1) * 40, 60)].append(to)
    }
    // The first are watched until they are at rest.
    for round in 1...16 { #expect(!states[round].contains("FIN_WAIT_1"), "\(states[round])") }
    #expect(states[17...40].joined().contains("FIN_WAIT_1"), "\(states)")
    #expect(states[40].last == "TIME_WAIT", "\(states[40])")
    // And so is, once it is over, what was left behind.
    #expect(states[60].last == "FIN_WAIT_2", "\(states[60])")
  }

  @Test func `each round begins as the role that repeat was typed to, and so does what follows`()
    throws
  {
    let log = try log(of: "a> socket udp; repeat 3 { socket udp; b> socket udp }\nclose\n")
    let calls = log.filter { $0.kind == "returned" }.map {
      "\($0.role ?? "") \($0.text("call") ?? "")"
    }
    #expect(
      calls == ["a socket"] + Array(repeating: ["a socket", "b socket"], count: 3).joined()
        + ["a close"])
  }

  @Test func `values come from facts and from the last call, and go into later lines`() throws {
    let log = try log(
      of: """
        server> socket tcp; bind 0; listen
        let port = server.port
        client> socket tcp
        connect 127.0.0.1:{port}
        send "one line\\r\\nand a half"
        let n = result
        server> accept
        recv until "\\r\\n"
        let line = received
        send "{n} {line}"
        let e = errno
        client> recv @9
        let e2 = errno; send "{e} {e2}"
        """)
    let sent = log.filter { $0.kind == "returned" && $0.text("call") == "send" }
    #expect(sent.compactMap(\.bytes).dropFirst() == ["20 one line\r\n", "none EBADF"])
  }

  @Test(arguments: [
    (
      "repeat 9 { socket udp; let d = result; close @3; close @9 }\ncheck you.error == EBADF", 0, ""
    ),
    (
      "repeat 5 as i { socket tcp; check you.error == none; connect 127.0.0.1:{i}; ! EBADF }", 1,
      "expected connect to fail with EBADF, but ECONNREFUSED (round 1 of 5)"
    ),
    (
      "a> socket udp; bind 0\nrepeat 5 { recv }", 1,
      "a still waits in recv(3, …, 4096, 0) after 300 ms, so it cannot do this (round 2 of 5)"
    ),
    (
      "a> socket udp; bind 0; connect a; repeat 40 { send x }; repeat 100 { recv }", 1,
      "a waited in recv(3, …, 4096, 0) for 300 ms, and was interrupted: nothing let it go on"
        + " (round 41 of 100)"
    ),
    ("let a = received", 1, "you have made no call yet"),
    ("socket tcp\nlet a = received", 1, "received nothing that is kept"),
    ("let a = you.port", 1, "you have no socket"),
    ("send {b}", 1, "no value is called “b”"),
    ("a> socket udp; bind 0; connect a; send hex ff fe; recv; let x = received", 1, "is no text"),
    ("repeat 3 {\n  socket tcp\n", 1, "the block is not closed"),
    ("repeat 3 { quit }\nlisen", 0, ""),
    ("let c = 3\nrepeat {c} as i { repeat {i} { socket udp } }\ncheck you@8.port == 0", 0, ""),
  ])
  func `what goes wrong in a round is said with the round`(
    script: String, status: Int32, message: String
  ) throws {
    let program = try Program(
      sockratic: ["run", "--deadline", "300ms", "-"], input: .text(script))
    #expect(try program.finish() == .status(status), "\(program.errorText)")
    #expect(message.isEmpty || program.errorText.contains(message), "\(program.errorText)")
  }

  @Test func `rounds of one role's plain calls are all there, in order, however fast they go`()
    throws
  {
    let log = try log(
      of: "a> socketpair; repeat 1000 as i { send @3 ping; recv @4 }\n"
        + "check a.sent == 4000\ncheck a.received == 4000\n")
    let rounds = log.filter { $0.kind == "round" }.compactMap { $0.number("number") }
    #expect(rounds == Array(1...1000))
    let calls = log.filter { ["round", "called", "returned"].contains($0.kind) }.map {
      $0.kind + ($0.text("call") ?? "")
    }
    let round = ["round", "calledsend", "returnedsend", "calledrecv", "returnedrecv"]
    let wanted = Array(repeating: round, count: 1000).joined()
    #expect(calls.suffix(5000) == Array(wanted)[...])
    #expect(log.last { $0.kind == "repeated" }?.number("rounds") == 1000)
  }

  @Test func `a call that fails ends no rounds, also where a role plays them by itself`() throws {
    let log = try log(of: "a> socket udp; repeat 500 { recv @9 }\nlet e = errno; send {e}\n")
    let failed = log.filter { $0.kind == "returned" && $0.text("call") == "recv" }
    #expect(failed.count == 500)
    #expect(log.last { $0.kind == "repeated" }?.number("rounds") == 500)
    #expect(log.last { $0.kind == "returned" }?.bytes == "EBADF")
  }

  @Test func `what fails in a block of several lines is shown at its own line`() throws {
    let script = "socket tcp\nrepeat 2 {\n  getsockname\n  check you.port == 7\n}\n"
    let program = try Program(sockratic: ["run", "-"], input: .text(script))
    #expect(try program.finish() == .status(1))
    #expect(
      program.errorText == """
        standard input:4: you.port == 7 does not hold: it is 0 (round 1 of 2)
              check you.port == 7
              ^

        """)
  }

  @Test func `a mistyped line in a block has its own column, and nothing is done`() throws {
    let program = try Program(
      sockratic: ["run", "-"], input: .text("socket tcp\nrepeat 2 {\n  close\n  lisen\n}\n"))
    #expect(try program.finish() == .status(1))
    #expect(program.errorText.hasPrefix("standard input:4: unknown command “lisen”"))
    #expect(!program.outputText.contains("close("))
  }
}
