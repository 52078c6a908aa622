internal import Glibc

/// How fast a role plays the rounds of a `repeat`, against loops in Python that make the same calls.
struct Rounds {
  let sockratic: String
  let folder: Folder

  private static let roundTrips = 20_000
  private static let connections = 10_000

  /// Round trips of five bytes to an echo server in Python.
  func echo() throws -> Row {
    let server = try PythonPeer(folder, "echo", Rounds.echoServer)
    let port = try server.line()
    let client = try folder.write([Rounds.echoClient], to: "client.py")
    let samples = try interleaved(
      5,
      [
        {
          try repeated(
            [
              "socket tcp", "connect 127.0.0.1:\(port)",
              "repeat \(Rounds.roundTrips) { send hello; recv }",
            ], Rounds.roundTrips)
        },
        {
          let output = folder.file("client.txt")
          _ = try Program(
            path: try python(), arguments: [client, port, "\(Rounds.roundTrips)"]
          ).time(output: output)
          return try seconds(folder.lines(of: "client.txt")) * 1e3 / Double(Rounds.roundTrips)
        },
      ])
    return Row(
      what: "echo round trips", ours: samples[0], theirs: samples[1], against: "python3 client",
      bound: 1, unit: .commandsPerSecond)
  }

  /// 10,000 connections from a client in Python, all of them open at once in one role.
  func connections() throws -> [Row] {
    let client = try folder.write([Rounds.connecting], to: "connecting.py")
    var growth = Samples()
    let samples = try interleaved(
      5,
      [
        {
          let (milliseconds, bytes) = try accepted(from: client)
          growth.add(bytes)
          return milliseconds
        },
        {
          let server = try PythonPeer(folder, "accepting", Rounds.acceptServer)
          let peer = try PythonPeer(folder, "connecting", Rounds.connecting, [try server.line()])
          _ = try peer.line()
          return try seconds([Substring(try server.line())]) * 1e3 / Double(Rounds.connections)
        },
      ])
    var wished = Samples()
    wished.add(2)
    return [
      Row(
        what: "10,000 connections: accept", ours: samples[0], theirs: samples[1],
        against: "python3 loop", bound: 2, unit: .commandsPerSecond),
      Row(
        what: "10,000 connections: memory of each", ours: growth, theirs: wished, against: "2 KB",
        bound: 1, unit: .kilobytes),
    ]
  }

  /// Milliseconds for one `accept`, and by how much the stage and the role have grown for each
  /// connection, in thousands of bytes.
  private func accepted(from client: String) throws -> (Double, Double) {
    let port = "\(try freePort())"
    let conversation = try Conversation(sockratic)
    try conversation.perform(["server> socket tcp", "server> bind \(port)", "server> listen 4096"])
    let before = try conversation.residentBytes()
    let peer = try PythonPeer(folder, "connecting", Rounds.connecting, [port])
    try conversation.perform(["server> accept"])  // It waits for Python to start.
    let rounds = Rounds.connections - 1
    try conversation.perform(["server> repeat \(rounds) { accept }"])
    let time = try millisecondsOfRound(conversation.lastLines, rounds)
    _ = try peer.line()
    let growth = Double(try conversation.residentBytes() - before) / 1000
    return (time, growth / Double(Rounds.connections))
  }

  /// Milliseconds for one round of the `repeat` in the lines, by what is said at its end.
  private func repeated(_ lines: [String], _ rounds: Int) throws -> Double {
    let script = try folder.write(lines, to: "rounds")
    _ = try Program(path: sockratic, arguments: ["run", "--deadline", "60s", script])
      .time(output: folder.file("rounds.txt"))
    return try millisecondsOfRound(folder.lines(of: "rounds.txt"), rounds)
  }

  /// By the sum at a repeat's end, as Python's loops have no other time than their own.
  private func millisecondsOfRound(
    _ lines: [Substring], _ rounds: Int
  ) throws(Failure) -> Double {
    guard let line = lines.last(where: { $0.contains("repeat × \(rounds) ") }),
      line.hasSuffix(" a second"),
      let rate = Double(line.split(separator: " ").dropLast(2).last ?? "")
    else { throw Failure("there is no end of the repeat") }
    return 1e3 / rate
  }

  private func seconds(_ lines: [Substring]) throws(Failure) -> Double {
    guard let line = lines.first, let seconds = Double(line) else {
      throw Failure("python3 prints no time")
    }
    return seconds
  }
}
