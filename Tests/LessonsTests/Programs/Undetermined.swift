/// A statement of a lesson's whose calls move an amount that nothing determines: neither the session nor
/// the programs could foretell it.
struct Undetermined {
  let lesson: String
  let role: String
  let typed: String
  let reason: Reason

  enum Reason {
    /// It ends when there is no room: how much there was depends on the memory that the kernel counts
    /// for the packets, which hangs on how it packed the data, and on what the other end had taken by then.
    case room
    /// It takes what had come by then, of data that did not all find room.
    case taken
  }

  static let all = [
    Undetermined("13", "client", "send all zeros 1M", .room),
    Undetermined("13", "client", "send zeros 1M", .room),
    Undetermined("13", "server", "recv 1M discard dontwait", .taken),
    Undetermined("13", "left", "send zeros 1M", .room),
    Undetermined("13", "left", "recv 1M discard", .taken),
    Undetermined("13", "server", "send @5 zeros 1M", .room),
    Undetermined("24", "client", "send all zeros 200K", .room),
    Undetermined("24", "server", "recv 1M discard", .taken),
    Undetermined("24", "server", "recv 1M discard dontwait", .taken),
    Undetermined("24", "server", "recv all discard", .taken),
  ]

  private init(_ lesson: String, _ role: String, _ typed: String, _ reason: Reason) {
    (self.lesson, self.role, self.typed, self.reason) = (lesson, role, typed, reason)
  }

  static func contains(_ typed: String, by role: String, in lesson: String) -> Bool {
    all.contains { lesson.hasPrefix($0.lesson) && $0.role == role && $0.typed == typed }
  }
}
