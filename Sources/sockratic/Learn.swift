internal import ArgumentParser
internal import Glibc

/// `sockratic learn [LESSON]`
struct Learn: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn", abstract: "Be guided through a lesson, in the REPL.",
    discussion: """
      Without a lesson: the one that was left, or the first that is not finished. The same as `learn` \
      in the REPL.
      """)

  @ArgumentParser.Argument(
    help: "A lesson by name or number, or a lesson file.", completion: .file(extensions: ["md"]))
  var lesson: String?

  func run() throws {
    guard Foreign.isTerminal(STDIN_FILENO) else {
      throw ValidationError("a lesson is learnt at a terminal")
    }
    Conversation().hold(beginningWith: "learn" + (lesson.map { " " + quoted($0) } ?? ""))
  }

  /// As the language quotes.
  private func quoted(_ text: String) -> String {
    let escaped = text.map { "\"\\".contains($0) ? "\\\($0)" : $0 == "{" ? "{{" : "\($0)" }
    return "\"\(escaped.joined())\""
  }
}
