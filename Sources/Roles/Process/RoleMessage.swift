internal import Log
internal import SystemCalls

/// What a role tells the stage, in the order in which it happened.
enum RoleMessage: Hashable, Sendable {
  /// The role has started and waits for its first action.
  case ready
  /// About to make the call: if nothing follows, the role is in it.
  case called(Call, time: UInt64)
  case returned(Call, Outcome, time: UInt64)
  /// The action is finished.
  case done
  /// The action could not be carried out for a reason that is not the kernel's answer.
  case problem(String)
  /// A round of a block that it plays by itself begins, counted from 1.
  case round(Int, time: UInt64)
  /// So many rounds are done, and no more will be.
  case rounds(done: Int)
}

extension RoleMessage: Coded {
  func encode(to writer: inout ByteWriter) {
    switch self {
    case .ready: writer.put(UInt8(0))
    case .called(let call, let time):
      writer.put(UInt8(1))
      writer.put(call)
      writer.put(time)
    case .returned(let call, let outcome, let time):
      writer.put(UInt8(2))
      writer.put(call)
      writer.put(outcome)
      writer.put(time)
    case .done: writer.put(UInt8(3))
    case .problem(let text):
      writer.put(UInt8(4))
      writer.put(text)
    case .round(let number, let time):
      writer.put(UInt8(5))
      writer.put(number)
      writer.put(time)
    case .rounds(let done):
      writer.put(UInt8(6))
      writer.put(done)
    }
  }

  init(from reader: inout ByteReader) throws(Malformed) {
    switch try reader.byte() {
    case 0: self = .ready
    case 1: self = .called(try reader.value(), time: try reader.uint64())
    case 2: self = .returned(try reader.value(), try reader.value(), time: try reader.uint64())
    case 3: self = .done
    case 4: self = .problem(try reader.string())
    case 5: self = .round(try reader.int(), time: try reader.uint64())
    case 6: self = .rounds(done: try reader.int())
    default: throw Malformed()
    }
  }
}
