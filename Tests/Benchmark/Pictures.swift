/// How long a picture of a long session takes, and how large Sockratic gets for it: against what a
/// person waits for gladly.
struct Pictures {
  let sockratic: String
  let folder: Folder

  /// Of each round four calls are logged, as they are entered and as they return.
  private static let rounds = 12_500
  /// In milliseconds.
  private static let patience = 2000.0
  /// In thousands of bytes.
  private static let memory = 200_000.0

  func rows() throws -> [Row] {
    let conversation = try Conversation(sockratic)
    try conversation.perform([
      "server> socket tcp", "server> bind 0", "server> listen", "client> socket tcp",
      "client> connect server", "server> accept",
      "repeat \(Pictures.rounds) { client> send hello; server> recv; server> send there; client> recv }",
    ])
    var (times, sizes) = (Samples(), Samples())
    for _ in 0..<5 {
      times.add(try conversation.perform(["diagram \(folder.file("long.svg"))"]))
    }
    sizes.add(Double(try conversation.peakBytes()) / 1000)
    return [
      row("diagram of 100,000 events", times, Pictures.patience, "2 s", .milliseconds),
      row("diagram of 100,000 events: memory", sizes, Pictures.memory, "200 MB", .kilobytes),
    ]
  }

  private func row(
    _ what: String, _ ours: Samples, _ wish: Double, _ name: String, _ unit: Row.Unit
  ) -> Row {
    var wished = Samples()
    wished.add(wish)
    return Row(what: what, ours: ours, theirs: wished, against: name, bound: 1, unit: unit)
  }
}
