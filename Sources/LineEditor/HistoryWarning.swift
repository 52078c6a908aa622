internal import Glibc

/// Why history is not kept; the editor works on without.
public struct HistoryWarning: Error, Equatable, Sendable, CustomStringConvertible {
  public let path: String
  /// What was tried: "open", "lock", "write" and so on.
  public let operation: String
  /// The kernel's reason (errno(3)).
  public let number: Int32

  public var description: String {
    "history is not kept: cannot \(operation) \(path): \(String(cString: strerror(number)))"
  }

  static func last(_ operation: String, _ path: String) -> HistoryWarning {
    HistoryWarning(path: path, operation: operation, number: errno)
  }
}
