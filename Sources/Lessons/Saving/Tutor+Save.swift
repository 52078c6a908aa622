internal import Log
internal import Roles

extension Tutor {
  /// Writes what was done so far as a lesson.
  func save(_ path: String) throws(Diagnostic) {
    guard header == nil else {
      throw Diagnostic(
        "what you do in a lesson is no lesson of your own", advice: "`leave` it first")
    }
    let name = fileName(of: path)
    guard lessonID(ofFileNamed: name) != nil else {
      throw Diagnostic(
        "no lesson can be called \(name)", advice: "as in `save my-lesson.md`, in lower case")
    }
    try checkCreatable(path)
    var deeds = Deeds()
    visitOwnEvents { deeds.hear($0) }
    deeds.flush()
    guard deeds.isWhole, session.stage.log.forgotten == 0 else {
      throw Diagnostic("too much was done for one lesson", advice: "save earlier, or do less")
    }
    guard let text = try text(of: deeds.all, named: name) else { return }
    try createFile(path, Array(text.utf8))
    let dots =
      text.split(separator: "\n").contains("...")
      ? " `...` in it stands for output that is not the same each time." : ""
    session.say(
      .note("\(path) is a lesson: \(stepCount(of: text)), with places for your words.\(dots)"))
  }

  /// It is performed once for each step: ⌃C ends that, and nothing is written.
  private func text(of deeds: [Deed], named name: String) throws(Diagnostic) -> String? {
    do throws(Diagnostic) {
      return try session.showingProgress(of: "save") { goesOn throws(Diagnostic) in
        try savedLesson(named: name, of: deeds) {
          let performer = StagePerformer(executable: executable)
          performer.goesOn = goesOn
          return performer
        }
      }
    } catch {
      guard session.isInterrupted else { throw error }
      throw Diagnostic("the saving was interrupted", advice: "nothing is written")
    }
  }

  private func fileName(of path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? ""
    return last.hasSuffix(".md") ? String(last.dropLast(3)) : last
  }

  private func stepCount(of text: String) -> String {
    let count = text.split(separator: "\n").count { $0.hasPrefix("## ") }
    return count == 1 ? "1 step" : "\(count) steps"
  }
}
