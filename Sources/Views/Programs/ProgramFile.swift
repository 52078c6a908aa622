public import Log

/// A program as a file of source code.
public struct ProgramFile: Sendable {
  /// `server.py`
  public let name: String
  public let text: String
  /// What of the session the program does not say, or says otherwise; one sentence each.
  public let remarks: [String]
}

extension RoleProgram {
  /// The program in that language, in a file of that name or of one made of the role's.
  public func file(in language: ProgramLanguage, named name: String? = nil) -> ProgramFile {
    var program = self
    program.chosenName = name
    let file = program.written(in: language)
    return ProgramFile(name: file.name, text: file.text, remarks: file.remarks + orderRemarks)
  }

  private func written(in language: ProgramLanguage) -> ProgramFile {
    switch language {
    case .python:
      var writer = PythonWriter(self)
      return writer.file()
    case .c:
      var writer = CWriter(self)
      return writer.file()
    case .swift:
      var writer = SwiftWriter(self)
      return writer.file()
    }
  }

  /// How it is called in a shell, behind the program's name: `SERVER_HOST SERVER_PORT [PORT]`.
  public var usage: String {
    orderedArguments.map { $0.preset == nil ? $0.name.uppercased() : "[\($0.name.uppercased())]" }
      .joined(separator: " ")
  }

  /// Those that must be given come first.
  var orderedArguments: [ProgramArgument] {
    arguments.filter { $0.preset == nil } + arguments.filter { $0.preset != nil }
  }

  /// A file's name, if nobody has chosen one: the role's, unless something else is called that which the program uses.
  func fileName(_ language: ProgramLanguage) -> String {
    if let chosenName { return chosenName }
    let isTaken = language == .python && pythonModules.contains(role)
    return "\(name)\(isTaken ? "-role" : "").\(language.suffix)"
  }
}

/// Modules that a program of that name would stand in front of.
private let pythonModules: Set<String> = [
  "argparse", "array", "errno", "fcntl", "os", "select", "signal", "socket", "struct", "sys",
  "time", "traceback", "linecache", "tokenize", "textwrap", "codeop", "keyword", "operator",
  "collections", "contextlib", "functools", "itertools",
  "random", "string", "re", "io", "abc", "code", "types", "enum", "copy", "token", "test",
]
