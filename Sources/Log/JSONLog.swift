internal import SystemCalls

/// A log as JSON Lines: each role's interfaces have the names that its own network gives them.
public struct JSONLog: Sendable {
  private var interfaces: [String: InterfaceNames] = [:]

  public init() {}

  /// The line of the next event, without the line end.
  public mutating func line(for event: Event) -> String {
    if let role = event.role, case .roleStarted(let start) = event.kind {
      interfaces[role] = start.interfaces
    }
    return event.jsonLine(on: event.role.flatMap { interfaces[$0] } ?? .own)
  }
}
