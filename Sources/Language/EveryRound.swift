public import Log

extension Line {
  /// The line with what waits for the number of a round read for every round, for whoever has to know
  /// what it comes to before it runs.
  ///
  /// What uses a value of `let` stays put off, and so does a block of more than `limit` readings.
  /// Throws what cannot be understood with some number.
  public func readForEveryRound(
    in context: Context, atMost limit: Int
  ) throws(Diagnostic) -> Line {
    var reader = RoundReader(left: limit)
    return try reader.read(self, context)
  }
}

private struct RoundReader {
  /// How many statements may still be read.
  var left: Int
  /// Whether one of them names a value, which is not known before it runs.
  private var names = false

  init(left: Int) { self.left = left }

  mutating func read(_ line: Line, _ context: Context) throws(Diagnostic) -> Line {
    var read = line
    for index in read.statements.indices {
      read.statements[index] = try self.read(read.statements[index], context)
    }
    return read
  }

  private mutating func read(
    _ statement: Statement, _ context: Context
  ) throws(Diagnostic) -> Statement {
    switch statement.order {
    case .deferred(let deferred):
      guard left > 0 else { return statement }
      left -= 1
      do throws(Diagnostic) {
        let now = try deferred.statement(in: context)
        return now.order.waits ? now : try read(now, context)
      } catch {
        if names { return statement }
        throw error
      }
    case .bind(.some):
      names = true
      return statement
    case .repeated(let repetition) where repetition.waits:
      var read = statement
      read.order = .repeated(try self.read(repetition, context))
      return read
    default: return statement
    }
  }

  /// Its rounds one after the other; how often it is repeated stays as it was.
  private mutating func read(
    _ repetition: Repetition, _ context: Context
  ) throws(Diagnostic) -> Repetition {
    guard repetition.count <= left else { return repetition }
    var (read, context) = (repetition, context)
    read.body = []
    for number in 1...(repetition.counter == nil ? 1 : repetition.count) {
      if let counter = repetition.counter { context.values[counter] = String(number) }
      for line in repetition.body { read.body.append(try self.read(line, context)) }
    }
    return read
  }
}

extension Order {
  fileprivate var waits: Bool {
    switch self {
    case .deferred: true
    case .repeated(let repetition): repetition.waits
    default: false
    }
  }
}

extension Repetition {
  /// Whether something in it is put off.
  fileprivate var waits: Bool { body.flatMap(\.statements).contains(where: \.order.waits) }
}
