internal import Glibc
internal import Language
internal import Log
internal import SystemCalls
internal import Views

/// `export`: the log as programs.
extension Session {
  func export(_ request: ExportRequest) throws(Diagnostic) {
    let programs = try programs(of: request.role)
    let files = programs.map { $0.file(in: request.language) }
    let isOne = request.role != nil || files.count == 1 && request.namesProgram
    if !isOne || request.path?.hasSuffix("/") == true { try prepareFolder(for: request, files) }
    for file in files {
      guard request.path != "-" else {
        stage.record(.output(String(file.text.dropLast())))
        continue
      }
      let path = try place(for: file, request.path, isOne: isOne)
      try writeFile(path, Array(file.text.utf8))
      say(file, path, request.language, programs.first { $0.isWritten(in: file) })
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

  private func place(
    for file: ProgramFile, _ path: String?, isOne: Bool
  ) throws(Diagnostic) -> String {
    guard let path else {
      guard access(file.name, F_OK) != 0 else {
        throw Diagnostic(
          "\(file.name) is there already",
          advice: "name the file or the folder to write over it, as in ./\(isOne ? file.name : "")")
      }
      return file.name
    }
    let named = expandingHome(path)
    if isOne && !isFolder(named) && !named.hasSuffix("/") { return named }
    return "\(named)\(named.hasSuffix("/") ? "" : "/")\(file.name)"
  }

  /// Where a folder is meant it is made, if it is not there.
  private func prepareFolder(for request: ExportRequest, _ files: [ProgramFile]) throws(Diagnostic)
  {
    guard let path = request.path.map(expandingHome), path != "-", !isFolder(path) else { return }
    if request.namesProgram {
      let names = files.map(\.name).joined(separator: ", ")
      throw Diagnostic(
        "\(path) is one file, and there is one for each role: \(names)",
        advice: "name the role before the file, or a folder for all of them")
    }
    guard mkdir(path, 0o777) == 0 else { throw refusal(path, errno) }
  }

  private func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private func say(
    _ file: ProgramFile, _ path: String, _ language: ProgramLanguage, _ program: RoleProgram?
  ) {
    let usage = program.map { $0.usage.isEmpty ? "" : " \($0.usage)" } ?? ""
    let base =
      path.hasSuffix(".\(language.suffix)") ? path.dropLast(language.suffix.count + 1) : path[...]
    let run = base.contains("/") ? "\(base)" : "./\(base)"
    let how =
      switch language {
      case .python: "python3 \(path)\(usage)"
      case .c: "gcc -Wall -o \(base) \(path) && \(run)\(usage)"
      case .swift: "swiftc -o \(base) \(path) && \(run)\(usage)"
      }
    note("\(path): \(how)")
    for remark in file.remarks { note("\(path): \(remark)") }
  }
}

extension ExportRequest {
  /// Whether its path looks like that of one program.
  fileprivate var namesProgram: Bool { path?.hasSuffix(".\(language.suffix)") == true }
}

extension RoleProgram {
  fileprivate func isWritten(in file: ProgramFile) -> Bool {
    file.name.hasPrefix("\(name).") || file.name.hasPrefix("\(name)-role.")
  }
}
