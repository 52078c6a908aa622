/// `repeat 3 as n { client> send "{n}"; server> recv }`
public struct Repetition: Hashable, Sendable {
  /// How often, at least once.
  public var count: Int
  /// From the beginning of one round to that of the next, in milliseconds; nil for as fast as it goes.
  public var every: Int?
  /// The name that each round's number has, from 1.
  public var counter: String?
  /// In the order of the block. Each round begins as the role that the statement itself is for; a
  /// role that a line names holds to the round's end.
  public var body: [Line]

  public init(count: Int, every milliseconds: Int? = nil, counter: String?, body: [Line]) {
    self.count = count
    every = milliseconds
    self.counter = counter
    self.body = body
  }
}

/// A statement whose text is read again when it is carried out, with the values that there are then.
///
/// It was read once with samples, so that a mistyped one is refused with its line.
public struct DeferredStatement: Hashable, Sendable {
  let source: Source
  /// In bytes of the source.
  let range: Range<Int>
  /// Whom it speaks to.
  let role: String
}
