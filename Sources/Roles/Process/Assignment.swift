internal import Log

/// What a role is given to do: one action, or rounds of several that it plays by itself.
enum Assignment: Hashable, Sendable {
  case once(ClosedAction)
  /// The numbers of the rounds, and what each of them does.
  case rounds(ClosedRange<Int>, [ClosedAction])
}

extension Assignment: Coded {
  func encode(to writer: inout ByteWriter) {
    switch self {
    case .once(let action):
      writer.put(UInt8(0))
      writer.put(action)
    case .rounds(let numbers, let actions):
      writer.put(UInt8(1))
      writer.put(numbers.lowerBound)
      writer.put(numbers.upperBound)
      writer.put(actions) { $0.put($1) }
    }
  }

  init(from reader: inout ByteReader) throws(Malformed) {
    switch try reader.byte() {
    case 0: self = .once(try reader.value())
    case 1:
      let (first, last) = (try reader.int(), try reader.int())
      guard first <= last else { throw Malformed() }
      self = .rounds(
        first...last, try reader.list { reader throws(Malformed) in try reader.value() })
    default: throw Malformed()
    }
  }
}
