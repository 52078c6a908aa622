internal import Foundation
internal import Glibc
internal import Testing

/// The same script gives the same order of events, whatever else the machine does.
@Suite(.serialized) struct OrderTests {
  private static let rounds = 10_000

  @Test func `accept, then connect: the same events in the same order, 10,000 times`() throws {
    try expectSameOrder(AcceptThenConnect(rounds: OrderTests.rounds))
  }

  @Test func `accept, then connect: the same order with all processors busy`() throws {
    let load = try Load()
    try expectSameOrder(AcceptThenConnect(rounds: OrderTests.rounds))
    withExtendedLifetime(load) {}
  }

  @Test(.enabled(if: Requirement.steering, "no leave to make a network namespace with RPS"))
  func `accept, then connect: the same order where packets change processors`() throws {
    let script = Requirement.steeredLoopback + #"exec "$0" run --json -"#
    let words = ["unshare", "-n", "-m", "sh", "-c", script, Program.sockratic]
    try expectSameOrder(AcceptThenConnect(rounds: OrderTests.rounds), running: words)
  }

  @Test func `every kind of waiting ends in the same order each time`() throws {
    let load = try Load()
    try expectSameOrder(Waits(rounds: 300))
    withExtendedLifetime(load) {}
  }

  /// Runs the rounds in one script, and compares the shape of each with that of the first.
  private func expectSameOrder(
    _ rounds: some Rounds, running words: [String] = [Program.sockratic, "run", "--json", "-"]
  ) throws {
    let program = try Program(words, input: .text(rounds.script))
    #expect(try program.finish(within: 300) == .status(0), "\(program.errorText)")
    let shapes = shapesOfRounds(program.output, first: rounds.firstStatement)
    #expect(shapes.count == rounds.count)
    let first = try #require(shapes.first)
    for part in rounds.expected { #expect(first.contains(part)) }
    let others = shapes.filter { $0 != first }
    #expect(others.isEmpty, "\(others.count) differ from\n\(first)\nsuch as\n\(others[0])")
  }
}

/// A script whose middle part is repeated.
protocol Rounds {
  var count: Int { get }
  var script: String { get }
  /// The text of the statement with which a round begins.
  var firstStatement: String { get }
  /// Parts of what a round looks like.
  var expected: [String] { get }
}

/// Fresh roles now and then, so that no more than 200 connections are open.
private struct AcceptThenConnect: Rounds {
  let count: Int
  let firstStatement = "accept"
  let expected = [
    "client returned connect", "server returned accept", "server waiting accept",
    "client state state CLOSED → ESTABLISHED",
  ]

  init(rounds: Int) { count = rounds }

  var script: String {
    let batch =
      "server> socket tcp; bind 0; listen\n"
      + String(repeating: "server> accept\nclient> socket tcp; connect server\n", count: 200)
      + "kill client; kill server\n"
    return "explain off\n" + String(repeating: batch, count: count / 200)
  }
}

/// A recv that waits for a send, one that waits for the end, and a recvfrom for a datagram.
private struct Waits: Rounds {
  let count: Int
  let firstStatement = "socket tcp"
  let expected = [
    "server returned recv", "server waiting recv", "server returned recvfrom",
    "client returned sendto", "client returned close",
  ]

  init(rounds: Int) { count = rounds }

  var script: String {
    let head = "explain off\nserver> socket AF_INET SOCK_STREAM 0; bind 0; listen\n"
    let round = """
      client> socket tcp; connect server
      server> accept
      server> recv @4
      client> send "hello"
      server> recv @4
      client> close
      server> close @4; socket udp; bind @4 0
      server> recvfrom @4
      client> socket udp; sendto server "hello"; close
      server> close @4

      """
    return head + String(repeating: round, count: count)
  }
}
