internal import Language
internal import Log
internal import SystemCalls

/// Checks that each command of a lesson can be read, is allowed, and names no fixed port.
func checkCommands(of lesson: Lesson, _ mistakes: inout Mistakes) {
  let samples = SampleValues(of: lesson)
  for block in lesson.steps.flatMap(\.transcripts) {
    for exchange in block.exchanges { check(exchange, of: block, samples, &mistakes) }
  }
}

extension SampleValues {
  /// Whether the line's role is on a host of the wire, which has its addresses and ports to itself.
  fileprivate func isOnWire(_ line: Line) -> Bool {
    !line.goesOver && line.role.map(rolesOnHosts.contains) ?? false
  }

  /// The ports of the machine's own that a line names. `role` acts where it names nobody, and is who
  /// acts at its end.
  fileprivate func ports(of line: Line, by role: inout String) -> [UInt16] {
    role = line.role ?? role
    var ports: [UInt16] = []
    for statement in line.statements {
      switch statement.order {
      case .role(let name, on: _): role = name
      case .repeated(let repetition):
        var actor = role
        for line in repetition.body { ports += self.ports(of: line, by: &actor) }
      default: ports += rolesOnHosts.contains(role) ? [] : statement.order.ports
      }
    }
    return ports
  }
}

private func check(
  _ exchange: Exchange, of block: Transcript, _ samples: SampleValues, _ mistakes: inout Mistakes
) {
  do throws(Diagnostic) {
    let line = try samples.read(exchange.command)
    let isOnWire = samples.isOnWire(line)
    var role = line.role ?? ""
    let ports = samples.ports(of: line, by: &role)
    if let problem = forbidden(line, isOnWire: isOnWire) {
      mistakes.add(
        .forbidden, exchange.line, problem, expected: "sockets on loopback, and no files")
    } else if let port = ports.first(where: { !block.allows($0) }) {
      mistakes.add(
        .fixedPort, exchange.line, "the fixed port \(port)",
        expected: "port 0 and a capture, or {port}")
    }
  } catch {
    mistakes.add(
      .command, exchange.line, "a command that is not understood: \(summary(of: error))",
      expected: "a line as the REPL reads it")
  }
}

private func forbidden(_ line: Line, isOnWire: Bool) -> String? {
  do throws(Diagnostic) {
    try LessonRules.check(line, isOnWire: isOnWire)
    return nil
  } catch {
    return error.message
  }
}

extension Step {
  /// Every block of commands, those of all solutions too.
  var transcripts: [Transcript] { demonstrations + solutions.flatMap(\.transcripts) }
}

extension Transcript {
  /// Ports below 1024 are what a step on privilege is about.
  fileprivate func allows(_ port: UInt16) -> Bool {
    port == 0 || port == SampleValues.port || port < 1024 && when != nil
  }
}

extension Line {
  /// The hosts of the wires that it makes.
  fileprivate var hosts: [String] {
    statements.flatMap { statement -> [String] in
      guard case .wire(.up(let names)) = statement.order else { return [] }
      return names.isEmpty ? WireRequest.usualHosts : names
    }
  }

  /// The roles that it puts on hosts.
  fileprivate var rolesOnHosts: [String] {
    statements.compactMap { statement in
      if case .role(let name, on: .some) = statement.order { name } else { nil }
    }
  }

  /// Whether another role acts from somewhere in it on.
  var goesOver: Bool {
    statements.contains { if case .role = $0.order { true } else { false } }
  }
}

extension Order {
  /// The ports that its calls name.
  fileprivate var ports: [UInt16] {
    switch self {
    case .act(.bind(_, let address)), .act(.connect(_, let address)),
      .act(.send(_, _, _, _, let address?)), .partner(.start(_, _, let address?)):
      [address.port].compactMap { $0 }
    default: []
    }
  }
}

extension AddressReference {
  fileprivate var port: UInt16? {
    switch self {
    case .literal(let address): address.port
    case .loopback(let port), .any(let port), .name(_, let port), .scoped(_, let port, _): port
    // A host has its ports to itself.
    case .role, .host: nil
    }
  }
}

/// Values of the right kind for a lesson's names, so that its commands can be read without being
/// performed.
private struct SampleValues {
  static let port: UInt16 = 4711

  private var values: [String: String] = [:]
  /// The names that can stand for anything.
  private var texts: [String] = []
  /// The hosts of the wires that it makes.
  private var hosts: [String] = []
  fileprivate private(set) var rolesOnHosts: Set<String> = []

  init(of lesson: Lesson) {
    for step in lesson.steps {
      for line in step.transcripts.flatMap(\.exchanges).flatMap(\.expected) { add(line.pattern) }
      for keep in step.goals?.keeps ?? [] { values[keep.name] = SampleValues.value(of: keep) }
    }
    for exchange in lesson.steps.flatMap(\.transcripts).flatMap(\.exchanges) {
      guard let line = try? read(exchange.command) else { continue }
      hosts += line.hosts
      rolesOnHosts.formUnion(line.rolesOnHosts)
    }
  }

  private mutating func add(_ pattern: Pattern) {
    for piece in pattern.pieces {
      guard case .capture(let name, let kind) = piece else { continue }
      values[name] = String(SampleValues.port)
      if kind == .text { texts.append(name) }
    }
  }

  private static func value(of keep: Keep) -> String {
    let name = keep.fact.text.split(separator: ".").last.map(String.init)
    switch factSubjects.first(where: { $0.name == name })?.type {
    case .address: return "127.0.0.1:\(port)"
    case .number, nil: return String(port)
    default: return "word"
    }
  }

  /// The line with sample values in it, allowed ones if there are any. Throws where no sample makes
  /// it a line.
  func read(_ command: Pattern) throws(Diagnostic) -> Line {
    var refused: Line?
    var first: Diagnostic?
    for sample in ["\(SampleValues.port)", "127.0.0.1", "127.0.0.1:\(SampleValues.port)", "word"] {
      do throws(Diagnostic) {
        let line = try read(command, texts: sample)
        if forbidden(line, isOnWire: isOnWire(line)) == nil { return line }
        refused = line
      } catch {
        first = first ?? error
      }
    }
    if let refused { return refused }
    throw first ?? Diagnostic("a command without a reading")
  }

  private func read(_ command: Pattern, texts sample: String) throws(Diagnostic) -> Line {
    var values = values
    for name in texts { values[name] = sample }
    return try LessonRules.reading(
      of: command.filled(with: values) ?? command.text, in: Context(hosts: hosts))
  }
}
