internal import Log

/// What may stand behind a template, in any order, each once.
struct FuzzOption: Sendable {
  let description: ParameterDescription
  /// False if it does not come next.
  let read: @Sendable (Reader, inout FuzzRequest) throws(Diagnostic) -> Bool

  private init<Value>(
    _ parameter: Parameter<Value>, to path: any WritableKeyPath<FuzzRequest, Value> & Sendable
  ) {
    description = ParameterDescription(
      usage: parameter.usage, hint: parameter.hint, summary: parameter.summary, isInAnyOrder: true)
    read = { reader, request throws(Diagnostic) in
      let start = reader.position
      let value = try parameter.read(reader)
      guard reader.position > start else { return false }
      request[keyPath: path] = value
      return true
    }
  }

  static let all = [
    FuzzOption(.input(), to: \.input),
    FuzzOption(
      .named("times", default: 500, most: 1_000_000, "how many inputs, 500 unless said"),
      to: \.times),
    FuzzOption(.seed(), to: \.seed),
    FuzzOption(
      .named("from", default: 1, most: 1_000_000, "the number of the first input, 1 unless said"),
      to: \.first),
    FuzzOption(
      .timeLimit("within", "how long an answer may take; measured with the template unless said"),
      to: \.milliseconds),
    FuzzOption(
      .keyword("answered", "the template must be answered, as it was once; save writes it"),
      to: \.isAnswered),
    FuzzOption(.savedFile(), to: \.file),
  ]
}

extension Reader {
  /// Takes the option that comes next, if one of those does; their first is the parameter `first`.
  fileprivate func option(
    of left: [Int], from first: Int, _ request: inout FuzzRequest
  ) throws(Diagnostic) -> Int? {
    for index in left {
      begin(parameter: first + index)
      if try FuzzOption.all[index].read(self, &request) { return index }
    }
    return nil
  }
}

extension Parameter where Value == FuzzRequest {
  /// A request without its target and its template.
  static func fuzzOptions() -> Parameter {
    var parameter = Parameter("", "") { reader throws(Diagnostic) in
      var request = FuzzRequest(target: .peer(.unnamed), template: .bytes([]))
      var left = Array(FuzzOption.all.indices)
      let first = reader.parameter
      while let index = try reader.option(of: left, from: first, &request) {
        left.removeAll { $0 == index }
      }
      return request
    }
    parameter.parts = FuzzOption.all.map(\.description)
    return parameter
  }
}

extension Parameter where Value == Payload? {
  static func input() -> Parameter {
    let summary = "try this alone, and wait for a service that is not there yet"
    return Parameter("[input DATA]", summary) { reader throws(Diagnostic) in
      guard reader.accept("input", usage: "input DATA", summary) else { return nil }
      return try reader.payload(until: Reader.fuzzWords)
    }
  }
}

extension Parameter where Value == Int {
  /// A number after a word, which may be left out.
  static func named(
    _ word: String, default normal: Int, most: Int, _ summary: String
  ) -> Parameter {
    Parameter("[\(word) N]", summary) { reader throws(Diagnostic) in
      guard reader.accept(word, usage: "\(word) N", summary) else { return normal }
      let token = try reader.next("a number", usage: "N", .nothing)
      guard token.kind == .word, let value = Int(token.text), (1...most).contains(value) else {
        throw reader.unexpected(token, expected: "a number from 1 to \(most)")
      }
      return value
    }
  }
}

extension Parameter where Value == UInt64? {
  static func seed() -> Parameter {
    let summary = "the same inputs each time"
    return Parameter("[seed N]", summary) { reader throws(Diagnostic) in
      guard reader.accept("seed", usage: "seed N", summary) else { return nil }
      return try reader.seed()
    }
  }
}

extension Parameter where Value == String? {
  static func savedFile() -> Parameter {
    let summary = "write a script that shows again what was found"
    return Parameter("[save FILE]", summary) { reader throws(Diagnostic) in
      guard reader.accept("save", usage: "save FILE", summary) else { return nil }
      return try reader.path()
    }
  }
}
