/// How long a command takes once the roles are there, with the trace and the state changes.
struct Commands {
  let sockratic: String
  let folder: Folder

  private static let connection = [
    "server> socket tcp", "server> bind 0", "server> listen", "client> socket tcp",
    "client> connect server", "server> accept",
  ]

  /// A role sends and another receives, 20,000 times in all.
  func conversation() throws -> Row {
    let commands = 20_000
    let pairs = (0..<commands / 2).flatMap { _ in ["client> send hello", "server> recv"] }
    let script = try folder.write(Commands.connection + pairs, to: "conversation")
    let ours = Program(path: sockratic, arguments: ["run", script])
    let samples = try interleaved(
      5, [{ try ours.time(output: folder.file("conversation.txt")) / Double(commands) }])
    var wished = Samples()
    wished.add(0.1)
    return Row(
      what: "send, recv through run", ours: samples[0], theirs: wished, against: "10,000/s",
      bound: 1, unit: .commandsPerSecond)
  }

  /// The same lines in a role that has 10,000 other sockets open, and in one that has 10.
  func manySockets() throws -> [Row] {
    let few = try Conversation(sockratic)
    let many = try Conversation(sockratic)
    for (conversation, count) in [(few, 10), (many, 10_000)] {
      try conversation.perform((0..<count).map { _ in "server> socket udp" })
      try conversation.perform(["server> bind 0"] + Commands.connection)
    }
    return try [
      ("send, recv", ["client> send hello", "server> recv"]),
      ("socket, bind, close", ["server> socket udp", "server> bind 0", "server> close"]),
      (
        "connect, accept, close",
        [
          "client> socket tcp", "client> connect server", "server> accept", "server> close",
          "client> close",
        ]
      ),
    ].map { what, lines in
      let batch = (0..<200).flatMap { _ in lines }
      let samples = try interleaved(
        15,
        [many, few].map { conversation in
          { try conversation.perform(batch) / Double(batch.count) }
        })
      return Row(
        what: "\(what): 10,000 sockets", ours: samples[0], theirs: samples[1],
        against: "10 sockets", bound: 2)
    }
  }
}
