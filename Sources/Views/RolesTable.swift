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
  /// On the wire; nil for where Sockratic itself is.
  public var host: String?
  public var activity: Activity
  public var isCurrent: Bool
  /// Those of its network.
  public var interfaces = InterfaceNames.own

  public init(
    role: String, pid: Int32?, host: String? = nil, activity: Activity, isCurrent: Bool
  ) {
    self.role = role
    self.pid = pid
    self.host = host
    self.activity = activity
    self.isCurrent = isCurrent
  }
}

/// The roles and what each is doing, as lines joined by line breaks; `*` marks the current one.
public func rolesTable(_ rows: [RoleRow], width: Int, utf8: Bool) -> String {
  if rows.isEmpty { return "no roles" }
  let hasHosts = rows.contains { $0.host != nil }
  let cells = rows.map { roleCells($0, hasHosts: hasHosts, utf8: utf8) }
  let header = ["", "role", "pid"] + (hasHosts ? ["host"] : []) + ["doing"]
  let table = Table(header: header, rows: cells)
  if table.width <= width { return table.lines.joined(separator: "\n") }
  return zip(rows, cells).flatMap { row, cells in
    flowed(rolePieces(row, cells), width: max(20, width))
  }.joined(separator: "\n")
}

private func rolePieces(_ row: RoleRow, _ cells: [String]) -> [String] {
  var pieces: [String] = [cells[1], "pid \(cells[2])"]
  if row.host != nil { pieces.append("on \(cells[3])") }
  pieces += cells.suffix(1)
  return row.isCurrent ? pieces + ["current"] : pieces
}

private func roleCells(_ row: RoleRow, hasHosts: Bool, utf8: Bool) -> [String] {
  let pid: String = row.pid.map { String($0) } ?? "-"
  var cells: [String] = [row.isCurrent ? "*" : "", row.role, pid]
  if hasHosts { cells.append(row.host ?? "-") }
  cells.append(activityText(row, utf8: utf8))
  return cells.map { safeText($0, utf8: utf8) }
}

private func activityText(_ row: RoleRow, utf8: Bool) -> String {
  switch row.activity {
  case .idle: "idle"
  case .waits(let call):
    "waits in "
      + ShortNotation(utf8: utf8, interfaces: row.interfaces, dataColumns: 16).entry(call)
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
