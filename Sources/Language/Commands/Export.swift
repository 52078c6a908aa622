public import Log

/// What `export` is to write.
public struct ExportRequest: Hashable, Sendable {
  public var language: ProgramLanguage
  /// nil: of every role.
  public var role: String?
  /// A file; where there is no role, a folder; `-` is the terminal. nil: the current folder, in which
  /// nothing is written over.
  public var path: String?
}

extension Command {
  static let export = Command(
    "export", "write what each role did as a program", in: .facts,
    .programLanguage(),
    .program(),
    discussion: """
      One file a role, server.py and so on, with each call under the line that was typed for it. A \
      program takes the addresses that it needs as arguments; one whose port the kernel chose prints \
      it. Start the programs in the order in which the roles began. Calls that failed may fail in the \
      program, too, which says so and goes on. Rounds of a repeat become a loop, which keeps the pace \
      that every gave them. What a program cannot say as the session had it is told.

      Without a FILE nothing is written over that is there already.
      """,
    forms: [
      Topic.Form("export python", "every role, into the current folder"),
      Topic.Form("export c server", "one role: server.c"),
      Topic.Form("export swift server talk.swift", "into that file"),
      Topic.Form("export python programs/", "every role, into that folder"),
      Topic.Form("export c client -", "on the terminal, into no file"),
    ],
    examples: [
      Example(
        [
          "server> socket tcp", "bind 0", "listen", "client> socket tcp", "connect server",
          "export python client -",
        ], shows: "sock.connect((arguments.server_host, arguments.server_port))"),
      Example(["export c"], shows: "nobody has made a call yet"),
    ]
  ) { language, program in
    .export(ExportRequest(language: language, role: program.role, path: program.path))
  }
}

/// Whose program, and where to.
struct ExportedProgram: Sendable {
  var role: String?
  var path: String?
}

extension Parameter where Value == ProgramLanguage {
  static func programLanguage() -> Parameter {
    .choice(
      ProgramLanguage.allCases.map(\.rawValue).joined(separator: "|"), "the language",
      ProgramLanguage.allCases.map { ($0.rawValue, $0, $0.title) })
  }
}

extension Parameter where Value == ExportedProgram {
  static func program() -> Parameter {
    Parameter(
      "[ROLE] [FILE]", "whose, every role's if left out; and where to, a folder for every role's"
    ) { reader throws(Diagnostic) in
      var program = ExportedProgram()
      reader.offer("", .several([.roles, .files]))
      if let token = reader.peek, let word = token.keyword, !word.contains("/"),
        !word.contains("."), word != "-"
      {
        try reader.checkRole(token, word)
        program.role = word
        reader.skip()
      }
      reader.offer("[FILE]", .files)
      if !reader.isAtEnd { program.path = try reader.path() }
      return program
    }
  }
}
