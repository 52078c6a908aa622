internal import Log
internal import SystemCalls
internal import Testing

@testable import Roles
@testable import Views

/// Streams with urgent data in them, of which each byte is another: so it is known where it came from.
struct UrgentArrowTests {
  /// What the two do, and every byte once. `isInline` has the server read urgent bytes as the others.
  private func lines(_ seed: UInt64, isInline: Bool = false) -> [String] {
    var random = SplitMix64(seed: seed)
    var lines = [
      "server> socket tcp", "server> bind 127.0.0.1:0", "server> listen", "client> socket tcp",
      "client> connect server", "server> accept", "server> nonblocking @4 on",
    ]
    if isInline { lines.append("server> setsockopt @4 SO_OOBINLINE 1") }
    var (next, sinceUrgent) = (0, 0)
    while next < 200 {
      let count = Int.random(in: 1...5, using: &random)
      let data = (next..<(next + count)).map { String($0 + 256, radix: 16).dropFirst() }
      switch Int.random(in: 0..<8, using: &random) {
      case 0, 1: lines.append("client> send hex \(data.joined(separator: " "))")
      // A second urgent byte before the first was passed leaves nothing to be drawn: seldom, then.
      case 2 where sinceUrgent > 5 || Int.random(in: 0..<40, using: &random) == 0:
        lines.append("client> send hex \(data.joined(separator: " ")) oob")
        sinceUrgent = 0
      case 3: lines.append("server> recv @4 oob")
      case 4: lines.append("server> recv @4 2")
      default: lines.append("server> recv @4")
      }
      sinceUrgent += 1
      if lines.last?.hasPrefix("client") == true { next += count }
    }
    return lines
  }

  private func arrows(_ session: LoggedSession) -> [(from: Event, to: Event, bytes: [UInt8])] {
    session.diagram.arrows.compactMap { arrow in
      guard case .data(let data) = arrow.content else { return nil }
      return (session.events[arrow.from.seq - 1], session.events[arrow.to.seq - 1], data.shown)
    }
  }

  @Test(arguments: 1...16 as ClosedRange<UInt64>, [false, true])
  func `every byte that an arrow carries was sent where it begins`(
    _ seed: UInt64, isInline: Bool
  ) {
    let session = LoggedSession(lines(seed, isInline: isInline))
    let arrows = arrows(session)
    for arrow in arrows {
      #expect(arrow.from.call?.sentBytes.firstRange(of: arrow.bytes) != nil, "\(arrow)")
      guard let returned = arrow.to.returned else { continue }
      // What waited before it is on the arrows to the queue.
      #expect(returned.receivedBytes.firstRange(of: arrow.bytes) != nil, "\(arrow)")
    }
    let carried = arrows.flatMap(\.bytes)
    #expect(
      Set(carried).count == carried.count,
      "a byte came twice: \(arrows.map { ($0.from.seq, $0.to.seq, $0.bytes) }) \(lines(seed).prefix(50))"
    )
    #expect(isInline || !arrows.isEmpty)
  }

  @Test func `urgent data has come where a call tells that it waits`() throws {
    let session = LoggedSession([
      "server> socket tcp", "server> bind 127.0.0.1:0", "server> listen", "client> socket tcp",
      "client> connect server", "server> accept", "client> send ! oob",
      "server> poll urgent @4 now", "server> recv @4 oob", "client> send a", "server> recv @4",
      "client> send ? oob",
      "server> epoll create", "server> epoll add @4 PRI", "server> epoll wait now",
      "server> recv @4 oob",
    ])
    let ends = arrows(session).map { $0.to.call?.name ?? "queue" }
    #expect(ends == ["poll", "recv", "epoll_wait"])
  }

  @Test func `urgent data has an arrow, and so has what comes after it`() throws {
    let session = LoggedSession([
      "server> socket tcp", "server> bind 127.0.0.1:0", "server> listen", "client> socket tcp",
      "client> connect server", "server> accept", "client> send abc", "client> send XYU oob",
      "client> send def", "server> recv @4", "server> recv @4 oob", "server> recv @4",
      "client> send ghi", "server> recv @4", "client> send 1 oob", "server> recv @4 oob",
      "client> send j", "server> recv @4",
    ])
    let shown = arrows(session).map { arrow in
      let end = arrow.to.returned.map { String(decoding: $0.receivedBytes, as: UTF8.self) }
      return "\(String(decoding: arrow.bytes, as: UTF8.self)) → \(end ?? "queue")"
    }
    #expect(
      shown == [
        "abc → queue", "XY → queue", "U → U", "def → def", "ghi → queue", "1 → 1", "j → j",
      ])
  }
}
