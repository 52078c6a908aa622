/// One way to go on, as TAB shows it.
public struct Candidate: Hashable, Sendable {
  public var text: String
  /// A line about it; may be nil.
  public var summary: String?

  public init(_ text: String, _ summary: String? = nil) {
    self.text = text
    self.summary = summary?.isEmpty == true ? nil : summary
  }
}
