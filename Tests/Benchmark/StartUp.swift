internal import Glibc
internal import PseudoTerminal

/// How long it takes until something can be typed, or has run.
struct StartUp {
  let sockratic: String
  let folder: Folder

  /// The first prompt on a pseudo-terminal.
  func prompt(
    against program: String, prompt: String, bound: Double
  ) throws -> Row {
    let samples = try interleaved(
      40,
      [
        { try firstPrompt(sockratic, "you>") }, { try firstPrompt(program, prompt) },
      ])
    return Row(
      what: "first prompt", ours: samples[0], theirs: samples[1], against: name(program),
      bound: bound)
  }

  /// All of them have the same new home, so that nobody's history or start-up file counts.
  private func firstPrompt(_ program: String, _ prompt: String) throws -> Double {
    let start = now()
    let terminal = try PseudoTerminal(
      program, environment: ["HOME": folder.path, "NO_COLOR": "1", "XDG_STATE_HOME": folder.path])
    do {
      try terminal.waitUntil("prompt", within: 5) { terminal.screen.currentLine.hasPrefix(prompt) }
    } catch {
      throw Failure("\(name(program)) shows no prompt \(prompt)")
    }
    return now() - start
  }

  /// `run` of an empty script.
  func emptyScript(against other: Program, bound: Double) throws -> Row {
    let ours = Program(path: sockratic, arguments: ["run", try folder.write([], to: "empty")])
    let samples = try interleaved(60, [{ try ours.time() }, { try other.time() }])
    return Row(
      what: "run of an empty script", ours: samples[0], theirs: samples[1],
      against: ([name(other.path)] + other.arguments).joined(separator: " "), bound: bound)
  }

  /// From the line that names a role to its first call: the process is there and has read what to do.
  func role() throws -> Row {
    let other = Program(path: try program("true"))
    let names = (1...20).map { "r\($0)x\($0)" }  // no two of them one edit apart
    let script = try folder.write(names.map { "\($0)> close @9" }, to: "roles")
    let ours = Program(path: sockratic, arguments: ["run", "--json", script])
    var (roles, trues) = (Samples(), Samples())
    for _ in 0..<5 {
      _ = try ours.time(output: folder.file("roles.jsonl"))
      let log = folder.lines(of: "roles.jsonl")
      for name in names {
        roles.add(try time(of: "called", name, in: log) - time(of: "typed", name, in: log))
        trues.add(try other.time())
      }
    }
    return Row(
      what: "a role's first call", ours: roles, theirs: trues, against: "true", bound: 6)
  }

  private func time(
    of event: String, _ role: String, in log: [Substring]
  ) throws(Failure) -> Double {
    let wanted = "\"event\":\"\(event)\",\"role\":\"\(role)\""
    let line = log.first { $0.contains(wanted) }
    guard let start = line?.firstRange(of: "\"time\":")?.upperBound,
      let time = line.flatMap({ Double($0[start...].prefix { $0.isNumber }) })
    else { throw Failure("the log has no \(event) of \(role)") }
    return time / 1e6
  }

  private func name(_ path: String) -> String {
    String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
  }
}
