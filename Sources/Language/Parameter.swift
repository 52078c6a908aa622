internal import Log

/// One parameter of a command: how it is written, what it means, and how it is read.
struct Parameter<Value: Sendable>: Sendable {
  /// `ADDRESS`, `[BACKLOG]`: as the usage line shows it.
  var usage: String
  /// As the hint while typing shows it; empty where it would only be in the way.
  var hint: String
  var summary: String
  var read: @Sendable (Reader) throws(Diagnostic) -> Value
  /// What it consists of, where that is several things.
  var parts: [ParameterDescription] = []

  init(
    _ usage: String, hint: String? = nil, _ summary: String,
    read: @escaping @Sendable (Reader) throws(Diagnostic) -> Value
  ) {
    self.usage = usage
    self.hint = hint ?? usage
    self.summary = summary
    self.read = read
  }

  /// Itself, or its parts.
  var descriptions: [ParameterDescription] {
    parts.isEmpty ? [ParameterDescription(usage: usage, hint: hint, summary: summary)] : parts
  }

  /// The same parameter, which may be left out.
  func orNothing() -> Parameter<Value?> {
    Parameter<Value?>("[\(usage)]", summary) { reader throws(Diagnostic) in
      guard reader.isAtEnd else { return try read(reader) }
      // Reading at the end fails, but tells the completer what could stand here.
      if reader.isCollecting { _ = try read(reader) }
      return nil
    }
  }
}

/// A parameter as help shows it.
public struct ParameterDescription: Hashable, Sendable {
  /// `ADDRESS`, `[BACKLOG]`.
  public let usage: String
  /// The usage as the hint while typing shows it; may be empty.
  public let hint: String
  public let summary: String
  /// Whether it may stand before or behind others of its kind, once.
  var isInAnyOrder = false
}
