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
  /// In nanoseconds.
  private static let limit: UInt64 = 20_000_000_000

  init(
    _ names: [String] = ["alice", "bob"], roles: [(String, on: String)] = [], seed: UInt64 = 7
  ) throws {
    stage = Stage(executable: Program.sockratic)
    session = Session(stage: stage, options: .init(deadline: StagedWire.limit))
    stage.explains = false
    stage.log.observe { [unowned self] in events.append($0) }
    stage.packetObserver = { [unowned self] packet, _ in packets.append(packet) }
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

  func order(_ order: ExactOrder) -> Bool { stage.hosts?.add(order, limit: Self.limit) == true }

  func set(_ setting: ImpairmentOrder.Setting, _ scope: Scope = .everything) {
    stage.hosts?.carryOut(.impair(ImpairmentOrder(setting, scope)), limit: Self.limit)
  }

  /// The flags of the segments since the last time, or what else there was, with lost ones in brackets.
  func takeFlags() -> [String] {
    defer { packets = [] }
    return packets.map { packet in
      let text =
        switch packet.content {
        case .tcp(let segment): segment.flags
        case .udp(let length): "UDP \(length)"
        default: "\(packet.content)"
        }
      return packet.fate.verdict == .delivered ? text : "(\(text))"
    }
  }
}
