extension TerminalText {
  /// How the terminal is, and what the learner wants to see of calls.
  public struct Style: Hashable, Sendable {
    /// The notation of calls. `off` shows neither calls nor states.
    public enum Trace: String, Hashable, Sendable, CaseIterable {
      case short, full, off
    }

    /// The terminal's columns; less than 20 counts as 20.
    public var width: Int
    /// False for NO_COLOR, pipes and dumb terminals: no escape sequence at all.
    public var colour: Bool
    /// False writes ASCII alone: `->`, `...`, `\u{E9}`.
    public var utf8: Bool
    public var trace: Trace
    public var explain: Bool
    /// Whether packets stand between the calls.
    public var showsPackets = false
    /// Whether it is said how long something took: not where what is shown is compared.
    public var timing: Bool
    /// Whose calls need no `server< `: the role of the newest statement. Each `typed` sets it.
    public var currentRole: String?

    public init(
      width: Int = 80, colour: Bool = false, utf8: Bool = true, trace: Trace = .short,
      explain: Bool = true, timing: Bool = true, currentRole: String? = nil
    ) {
      self.width = width
      self.colour = colour
      self.utf8 = utf8
      self.trace = trace
      self.explain = explain
      self.timing = timing
      self.currentRole = currentRole
    }

    var columns: Int { max(20, width) }

    /// SGR sequences (ECMA-48). What is coloured reads the same without.
    enum Colour: String {
      case error = "\u{1b}[31m"
      case state = "\u{1b}[36m"
      case packet = "\u{1b}[35m"
      case aside = "\u{1b}[2m"
      case heading = "\u{1b}[1m"
      case emphasis = "\u{1b}[3m"
      case code = "\u{1b}[33m"

      static let reset = "\u{1b}[0m"
    }
  }
}
