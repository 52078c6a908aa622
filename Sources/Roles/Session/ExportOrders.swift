internal import Glibc
internal import Language
internal import Log
internal import SystemCalls
internal import Views

/// `export`: the log as programs.
extension Session {
  func export(_ request: ExportRequest) throws(Diagnostic) {
    let programs = try programs(of: request.role)
    let target = try target(of: request, programs.map { $0.file(in: request.language) })
    for program in programs {
      let file = program.file(
        in: request.language, named: target.fileName(endingIn: request.language.suffix))
      guard request.path != "-" else {
        stage.record(.source(String(file.text.dropLast())))
        continue
      }
      let path = target.path(of: file)
      try writeFile(path, Array(file.text.utf8))
      say(file, path, request.language, program)
    }
    if let life = programs.first?.life, request.role != nil, life > 1 {
      note(
        "that is what \(programs[0].role)'s last process did, the \(ordinalText(life)) of that name: `export`"
          + " without a name writes all of them")
    }
    if stage.log.forgotten > 0 {
      note("the log no longer holds its first \(stage.log.forgotten) events: calls may be missing")
    }
  }

  /// The last process of a role's, or every process that made a call.
  private func programs(of role: String?) throws(Diagnostic) -> [RoleProgram] {
    if let role { try refuseUnknown(role) }
    let all = story.programs()
    let programs = role.map { role in all.filter { $0.role == role }.suffix(1) } ?? all[...]
    guard programs.isEmpty else { return Array(programs) }
    throw Diagnostic(
      role.map { "\($0) has made no call yet" } ?? "nobody has made a call yet",
      advice: "`socket tcp` is one")
  }

  func showCode() throws(Diagnostic) {
    let program = story.programs().last { $0.role == currentRole }
    guard let text = program.flatMap({ codeText($0, width: outputWidth, utf8: isUTF8) }) else {
      throw Diagnostic(
        "\(currentRole) \(currentRole == "you" ? "have" : "has") made no call yet",
        advice: "`socket tcp` is one")
    }
    stage.record(.output(text))
  }

  private var story: ProgramStory {
    var story = ProgramStory()
    stage.log.visit { story.take($0) }
    return story
  }

  /// Where the programs go. A folder that is meant is made, if it is not there.
  private func target(
    of request: ExportRequest, _ files: [ProgramFile]
  ) throws(Diagnostic) -> ExportTarget {
    guard let path = request.path.map(expandingHome) else {
      if let taken = files.first(where: { access($0.name, F_OK) == 0 })?.name {
        throw Diagnostic(
          "\(taken) is there already",
          advice: "name the file or the folder to write over it, as in"
            + " ./\(request.role == nil ? "" : taken)")
      }
      return .folder("")
    }
    if path == "-" || isFolder(path) { return .folder(path) }
    guard path.hasSuffix("/") || request.role == nil else { return .file(path) }
    guard !path.hasSuffix(".\(request.language.suffix)") else {
      if files.count == 1 { return .file(path) }
      let names = files.map(\.name).joined(separator: ", ")
      throw Diagnostic(
        "\(path) is one file, and there is one for each role: \(names)",
        advice: "name the role before the file, or a folder for all of them")
    }
    guard mkdir(path, 0o777) == 0 else { throw refusal(path, errno) }
    return .folder(path)
  }

  private func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private func say(
    _ file: ProgramFile, _ path: String, _ language: ProgramLanguage, _ program: RoleProgram
  ) {
    let usage = program.usage.isEmpty ? "" : " \(program.usage)"
    let base =
      path.hasSuffix(".\(language.suffix)") ? path.dropLast(language.suffix.count + 1) : path[...]
    let run = base.contains("/") ? "\(base)" : "./\(base)"
    let how =
      switch language {
      case .python: "python3 \(path)\(usage)"
      case .c: "gcc -Wall -Wextra -o \(base) \(path) && \(run)\(usage)"
      case .swift: "swiftc -o \(base) \(path) && \(run)\(usage)"
      }
    note("\(path): \(how)")
    for remark in file.remarks { note("\(path): \(remark)") }
  }
}

private enum ExportTarget {
  /// Empty: the current one.
  case folder(String)
  case file(String)

  /// What the one file is called, where it was named as one of the language.
  func fileName(endingIn suffix: String) -> String? {
    guard case .file(let path) = self, path.hasSuffix(".\(suffix)") else { return nil }
    return path.split(separator: "/").last.map(String.init)
  }

  func path(of file: ProgramFile) -> String {
    switch self {
    case .folder(let path):
      path.isEmpty || path.hasSuffix("/") ? path + file.name : "\(path)/\(file.name)"
    case .file(let path): path
    }
  }
}
