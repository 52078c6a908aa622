public import Language

extension Session {
  /// Whether the line's role is on a host, which has a way to the wire and no other. Where the line goes
  /// over to another role, nobody can know.
  public func isOnWire(_ line: Line) -> Bool {
    let goesOver = line.statements.contains { statement in
      if case .role = statement.order { true } else { false }
    }
    guard !goesOver, let role = stage.role(named: line.role ?? currentRole) else { return false }
    return role.host != 0
  }
}
