internal import Glibc

/// The lines typed before, kept in a file that several programs may share at once.
///
/// Entries are read at their first use, not when the history is made, so that the first prompt does not wait for them.
/// Lines that begin with a space, repeat the entry before, are empty or longer than 64 KiB are not kept.
public final class History {
  public static let defaultLimit = 10_000
  static let longestEntry = 64 << 10

  private let file: HistoryFile?
  private let limit: Int
  private var loaded: [String]?
  private var linesInFile = 0
  private var hasWarned = false
  private var warning: HistoryWarning?

  /// - Parameters:
  ///   - path: The file; nil keeps the history in memory alone.
  ///   - limit: How many entries are kept, the newest.
  public init(path: String?, limit: Int = History.defaultLimit) {
    file = path.map(HistoryFile.init)
    self.limit = max(limit, 1)
  }

  /// `$XDG_STATE_HOME/PROGRAM/history`, by default in `~/.local/state`; nil where neither is set.
  public static func defaultPath(program: String = "sockratic") -> String? {
    func absolute(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    let state = absolute("XDG_STATE_HOME") ?? absolute("HOME").map { $0 + "/.local/state" }
    return state.map { "\($0)/\(program)/history" }
  }

  /// The oldest first.
  public var entries: [String] {
    load()
    return loaded ?? []
  }

  /// Reads the file, if that was not done.
  public func load() {
    guard loaded == nil else { return }
    loaded = []
    guard let file else { return }
    attempt { () throws(HistoryWarning) in
      let all = try file.read()
      linesInFile = all.count
      loaded = all.suffix(limit)
      if all.count > limit { try trim(file) }
    }
  }

  /// Adds a line, in memory and in one write to the file; false where the line is of a kind not kept.
  @discardableResult public func append(_ line: String) -> Bool {
    load()
    let isKept =
      !line.isEmpty && line.first != " " && line.utf8.count <= Self.longestEntry
      && line != loaded?.last
    guard isKept else { return false }
    loaded?.append(line)
    if let count = loaded?.count, count > limit { loaded?.removeFirst(count - limit) }
    guard let file else { return true }
    attempt { () throws(HistoryWarning) in
      try file.append(line)
      linesInFile += 1
      if linesInFile > limit + limit / 10 { try trim(file) }
    }
    return true
  }

  /// The first failure to read or write the file, told once.
  public func takeWarning() -> HistoryWarning? {
    defer { warning = nil }
    return warning
  }

  private func trim(_ file: HistoryFile) throws(HistoryWarning) {
    linesInFile = try file.trim(to: limit)
  }

  private func attempt(_ work: () throws(HistoryWarning) -> Void) {
    do throws(HistoryWarning) {
      try work()
    } catch {
      if !hasWarned { warning = error }
      hasWarned = true
    }
  }
}
