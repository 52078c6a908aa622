internal import Foundation
internal import Glibc
internal import Log
internal import SystemCalls
internal import Wire

@testable import Roles

/// A stage with a wire, and a session that speaks to the roles on its hosts.
final class StagedWire {
  let stage: Stage
  let session: Session
  private(set) var events: [Event] = []
  private(set) var packets: [PacketSeen] = []
  /// Calls, packets and states in the order of the log: `called connect`, `S`, `CLOSED → SYN_SENT`.
  private(set) var story: [String] = []
  /// In nanoseconds.
  private static let limit: UInt64 = 20_000_000_000

  init(
    _ names: [String] = ["alice", "bob"], roles: [(String, on: String)] = [], seed: UInt64 = 7
  ) throws {
    stage = Stage(executable: Program.sockratic)
    session = Session(stage: stage, options: .init(deadline: StagedWire.limit))
    stage.explains = false
    stage.log.observe { [unowned self] in note($0) }
    stage.packetObserver = { [unowned self] packet, _ in
      packets.append(packet)
      story.append(flags(of: packet))
    }
    try stage.wireUp(names, seed: seed, limit: StagedWire.limit)
    for (name, host) in roles { _ = try stage.spawnedRole(named: name, onHost: host) }
  }

  deinit { stage.end() }

  /// A client on alice and a server on bob that listens at port 9000, or is bound to it.
  convenience init(serverListening kind: String, seed: UInt64 = 7) throws {
    try self.init(roles: [("client", on: "alice"), ("server", on: "bob")], seed: seed)
    try lines("client> socket \(kind)", "server> socket \(kind)", "server> bind *:9000")
    if kind.hasPrefix("tcp") { try lines("server> listen") }
  }

  /// From here on nothing waits for a role, as at a prompt; on a busy machine rest comes late.
  func sitAtPrompt() {
    session.options.isInteractive = true
    session.options.moment = StagedWire.limit
  }

  func lines(_ lines: String...) throws {
    for line in lines {
      let start = events.count
      guard session.submit(line) else {
        throw Program.Failure(description: "\(line): \(diagnostics(since: start))")
      }
    }
  }

  private func diagnostics(since start: Int) -> String {
    events[start...].compactMap {
      if case .diagnostic(let diagnostic) = $0.kind { diagnostic.description } else { nil }
    }.joined(separator: "; ")
  }

  /// What happened in these lines: `client @3 CLOSED → SYN_SENT`, in order.
  func changes(_ lines: String...) throws -> [String] {
    let start = events.count
    for line in lines { try self.lines(line) }
    return events[start...].compactMap {
      guard case .state(let change) = $0.kind, change.property == .state else { return nil }
      return "\($0.role ?? "?") @\(change.fd) \(change.from) → \(change.to)"
    }
  }

  /// The last outcome of a call of that name.
  func outcome(of name: String) -> Outcome? {
    events.reversed().lazy.compactMap { event -> Outcome? in
      guard case .returned(let returned) = event.kind, returned.call.name == name else {
        return nil
      }
      return returned.outcome
    }.first
  }

  func state(_ role: String, _ fd: Int32) -> TCPState? {
    stage.role(named: role)?.sockets[fd]?.tcpState
  }

  func retransmissions(_ role: String, _ fd: Int32) throws -> Int? {
    try stage.role(named: role)?.view.snapshot(of: fd)?.totalRetransmits
  }

  private func note(_ event: Event) {
    events.append(event)
    switch event.kind {
    case .called(let call): story.append("\(event.role ?? "?") called \(call.name)")
    case .waiting(let call): story.append("\(event.role ?? "?") waits in \(call.name)")
    case .returned(let returned): story.append("\(event.role ?? "?") left \(returned.call.name)")
    case .state(let change) where change.property == .state:
      story.append("\(event.role ?? "?") \(change.to)")
    default: break
    }
  }

  /// The story of these lines.
  func story(of lines: String...) throws -> [String] {
    story = []
    for line in lines { try self.lines(line) }
    return story
  }

  func order(
    _ action: ExactOrder.Action, _ target: ExactOrder.Target, ordinal: Int = 1,
    from: String? = nil
  ) throws {
    try stage.give(
      action, target, ordinal: ordinal, WireDirection(from: from), limit: Self.limit)
  }

  func set(_ setting: ImpairmentOrder.Setting, from: String? = nil) throws {
    try stage.impair(setting, WireDirection(from: from), limit: Self.limit)
  }

  /// The flags of the segments since the last time, or what else there was, with lost ones in brackets.
  func takeFlags() -> [String] {
    defer { packets = [] }
    return packets.map(flags)
  }

  private func flags(of packet: PacketSeen) -> String {
    let text =
      switch packet.content {
      case .tcp(let segment): segment.flags
      case .udp(let length): "UDP \(length)"
      default: "\(packet.content)"
      }
    return packet.fate.verdict == .delivered ? text : "(\(text))"
  }
}
