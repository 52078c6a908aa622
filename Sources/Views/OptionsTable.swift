internal import SystemCalls

/// One socket option of the `options` command.
public struct OptionRow: Hashable, Sendable {
  public var name: String
  /// In its own terms: `on`, `200 ms`.
  public var value: String
  /// What it is of a socket that was just made; nil where that is the same, or not known.
  public var fresh: String?
  /// Where it differs, who has changed it: `set`, `inherited`, `kernel`.
  public var origin: String?

  public init(name: String, value: String, fresh: String?, origin: String? = nil) {
    self.name = name
    self.value = value
    self.fresh = fresh
    self.origin = origin
  }
}

/// What the star and the words of the last column mean, as far as they occur.
private func legend(of rows: [OptionRow], width: Int) -> [String] {
  guard rows.contains(where: { $0.fresh != nil }) else { return [] }
  let words = [
    ("set", "by a setsockopt"), ("inherited", "set on the listening socket, which accept copies"),
    (
      "kernel",
      "no setsockopt has named it, the kernel has changed it: as the connection went, or along with"
        + " another option"
    ),
  ]
  let used = words.filter { word in rows.contains { $0.origin == word.0 } }
  let meanings = used.map { "\($0.0): \($0.1)" }.joined(separator: "; ")
  let star = "*: not what a socket has that was just made" + (used.isEmpty ? "" : "; ") + meanings
  return wrapped(star, width: width)
}

/// A socket's options, as lines joined by line breaks; `*` marks those that are not as they were made.
public func optionsTable(_ rows: [OptionRow], width: Int, utf8: Bool) -> String {
  let cells = rows.map { row in
    [row.fresh == nil ? "" : "*", row.name, row.value, row.fresh ?? "", row.origin ?? ""]
      .map { safeText($0, utf8: utf8) }
  }
  let isPlain = rows.allSatisfy { $0.fresh == nil }
  let columns = isPlain ? [] : ["when made"] + (rows.contains { $0.origin != nil } ? ["by"] : [])
  let header = ["", "option", "value"] + columns
  let table = Table(header: header, rows: cells.map { Array($0.prefix(header.count)) })
  let legend = legend(of: rows, width: max(20, width))
  if table.width <= width { return (table.lines + legend).joined(separator: "\n") }
  let lines = cells.flatMap { cells in
    let fresh = cells[3].isEmpty ? [] : ["when made \(cells[3])"]
    let origin = cells[4].isEmpty ? [] : ["by \(cells[4])"]
    return flowed([cells[0] + cells[1], cells[2]] + fresh + origin, width: max(20, width))
  }
  return (lines + legend).joined(separator: "\n")
}
