internal import Language
internal import Log
internal import SystemCalls

/// What the process that fuzzes is asked to do.
struct FuzzJob: Hashable, Sendable, Coded {
  var address: SocketAddress
  var isDatagram: Bool
  var template: [UInt8]
  /// What is tried instead of inputs made from the template; empty: nothing is.
  var input: [UInt8] = []
  /// Whether the template was answered once, so that it must be again.
  var isAnswered = false
  /// The number of the first input, and how many there are.
  var first: Int
  var times: Int
  var seed: UInt64
  /// How long an answer may take, in nanoseconds; 0: to be measured.
  var patience: UInt64
  /// When to stop, in nanoseconds from the beginning.
  var limit: UInt64

  func encode(to writer: inout ByteWriter) {
    writer.put(address)
    writer.put(isDatagram)
    writer.put(template)
    writer.put(input)
    writer.put(isAnswered)
    writer.put(first)
    writer.put(times)
    for number in [seed, patience, limit] { writer.put(number) }
  }

  init(
    address: SocketAddress, isDatagram: Bool, template: [UInt8], input: [UInt8] = [],
    isAnswered: Bool = false, first: Int, times: Int, seed: UInt64, patience: UInt64, limit: UInt64
  ) {
    self.address = address
    self.isDatagram = isDatagram
    self.template = template
    self.input = input
    self.isAnswered = isAnswered
    self.first = first
    self.times = times
    self.seed = seed
    self.patience = patience
    self.limit = limit
  }

  init(from reader: inout ByteReader) throws(Malformed) {
    address = try reader.value()
    isDatagram = try reader.bool()
    template = try reader.block()
    input = try reader.block()
    isAnswered = try reader.bool()
    first = try reader.int()
    times = try reader.int()
    seed = try reader.uint64()
    patience = try reader.uint64()
    limit = try reader.uint64()
  }
}

/// Something that the template does not bring about, and an input that does.
struct FuzzFinding: Hashable, Sendable, Coded {
  enum Kind: UInt8, Hashable, Sendable, CaseIterable { case crash, hang, silence, reset }

  enum State: UInt8, Hashable, Sendable {
    /// It was not tried again.
    case seen
    /// It came of a smaller form of the input, which was tried to shrink another finding.
    case met
    /// It did so once, and not when it was tried again.
    case unsteady
    /// It did so again.
    case steady
    /// The input is as small as it can be made.
    case shrunk
  }

  var kind: Kind
  /// The number of the input that did it.
  var number: Int
  var input: [UInt8]
  var state = State.seen

  func encode(to writer: inout ByteWriter) {
    writer.put(kind.rawValue)
    writer.put(number)
    writer.put(input)
    writer.put(state.rawValue)
  }

  init(kind: Kind, number: Int, input: [UInt8], state: State = .seen) {
    self.kind = kind
    self.number = number
    self.input = input
    self.state = state
  }

  init(from reader: inout ByteReader) throws(Malformed) {
    guard let kind = Kind(rawValue: try reader.byte()) else { throw Malformed() }
    self.kind = kind
    number = try reader.int()
    input = try reader.block()
    guard let state = State(rawValue: try reader.byte()) else { throw Malformed() }
    self.state = state
  }
}

enum FuzzMessage: Hashable, Sendable, Coded {
  /// The template was answered so, within so many nanoseconds at most.
  case template(Reaction, nanoseconds: UInt64)
  /// So many inputs were sent.
  case tried(Int)
  /// A finding, or more of the one with this number.
  case found(FuzzFinding)
  /// What was found with the input of this number, another did.
  case acquitted(Int)
  /// After a finding of that kind the service did not come back.
  case gone(FuzzFinding.Kind)

  func encode(to writer: inout ByteWriter) {
    switch self {
    case .template(let reaction, let time):
      writer.put(UInt8(0))
      writer.put(reaction.rawValue)
      writer.put(time)
    case .tried(let count):
      writer.put(UInt8(1))
      writer.put(count)
    case .found(let finding):
      writer.put(UInt8(2))
      writer.put(finding)
    case .acquitted(let number):
      writer.put(UInt8(3))
      writer.put(number)
    case .gone(let kind):
      writer.put(UInt8(4))
      writer.put(kind.rawValue)
    }
  }

  init(from reader: inout ByteReader) throws(Malformed) {
    switch try reader.byte() {
    case 0:
      guard let reaction = Reaction(rawValue: try reader.byte()) else { throw Malformed() }
      self = .template(reaction, nanoseconds: try reader.uint64())
    case 1: self = .tried(try reader.int())
    case 2: self = .found(try reader.value())
    case 3: self = .acquitted(try reader.int())
    case 4:
      guard let kind = FuzzFinding.Kind(rawValue: try reader.byte()) else { throw Malformed() }
      self = .gone(kind)
    default: throw Malformed()
    }
  }
}

/// How a service reacts to an input.
enum Reaction: UInt8, Hashable, Sendable {
  /// Something came.
  case answered
  /// The end of file came, and nothing before it.
  case closed
  case reset
  /// Nothing came in time.
  case silent
  /// There was no connection: it was refused.
  case refused
  /// There was none, and no word of why: a SYN that nobody answers, a full queue.
  case unconnected
}
