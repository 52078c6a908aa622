internal import Log
internal import SystemCalls

/// Which ends of connections on the wire met a SYN or a FIN that crossed their own (RFC 9293, figures 7
/// and 13): two looks at a socket do not tell, but the packets do.
struct CrossedSegments: Sendable {
  private struct Way: Hashable, Sendable {
    var from: SocketAddress
    var to: SocketAddress

    var back: Way { Way(from: to, to: from) }
  }

  /// What has gone one way.
  private struct Course: Sendable {
    /// A SYN that answers none.
    var hasSYN = false
    var synCame = false
    /// The number behind the FIN.
    var end: Int?
    var finCame = false
    /// The highest number that was acknowledged, up to the first FIN that came and with it.
    var acknowledged = 0
  }

  private var courses: [Way: Course] = [:]

  mutating func take(_ packet: PacketSeen) {
    guard case .tcp(let segment) = packet.content else { return }
    let way = Way(from: packet.source, to: packet.destination)
    let isOpening = segment.flags == "S"
    var course = courses[way] ?? Course()
    // Another connection of the same ports.
    if isOpening, course.end != nil { course = Course() }
    course.hasSYN = course.hasSYN || isOpening
    let isEnd = segment.flags.contains("F")
    if isEnd { course.end = segment.sequence + segment.length + 1 }
    if [.delivered, .released].contains(packet.fate.verdict), !packet.fate.isCorrupted {
      course.synCame = course.synCame || isOpening
      if !course.finCame {
        course.acknowledged = max(course.acknowledged, segment.acknowledgement ?? 0)
        course.finCame = isEnd
      }
    }
    courses[way] = course
  }

  /// Whether the other's SYN came to an end that had sent one; so does its own, if it is its own peer.
  func synsCross(at local: SocketAddress, _ remote: SocketAddress) -> Bool {
    let (sent, came) = self.courses(at: local, remote)
    return local == remote || sent.hasSYN && came.synCame
  }

  /// Whether the other's FIN came before its own was acknowledged.
  func finsCross(at local: SocketAddress, _ remote: SocketAddress) -> Bool {
    let (sent, came) = self.courses(at: local, remote)
    return local == remote || came.finCame && sent.end.map { came.acknowledged < $0 } ?? false
  }

  private func courses(
    at local: SocketAddress, _ remote: SocketAddress
  ) -> (sent: Course, came: Course) {
    let way = Way(from: local, to: remote)
    return (courses[way] ?? Course(), courses[way.back] ?? Course())
  }
}
