public import Log
public import SystemCalls

/// A conversation as a ladder: a column for everyone who takes part, time running down, and an arrow
/// for each thing that is known to have travelled.
///
/// It says nothing that the log does not hold: each row and both ends of each arrow name the events
/// that they stand for.
public struct Diagram: Sendable {
  /// From left to right.
  public internal(set) var columns: [Column] = []
  /// From top to bottom, in the order of the log.
  public internal(set) var rows: [Row] = []
  public internal(set) var arrows: [Arrow] = []
  /// When time begins, in nanoseconds of the monotonic clock: that of the first event of the log.
  public internal(set) var start: UInt64 = 0
  /// How many rows there were before the first.
  public internal(set) var leftOut = 0
  /// How it stands with each column above the first row.
  var opening: [Rail] = []

  /// Whether there is nothing to draw.
  public var isEmpty: Bool { rows.isEmpty }

  /// The row of that `id`, if it is there.
  func row(_ id: Int) -> Row? {
    let place = id - (rows.first?.id ?? 0)
    return rows.indices.contains(place) ? rows[place] : nil
  }
}

extension Diagram {
  /// Who stands at the head of a column.
  public struct Column: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      case role, partner
      /// A host of the wire on which no role is.
      case host
    }

    public var kind: Kind
    public var name: String
    /// Of the wire; nil for this machine.
    public var host: String?
  }

  /// What a column's line shows between two rows.
  enum Rail: Hashable, Sendable {
    /// Not there yet, or no more.
    case absent
    case idle
    /// In a call that has not returned.
    case inCall
  }

  /// Something at its time on a column.
  public struct Row: Sendable {
    /// One more than that of the row before.
    public internal(set) var id: Int
    /// The column's place; nil for what is about all of them.
    public internal(set) var column: Int?
    /// Nanoseconds of the monotonic clock; nil where it is not known when it happened: changes of state
    /// are noticed afterwards.
    public internal(set) var time: UInt64?
    public internal(set) var content: Content
    /// The numbers of the first and of the last event that it stands for.
    public internal(set) var first: Int
    public internal(set) var last: Int
  }

  public enum Content: Sendable {
    /// Entered, and back before anything else happened.
    case call(Returned)
    case entered(Call)
    /// Entered, and asleep in the kernel.
    case waits(Call)
    case returned(Returned)
    /// Calls that are counted.
    case calls(CountedCalls)
    case state(StateChange)
    /// What a property was first and in the end, of so many changes.
    case states(StateChange, count: Int)
    case started
    case ended(RoleEnd)
    /// What a partner has told of itself.
    case told(String)
    /// A packet leaves its host, whose arrow says all of it; or arrives.
    case packet
    case arrival
    case note(String)
  }

  /// Calls of one name on one column that ended alike.
  public struct CountedCalls: Sendable {
    public internal(set) var name: String
    /// The error's name and meaning, where they failed.
    var error: String?
    public internal(set) var count = 0
    /// The sum of the successful ones' results, where these are bytes.
    public internal(set) var bytes: Int?
  }
}
