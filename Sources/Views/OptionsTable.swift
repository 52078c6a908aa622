internal import SystemCalls

/// One socket option of the `options` command.
public struct OptionRow: Hashable, Sendable {
  public var name: String
  /// In its own terms: `on`, `200 ms`.
  public var value: String
  /// What it is of a socket that was just made; nil where that is the same, or not known.
  public var fresh: String?

  public init(name: String, value: String, fresh: String?) {
    self.name = name
    self.value = value
    self.fresh = fresh
  }
}

/// A socket's options, as lines joined by line breaks; `*` marks those that are not as they were made.
public func optionsTable(_ rows: [OptionRow], width: Int, utf8: Bool) -> String {
  let cells = rows.map { row in
    [row.fresh == nil ? "" : "*", row.name, row.value, row.fresh ?? ""]
      .map { safeText($0, utf8: utf8) }
  }
  let isPlain = rows.allSatisfy { $0.fresh == nil }
  let header = ["", "option", "value"] + (isPlain ? [] : ["when made"])
  let table = Table(header: header, rows: cells.map { Array($0.prefix(header.count)) })
  if table.width <= width { return table.lines.joined(separator: "\n") }
  return cells.flatMap { cells in
    let fresh = cells[3].isEmpty ? [] : ["when made \(cells[3])"]
    return flowed([cells[0] + cells[1], cells[2]] + fresh, width: max(20, width))
  }.joined(separator: "\n")
}
