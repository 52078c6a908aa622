public import SystemCalls

/// One role of the `role` command.
public struct RoleRow: Hashable, Sendable {
  /// What its process is doing.
  public enum Activity: Hashable, Sendable {
    case idle
    /// Asleep in the kernel.
    case waits(Call)
    /// Runs a statement, given by its text.
    case runs(String)
  }

  public var role: String
  /// 0 before the role is first acted as: it has no process yet.
  public var pid: Int32
  public var activity: Activity
  public var isCurrent: Bool

  public init(role: String, pid: Int32, activity: Activity, isCurrent: Bool) {
    self.role = role
    self.pid = pid
    self.activity = activity
    self.isCurrent = isCurrent
  }
}

extension RoleRow {
  fileprivate var hasProcess: Bool { pid > 0 }
  fileprivate var pidText: String { hasProcess ? "\(pid)" : "-" }
}

/// The roles and what each is doing, as lines joined by line breaks; `*` marks the current one.
public func rolesTable(_ rows: [RoleRow], width: Int, utf8: Bool) -> String {
  if rows.isEmpty { return "no roles" }
  let cells = rows.map { row in
    [row.isCurrent ? "*" : "", row.role, row.pidText, activityText(row, utf8: utf8)]
      .map { safeText($0, utf8: utf8) }
  }
  let table = Table(header: ["", "role", "pid", "doing"], rows: cells)
  if table.width <= width { return table.lines.joined(separator: "\n") }
  return zip(rows, cells).flatMap { row, cells in
    flowed(
      [cells[1], "pid \(cells[2])", cells[3]] + (row.isCurrent ? ["current"] : []),
      width: max(20, width))
  }.joined(separator: "\n")
}

private func activityText(_ row: RoleRow, utf8: Bool) -> String {
  if !row.hasProcess { return "has no process yet" }
  return switch row.activity {
  case .idle: "idle"
  case .waits(let call): "waits in " + ShortNotation(utf8: utf8, dataColumns: 16).entry(call)
  case .runs(let statement): "runs " + String(statement.prefix(64))
  }
}
