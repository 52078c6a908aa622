@testable import Roles

/// Makes scripts of several roles that talk with one another in any order: TCP, UDP and Unix sockets, with
/// calls that wait, short receives, copies of descriptors, half-closes, resets and kills.
///
/// Every text that is sent is another, so that a receive tells which send it was.
struct SessionGenerator {
  private struct End {
    var role: String
    var fd: Int
    var isOpen = true
    var canSend = true
  }

  private enum Kind: CaseIterable { case tcp, udp, unix, unixDatagrams, pair }

  private struct Talk {
    var kind: Kind
    var ends: [End]
  }

  private(set) var lines: [String] = []
  private var random: SplitMix64
  private var free: [String: Set<Int>] = [:]
  private var talks: [Talk] = []
  private var names = 0
  private let prefix: String
  private static let roles = ["anna", "ben", "cleo", "dora"]

  /// `prefix`: of the names of Unix sockets, which others on this machine must not have.
  init(seed: UInt64, steps: Int, prefix: String) {
    self.prefix = prefix
    random = SplitMix64(seed: seed)
    for _ in 0..<2 { begin() }
    for _ in 0..<steps { step() }
  }

  // MARK: Descriptors

  private mutating func take(_ role: String) -> Int {
    if free[role] == nil { free[role] = Set(3..<100) }
    let fd = free[role]?.min() ?? 99
    free[role]?.remove(fd)
    return fd
  }

  private mutating func give(_ role: String, _ fd: Int) { free[role]?.insert(fd) }

  private mutating func name() -> String {
    names += 1
    return "m\(names)"
  }

  private mutating func say(_ role: String, _ text: String) { lines.append("\(role)> \(text)") }

  /// In Linux's abstract name space, so that nothing is left behind.
  private func path(_ place: String) -> String { "unix:@\(prefix)-\(place)" }

  private mutating func oneIn(_ count: Int) -> Bool {
    Int.random(in: 0..<count, using: &random) == 0
  }

  private mutating func tworoles() -> (String, String) {
    let all = SessionGenerator.roles.shuffled(using: &random)
    return (all[0], all[1])
  }

  // MARK: Conversations

  private mutating func begin() {
    let kind = Kind.allCases.randomElement(using: &random) ?? .tcp
    let (server, client) = tworoles()
    switch kind {
    case .tcp, .unix: beginConnection(kind, server, client)
    case .udp, .unixDatagrams: beginDatagrams(kind, server, client)
    case .pair:
      say(server, "socketpair \(oneIn(2) ? "unix" : "unix-dgram")")
      let (one, other) = (take(server), take(server))
      talks.append(
        Talk(kind: .pair, ends: [End(role: server, fd: one), End(role: server, fd: other)]))
    }
  }

  private mutating func beginConnection(_ kind: Kind, _ server: String, _ client: String) {
    let listener = take(server)
    let place = name()
    say(server, kind == .tcp ? "socket tcp" : "socket unix")
    say(server, "bind @\(listener) \(kind == .tcp ? "0" : "\(path(place))")")
    if kind == .tcp { say(server, "let \(place) = \(server)@\(listener).port") }
    let fd = take(client)
    say(client, kind == .tcp ? "socket tcp" : "socket unix")
    let address = kind == .tcp ? "127.0.0.1:{\(place)}" : "\(path(place))"
    // Sometimes it comes too early.
    if oneIn(4) { say(client, "connect @\(fd) \(address)") }
    say(server, "listen @\(listener)")
    let waits = oneIn(2)
    if waits { say(server, "accept @\(listener)") }
    say(client, "connect @\(fd) \(address)")
    if oneIn(3) { say(client, "send @\(fd) \"\(name());\"") }
    say(server, waits ? "interrupt" : "accept @\(listener)")
    let accepted = take(server)
    talks.append(
      Talk(kind: kind, ends: [End(role: server, fd: accepted), End(role: client, fd: fd)]))
  }

  private mutating func beginDatagrams(_ kind: Kind, _ server: String, _ client: String) {
    let ends = [server, client].map { role -> End in
      let fd = take(role)
      say(role, kind == .udp ? "socket udp" : "socket unix-dgram")
      return End(role: role, fd: fd)
    }
    let places = ends.map { end -> String in
      let place = name()
      say(end.role, "bind @\(end.fd) \(kind == .udp ? "0" : "\(path(place))")")
      if kind == .udp { say(end.role, "let \(place) = \(end.role)@\(end.fd).port") }
      return kind == .udp ? "127.0.0.1:{\(place)}" : "\(path(place))"
    }
    for (end, place) in zip(ends, places.reversed()) {
      say(end.role, "connect @\(end.fd) \(place)")
    }
    talks.append(Talk(kind: kind, ends: ends))
  }

  // MARK: Steps

  private mutating func step() {
    let alive = talks.indices.filter { talks[$0].ends.allSatisfy(\.isOpen) }
    if alive.count < 2 || alive.count < 6 && oneIn(12) { return begin() }
    // Now and then one whose other end is closed.
    let talk = (oneIn(5) ? Array(talks.indices) : alive).randomElement(using: &random) ?? 0
    let me = Int.random(in: 0...1, using: &random)
    let end = talks[talk].ends[me]
    guard end.isOpen else { return }
    switch Int.random(in: 0..<24, using: &random) {
    case 0..<8: send(talk, me)
    case 8..<15: receive(end)
    case 15..<18: receiveWaiting(talk, me)
    case 18: say(end.role, "recv @\(end.fd) 100 MSG_PEEK|MSG_DONTWAIT")
    case 19: copy(end)
    case 20: if oneIn(3) { shutDown(talk, me) }
    case 21: if oneIn(2) { close(talk, me) }
    case 22: if oneIn(12) { kill(end.role) }
    default: say(end.role, "getsockname @\(end.fd)")
    }
  }

  private mutating func send(_ talk: Int, _ me: Int) {
    let end = talks[talk].ends[me]
    let text = oneIn(5) ? "repeat \"\(name());\" 20" : "\"\(name());\""
    let word = ["send", "send", "write"].randomElement(using: &random) ?? "send"
    say(end.role, "\(word) @\(end.fd) \(text)")
  }

  private mutating func receive(_ end: End) {
    let size = [5, 9, 50, 4096].randomElement(using: &random) ?? 4096
    say(end.role, "recv @\(end.fd) \(size) MSG_DONTWAIT")
  }

  /// The one that waits is freed at once by the other, or by a signal where that has not come.
  private mutating func receiveWaiting(_ talk: Int, _ me: Int) {
    let (end, other) = (talks[talk].ends[me], talks[talk].ends[1 - me])
    guard other.isOpen, other.canSend, other.role != end.role else { return }
    say(end.role, "recv @\(end.fd)")
    send(talk, 1 - me)
    say(end.role, "interrupt")
  }

  private mutating func copy(_ end: End) {
    say(end.role, "dup @\(end.fd)")
    let fd = take(end.role)
    say(end.role, "send @\(fd) \"\(name());\"")
    say(end.role, "close @\(fd)")
    give(end.role, fd)
  }

  private mutating func shutDown(_ talk: Int, _ me: Int) {
    talks[talk].ends[me].canSend = false
    let end = talks[talk].ends[me]
    say(end.role, "shutdown @\(end.fd) write")
  }

  private mutating func close(_ talk: Int, _ me: Int) {
    talks[talk].ends[me].isOpen = false
    let end = talks[talk].ends[me]
    if talks[talk].kind == .tcp, oneIn(3) { say(end.role, "set @\(end.fd) linger 0s") }
    say(end.role, "close @\(end.fd)")
    give(end.role, end.fd)
  }

  private mutating func kill(_ role: String) {
    say(role, "kill \(role)")
    free[role] = nil
    for talk in talks.indices {
      for end in talks[talk].ends.indices where talks[talk].ends[end].role == role {
        talks[talk].ends[end].isOpen = false
      }
    }
  }
}

extension SplitMix64: RandomNumberGenerator {}
