internal import ArgumentParser
internal import Lessons
internal import Log

/// `sockratic lesson lint [FILE…]`
struct LintLessons: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Find what is wrong with lessons without playing them.",
    discussion: """
      Each mistake is printed with file, line, what was expected, and its code; --explain CODE says \
      why it is one. Exit status 1 if there is any. Places that `lesson new` and `save` left to you, and \
      that still say so, are listed behind them; they are no mistakes.
      """)

  @OptionGroup var options: LessonOptions

  @Option(help: "Explain a code, such as L030.")
  var explain: String?

  func run() throws {
    if let explain { return try tell(explain) }
    let places = try options.places
    let texts = try places.map { place throws(Diagnostic) in try place.read() }
    let errors = lint(
      texts, siblings: try siblings(of: places).compactMap(readable),
      shipped: LessonPlace.shipped.compactMap(readable))
    Output.standard.write(lines: errors.map(\.description) + texts.flatMap(unwrittenPlaces))
    if !errors.isEmpty { throw ExitCode(1) }
  }

  private func tell(_ code: String) throws {
    guard let rule = LessonRule.find(code) else {
      let codes = LessonRule.all.map(\.code).joined(separator: ", ")
      throw ValidationError("There is no code \(code). The codes are \(codes).")
    }
    Output.standard.write(lines: ["\(rule.code): \(rule.mistake)", "", rule.explanation])
  }

  /// The lessons beside the files that were named.
  private func siblings(of places: [LessonPlace]) throws -> [LessonPlace] {
    var folders: [String] = []
    for case .file(let path) in places {
      let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
      if !folders.contains(folder) { folders.append(folder) }
    }
    let own = Set(places.map(\.file))
    return try folders.flatMap { folder in try lessons(in: folder) }
      .map { LessonPlace.file($0.file.hasPrefix("./") ? String($0.file.dropFirst(2)) : $0.file) }
      .filter { !own.contains($0.file) && !own.contains("./" + $0.file) }
  }

  /// A file beside the lesson that cannot be read is nobody's mistake here.
  private func readable(_ place: LessonPlace) -> LessonText? { try? place.read() }
}
