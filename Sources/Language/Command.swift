internal import Log

/// A command, declared once: parsing, help, completion, hints, usage errors and the reference page
/// are all read from this value.
public struct Command: Sendable {
  public let name: String
  public let aliases: [String]
  public let group: Group
  /// One line, without a full stop.
  public let summary: String
  public let parameters: [ParameterDescription]
  /// What a learner should know besides; paragraphs are separated by an empty line.
  public let discussion: String
  /// How it is written, for each thing it does, where that is more than a usage can say.
  public let forms: [Topic.Form]
  public let examples: [Example]
  /// What the kernel may answer, and when.
  public let errors: [PossibleError]
  let read: @Sendable (Reader) throws(Diagnostic) -> Order

  /// Headings of the help overview and of the reference, in their order.
  public enum Group: String, CaseIterable, Sendable {
    case sockets = "Sockets and addresses"
    case connections = "Connections"
    case data = "Sending and receiving"
    case waiting = "Not blocking, and waiting for several"
    case roles = "Roles"
    case facts = "Looking and checking"
    case scripts = "Scripts"
    case wire = "The wire"
    case testing = "Testing a service"
    case lessons = "Lessons"
    case session = "The session"
  }

  init<each Value: Sendable>(
    _ name: String, _ summary: String, in group: Group, aliases: [String] = [],
    _ parameters: repeat Parameter<each Value>, discussion: String,
    forms: [Topic.Form] = [], examples: [Example], errors: [PossibleError] = [],
    order: @escaping @Sendable (repeat each Value) -> Order
  ) {
    self.name = name
    self.summary = summary
    self.group = group
    self.aliases = aliases
    self.discussion = discussion
    self.forms = forms
    self.examples = examples
    self.errors = errors
    var descriptions: [ParameterDescription] = []
    repeat descriptions.append(contentsOf: (each parameters).descriptions)
    self.parameters = descriptions
    read = { reader throws(Diagnostic) in
      var index = 0
      let values = (repeat try Command.read(each parameters, from: reader, &index))
      reader.begin(parameter: index)
      try reader.finish()
      return order(repeat each values)
    }
  }

  private static func read<Value>(
    _ parameter: Parameter<Value>, from reader: Reader, _ index: inout Int
  ) throws(Diagnostic) -> Value {
    reader.begin(parameter: index)
    index += parameter.descriptions.count
    return try parameter.read(reader)
  }

  /// `bind [@FD] ADDRESS`
  public var usage: String {
    ([name] + parameters.map(\.usage)).joined(separator: " ")
  }

  /// Whether its first argument can be a socket, as in `close @3`.
  var takesSocket: Bool { parameters.first?.usage == "[@FD]" }

  /// Every name it answers to.
  public var names: [String] { [name] + aliases }

  /// What to say about a token after the last parameter.
  func surplus(_ token: Token, _ reader: Reader) -> Diagnostic {
    if token.kind == .word, token.text.hasPrefix("@"), takesSocket {
      return reader.wrong(
        token, "the socket comes first",
        advice: "type \(name) \(quoted(token.text, limit: 12).dropFirst().dropLast()) …")
    }
    return reader.wrong(
      token, "\(quoted(token.text)) is one argument too many for \(name)")
  }
}

/// Lines to run in a fresh session, and something that they must show.
public struct Example: Hashable, Sendable {
  public let lines: [String]
  /// A part of what is printed.
  public let shows: String

  init(_ lines: [String], shows: String) {
    self.lines = lines
    self.shows = shows
  }
}

/// An errno that the kernel may answer a command with.
public struct PossibleError: Hashable, Sendable {
  /// `EADDRINUSE`
  public let name: String
  /// When: `another socket is bound to that port`
  public let when: String

  init(_ name: String, _ when: String) {
    self.name = name
    self.when = when
  }
}
