public import Log
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
    /// Stopped by a signal.
    case stopped
    /// Named, and not yet a process.
    case notStarted
    case ended(RoleEnd)
  }

  public var role: String
  /// nil where there is no process.
  public var pid: Int32?
  public var activity: Activity
  public var isCurrent: Bool

  public init(role: String, pid: Int32?, activity: Activity, isCurrent: Bool) {
    self.role = role
    self.pid = pid
    self.activity = activity
    self.isCurrent = isCurrent
  }
}

/// The roles and what each is doing, as lines joined by line breaks; `*` marks the current one.
public func rolesTable(_ rows: [RoleRow], width: Int, utf8: Bool) -> String {
  if rows.isEmpty { return "no roles" }
  let cells = rows.map { row in
    [
      row.isCurrent ? "*" : "", row.role, row.pid.map(String.init) ?? "-",
      activityText(row.activity, utf8: utf8),
    ]
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

private func activityText(_ activity: RoleRow.Activity, utf8: Bool) -> String {
  switch activity {
  case .idle: "idle"
  case .waits(let call): "waits in " + ShortNotation(utf8: utf8, dataColumns: 16).entry(call)
  case .runs(let statement): "runs " + String(statement.prefix(64))
  case .stopped: "stopped: kill NAME CONT lets it go on"
  case .notStarted: "not started"
  case .ended(let end): "ended: " + endText(end)
  }
}

/// `exited with status 1`, `killed by SIGKILL`
func endText(_ end: RoleEnd) -> String {
  switch end {
  case .status(let status): "exited with status \(status)"
  case .signal(let signal): "killed by \(ConstantTable.signal.text(Int(signal)))"
  }
}
