internal import Foundation
internal import Glibc
internal import Language
internal import Log
internal import SystemCalls
internal import Testing
internal import Wire

@testable import Roles

/// The wire process is killed, or has more to carry than it can.
@Suite(.enabled(if: Requirement.wire, "needs a TUN device"))
struct WireLostTests {
  private static let loss = "the process that carries the wire's packets has ended"

  /// A wire with a connection, whose process is gone.
  private func broken() throws -> StagedWire {
    let wire = try StagedWire(serverListening: "tcp")
    try wire.lines("client> socket tcp", "client> connect server", "client> send hello")
    kill(try #require(wire.stage.hosts).pid, SIGKILL)
    try wire.lines("you> signal SIGPIPE ignore")
    #expect(
      eventually {
        wire.session.takeLateNews()
        return wire.stage.hosts?.isGone == true
      })
    wire.session.takeLateNews()
    return wire
  }

  private func notes(_ wire: StagedWire) -> [String] {
    wire.events.compactMap { if case .note(let text) = $0.kind { text } else { nil } }
  }

  @Test func `that the wire process was killed is said once, with whom it concerns`() throws {
    let wire = try broken()
    try wire.lines("client> send again", "you> wire", "wire show", "client> getsockname")
    #expect(
      notes(wire).filter { $0.contains(WireLostTests.loss) } == [
        "\(WireLostTests.loss): the hosts and their roles (client, server) have no cable any more."
          + " `wire up` makes another wire, and ends these roles, as `wire down` does"
      ])
    #expect(!wire.stage.descriptors.isEmpty)
  }

  @Test(arguments: [
    "wire loss 5%", "wire drop next SYN", "wire release", "wire seed 3", "role third on bob",
  ])
  func `what would need it is refused, and says how to go on`(line: String) throws {
    let wire = try broken()
    #expect(!wire.session.submit(line))
    let diagnostics = wire.events.compactMap {
      if case .diagnostic(let diagnostic) = $0.kind { diagnostic } else { nil }
    }
    #expect(diagnostics.last?.message == WireLostTests.loss)
    #expect(diagnostics.last?.advice?.contains("`wire up`") == true)
  }

  @Test func `what does not get away after it blames no address`() throws {
    let wire = try broken()
    wire.stage.explains = true
    try wire.lines("client> socket udp", "connect bob:9")
    #expect(wire.outcome(of: "connect")?.errno == Errno(ENETUNREACH))
    let explanations = wire.events.compactMap {
      if case .explanation(let text) = $0.kind { text } else { nil }
    }
    let last = try #require(explanations.last)
    #expect(last.contains("The process that carried the wire's packets has ended"), "\(last)")
  }

  @Test func `an order that a stopped process has not answered is said to hold later, and does`()
    throws
  {
    let wire = try StagedWire(roles: [("client", on: "alice")])
    let hosts = try #require(wire.stage.hosts)
    kill(hosts.pid, SIGSTOP)
    defer { kill(hosts.pid, SIGCONT) }
    let refusal = #expect(throws: Diagnostic.self) {
      try wire.stage.impair(.loss(1), WireDirection(), limit: 100_000_000)
    }
    #expect(refusal?.message.contains("(\(hosts.pid)) has not answered") == true)
    #expect(refusal?.advice?.contains("holds as soon as it goes on") == true)
    kill(hosts.pid, SIGCONT)
    try wire.lines("client> socket udp", "sendto bob:9 hello")
    #expect(eventually { wire.packets.map(\.fate.verdict) == [.lost] })
  }

  @Test func `wire down cleans up, and wire up makes another`() throws {
    let wire = try broken()
    try wire.lines("you> wire down")
    #expect(wire.stage.hosts == nil)
    #expect(wire.stage.roles.allSatisfy { $0.host == 0 })
    try connectAnew(wire)
  }

  @Test func `wire up ends the roles that were left, by itself`() throws {
    let wire = try broken()
    try connectAnew(wire)
    #expect(wire.stage.roles.count { $0.host != 0 } == 2)
  }

  private func connectAnew(_ wire: StagedWire) throws {
    try wire.lines(
      "you> wire up", "role server on bob", "socket tcp", "bind *:9000", "listen",
      "role client on alice", "socket tcp", "connect bob:9000", "send again")
    #expect(wire.state("client", 3) == .established)
    #expect(wire.outcome(of: "send")?.result == 5)
  }

  @Test func `what it had written is saved, with a word on the rest`() throws {
    let wire = try broken()
    let folder = try TemporaryFolder()
    for line in ["you> wire save \(folder.path)/a", "wire down", "wire save \(folder.path)/b"] {
      try wire.lines(line)
    }
    let saved = notes(wire).filter { $0.contains(" is written") }
    #expect(saved.count == 2)
    #expect(saved.allSatisfy { $0.contains("; the last packets are missing, for the process") })
  }

  @Test(.enabled(if: Requirement.python, "needs python3"))
  func `what never reached the cable is counted, and told by the host's name`() throws {
    let wire = try StagedWire(roles: [("client", on: "alice")])
    let hosts = try #require(wire.stage.hosts)
    let (room, more) = (16384, 1234)
    kill(hosts.pid, SIGSTOP)
    let flood = try Program([
      "nsenter", "--net=/proc/\(getpid())/fd/\(try #require(hosts.host(1)).space.number)",
      "python3", "-c",
      """
      import socket
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.connect(("10.0.0.2", 9))
      for _ in range(\(room + more)):
          try: s.send(b"x")
          except OSError: pass
      """,
    ])
    let exit = try flood.finish(within: 60)
    kill(hosts.pid, SIGCONT)
    #expect(exit == .status(0), "\(flood.errorText)")
    #expect(
      eventually(within: 30) {
        _ = hosts.settle(limit: 5_000_000_000)
        return hosts.unseen[0] > 0
      })
    try wire.lines(
      "client> socket udp", "wire show last 1", "wire", "wire down", "wire show last 1")
    let text =
      "packets from alice never reached the cable: the queue of the host's own device was full"
    // The first may be read at once, and one waits to be.
    let told = notes(wire).filter { $0.hasSuffix(text) }
    let count = try #require(told.first.flatMap { Int($0.prefix { $0 != " " }) })
    #expect(abs(count - more) <= 2, "\(told)")
    #expect(told == ["\(count) \(text)"])
    let shown = wire.events.compactMap {
      if case .output(let text) = $0.kind { text } else { nil }
    }
    #expect(shown.count { $0.hasSuffix("\n\(count) \(text)") } == 3, "\(shown)")
  }
}
