internal import SystemCalls

/// How the calls of a step belong together.
enum StepForm: Hashable, Sendable {
  /// Each for itself.
  case each
  /// One loop that sends everything, in pieces of at most so many bytes.
  case sendAll(DataRecipe, piece: Int)
  /// One loop that receives so many bytes.
  case receiveExactly(Int)
  /// One loop that receives until these bytes have come, and nothing behind them.
  case receiveUntil([UInt8])
  /// One loop that receives up to the end of the stream.
  case receiveAll
}

extension ProgramStep {
  /// What the typed line says, where the calls are as it says.
  var form: StepForm {
    guard let first = calls.first, rounds == 1,
      calls.allSatisfy({
        $0.call.name == first.call.name && $0.call.descriptor == first.call.descriptor
      })
    else { return .each }
    let words = TypedWords(typed)
    if words.sendsAll, let form = sendAll(words) { return form }
    guard first.call.name == "recv", first.flags == 0 || words.until != nil, !hasEmptyMessage
    else { return .each }
    // A message is received whole, however long the text is that it must be.
    if let count = words.exactly, first.call.lengthAsked ?? 0 <= count {
      return .receiveExactly(count)
    }
    if let mark = words.until { return .receiveUntil(mark) }
    return words.receivesAll ? .receiveAll : .each
  }

  /// The loops end where nothing comes, which with datagrams need not be the end.
  private var hasEmptyMessage: Bool {
    calls.dropLast().contains { $0.errno == nil && $0.outcome?.result == 0 }
  }

  /// A receive of a round that is to bring so many bytes, as a line of its own; nil for other calls.
  func exact(_ call: ProgramCall) -> ProgramStep? {
    guard let count = exactCount(of: call) else { return nil }
    return ProgramStep(typed: "recv exactly \(count)", calls: [call])
  }

  /// With the receives of a round that brought the rest put to the first of them: a loop makes them.
  var joined: ProgramStep {
    guard repetition != nil else { return self }
    var step = self
    step.calls = []
    var missing = 0
    for call in calls {
      let brought = max(0, call.outcome?.result ?? 0)
      if missing > 0, call.call.name == "recv", call.call.lengthAsked == missing,
        call.call.descriptor == step.calls.last?.call.descriptor
      {
        step.calls[step.calls.count - 1].outcome?.result += brought
        missing -= brought
      } else {
        step.calls.append(call)
        missing = exactCount(of: call).map { $0 - brought } ?? 0
      }
    }
    return step
  }

  private func exactCount(of call: ProgramCall) -> Int? {
    guard repetition != nil, call.call.name == "recv", call.errno == nil, call.flags == 0,
      let asked = call.call.lengthAsked, TypedWords(typed).exactSizes.contains(asked)
    else { return nil }
    return asked
  }

  private func sendAll(_ words: TypedWords) -> StepForm? {
    guard let first = calls.first, let last = calls.last, first.flags == 0,
      case .bytes(let bytes)? = first.call["buf"], first.call.name == "send" || calls.count == 1
    else { return nil }
    let done = calls.reduce(0) { $0 + max(0, $1.outcome?.result ?? 0) }
    let isDone = last.outcome.map { $0.errno == nil && $0.result == last.call.lengthAsked } ?? false
    let rest = isDone ? 0 : last.call.lengthAsked ?? 0
    let total = words.size ?? done + rest
    return .sendAll(recipe(for: bytes, of: total, typed: typed), piece: bytes.count)
  }
}

extension ProgramCall {
  /// How long it waits at most, where a struct says so.
  var nanoseconds: Int? {
    for case .time(let limit?) in call.arguments.map(\.value) { return limit.given }
    return nil
  }

  var flags: Int {
    if case .constant(let flags, .messageFlags)? = call["flags"] { flags } else { 0 }
  }
}

extension Call {
  /// The bytes that it was to send, or had room for.
  var lengthAsked: Int? {
    if case .integer(let length)? = self["len"] ?? self["count"] { length } else { nil }
  }

  func number(_ name: String) -> Int? {
    switch self[name] {
    case .integer(let number)?, .constant(let number, _)?: number
    default: nil
    }
  }

  /// A constant as C spells it.
  func constant(_ name: String) -> String {
    if case .constant(let number, let table)? = self[name] { return table.text(number) }
    return number(name).map { "\($0)" } ?? "0"
  }
}
