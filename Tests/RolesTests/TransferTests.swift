internal import Foundation
internal import Testing

/// `send all`, `recv all`, `recv exactly` and `recv until`: what they came to, and what is left when
/// they are interrupted.
struct TransferTests {
  private let pair = """
    server> socket tcp; bind 0; listen
    client> socket tcp; connect server
    server> accept

    """

  private func texts(_ log: [LoggedEvent], _ kind: String) -> [String] {
    log.filter { $0.kind == kind }.compactMap { $0.text("text") }
  }

  private func number(after word: String, in texts: [String]) throws -> Int {
    let text = try #require(texts.first { $0.contains(word) })
    let digits = text.components(separatedBy: word)[1].prefix { $0.isNumber }
    let found = Int(digits)
    return try #require(found)
  }

  private func sum(_ log: [LoggedEvent], _ call: String, _ role: String) -> Int {
    log.filter { $0.kind == "returned" && $0.text("call") == call && $0.role == role }
      .compactMap { $0.number("result") }.filter { $0 > 0 }.reduce(0, +)
  }

  @Test func `an interrupted send all says how much was sent, and what sends the rest`() throws {
    let log = try log(
      of: pair + """
        client> send all zeros 64M
        client> interrupt
        client> close
        server> recv all discard
        """)
    let interruption = "interrupted after "
    let sent = try number(after: interruption, in: texts(log, "note"))
    #expect(texts(log, "note").contains("interrupted after \(sent) of \(64 << 20) bytes"))
    #expect(sent == sum(log, "recv", "server"))
    let explained = texts(log, "explanation").filter { $0.contains("stays sent") }
    #expect(try number(after: "`send all zeros ", in: explained) == (64 << 20) - sent)
    #expect(!texts(log, "explanation").contains { $0.contains("send all DATA") })
  }

  @Test(.enabled(if: Requirement.python, "python3 is not installed"))
  func `a reader that pauses does not fill the screen`() throws {
    let reader = try Program([
      "python3", "-c",
      """
      import socket, time
      s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(); print(s.getsockname()[1], flush=True)
      c, _ = s.accept()
      while c.recv(400_000): time.sleep(0.02)
      """,
    ])
    try reader.wait("port", within: 20) { reader.outputText.contains("\n") }
    let port = reader.outputText.prefix { $0 != "\n" }
    let program = try Program(
      sockratic: ["run", "--deadline", "60s", "-"],
      input: .text("socket tcp; connect 127.0.0.1:\(port)\nsend all zeros 32M\nwait you for 60s\n"))
    #expect(try program.finish(within: 90) == .status(0), "\(program.errorText)")
    let text = program.outputText
    #expect(text.ranges(of: " waits\n").count <= 9, "\(text)")
    #expect(text.ranges(of: "The send buffer of @3 is full").count <= 1, "\(text)")
    #expect(text.contains("  32 MiB sent in "), "\(text)")
  }

  @Test func `the rest can be sent as it says`() throws {
    let program = try Program(sockratic: ["run", "--json", "-"], input: .open)
    program.write(pair + "client> send all zeros 32M\nclient> interrupt\n")
    let note = try program.event("explanation") {
      $0.text("text")?.contains("stays sent") == true
    }
    let rest = try number(after: "`send all zeros ", in: [note.text("text") ?? ""])
    program.write("server> recv exactly 32M discard\nclient> send all zeros \(rest)\n")
    program.closeInput()
    #expect(try program.finish(within: 30) == .status(0))
    let log = try events(of: program)
    #expect(sum(log, "recv", "server") == 32 << 20)
    let transfer = try #require(log.last { $0.kind == "transferred" && $0.role == "server" })
    #expect(transfer.number("bytes") == 32 << 20 && transfer.number("of") == 32 << 20)
    #expect(transfer.text("direction") == "received")
  }

  @Test(arguments: [
    ("recv exactly 10", "3 of 10 bytes", "`recv exactly 7`"),
    ("recv until \"xyz\"", "3 bytes", "The same command"),
    ("recv all", "3 bytes", "`recv all`"),
  ])
  func `an interrupted receive says what came, and how to go on`(
    command: String, amount: String, next: String
  ) throws {
    let log = try log(
      of: pair + "server> \(command)\nclient> send abc\nserver> interrupt\n")
    #expect(texts(log, "note").contains("interrupted after \(amount)"))
    let advice = try #require(texts(log, "explanation").last)
    #expect(advice.contains("stays received") && advice.contains(next), "\(advice)")
    #expect(advice.hasPrefix("EINTR is the answer of the last call alone"))
    #expect(!texts(log, "explanation").contains { $0.contains("nothing is lost") })
  }

  @Test func `what is not interrupted is not said to be`() throws {
    let log = try log(
      of: pair + """
        client> send all zeros 64M
        server> recv exactly 64M discard
        client> send "abcxyz"
        server> recv until "xyz"
        client> send "abcxyz"
        server> recv until "xyz" discard
        server> recv all dontwait
        client> close
        server> recv all
        """)
    #expect(!texts(log, "note").contains { $0.contains("interrupted") })
    let transfers = log.filter { $0.kind == "transferred" }
    #expect(
      transfers.allSatisfy { $0.number("bytes") == 64 << 20 && ($0.number("nanoseconds") ?? 0) > 0 }
    )
    #expect(transfers.contains { $0.role == "server" })
  }

  @Test func `a script is told what a transfer came to, and never how far it is`() throws {
    let program = try Program(
      sockratic: ["run", "--deadline", "60s", "-"],
      input: .text(pair + "server> recv all discard\nclient> send all zeros 2G; close\n"))
    #expect(try program.finish(within: 60) == .status(0))
    #expect(program.outputText.contains("  2 GiB sent in "))
    #expect(program.outputText.contains("  server: 2 GiB received in "))
    #expect(!program.outputText.contains(" sends: ") && !program.output.contains(0x1b))
  }

  @Test(arguments: ["recv all discard", "recv all"])
  func `receives of as many bytes show what each of them brought`(_ receive: String) throws {
    let log = try log(
      of: pair + """
        server> \(receive)
        client> send "aaaa"; send "bbbb"; send "bbbb"; send "aaaa"
        client> close
        """)
    let received = log.filter { $0.kind == "returned" && $0.text("call") == "recv" }
      .compactMap { $0.text("strace") }
    let starts = ["aaaa", "bbbb", "bbbb", "aaaa", ""].map { "recvfrom(4, \"\($0)\", 131072, " }
    #expect(received.count == starts.count)
    for (line, start) in zip(received, starts) { #expect(line.hasPrefix(start)) }
  }

  @Test func `what was discarded is counted in the transcript`() throws {
    let program = try Program(
      sockratic: ["run", "-"],
      input: .text(pair + "client> send hex 00 01 02 03\nserver> recv discard\ntranscript\n"))
    #expect(try program.finish(within: 30) == .status(0))
    #expect(program.outputText.contains("4 bytes, discarded"))
    #expect(program.outputText.contains("recv(4, …, 4096, 0) = 4\n"))
    #expect(!program.outputText.contains("00000000"))
  }
}
