/// A part of the language that several commands share, as help and the reference show it.
public struct Topic: Hashable, Sendable {
  public let name: String
  public let title: String
  public let text: String
  public let forms: [Form]

  /// How something is written, and what it stands for.
  public struct Form: Hashable, Sendable {
    public let form: String
    public let meaning: String

    init(_ form: String, _ meaning: String) {
      self.form = form
      self.meaning = meaning
    }
  }
}

/// Every topic.
public let topics: [Topic] = [
  .line, .data, .address, .size, .flags, .options, .facts, .words, .tls,
]
