internal import Lessons
internal import Log
internal import Roles

/// Where a lesson's text is.
enum LessonPlace: Hashable {
  /// In the program, by its name.
  case shipped(String)
  case file(String)

  /// What reports call it.
  var file: String {
    switch self {
    case .shipped(let name): "\(name).md"
    case .file(let path): path
    }
  }

  /// `03-first-client`: the file's name without folder and `.md`.
  var name: String {
    let last = file.split(separator: "/").last.map(String.init) ?? file
    return last.hasSuffix(".md") ? String(last.dropLast(3)) : last
  }

  func read() throws(Diagnostic) -> LessonText {
    switch self {
    case .shipped(let name):
      let lesson = ShippedLessons.find(name)
      return LessonText(file: file, bytes: Array((lesson?.text ?? "").utf8))
    case .file(let path): return LessonText(file: path, bytes: try readFile(path, atMost: 16 << 20))
    }
  }

  static let shipped = ShippedLessons.all.map { LessonPlace.shipped($0.name) }
}

/// The lessons that there are: in the program, and in folders.
struct LessonLibrary {
  /// What is meant where no lesson is named.
  let all: [LessonPlace]
  /// Where a name is looked for: in folders first.
  private let places: [LessonPlace]

  /// `folder` is what `--lessons` names; without it, the environment's list counts.
  init(folder: String?) throws {
    guard let folder else {
      let own = try LessonLibrary.folders.flatMap { path in
        try lessons(in: path)
      }
      all = LessonPlace.shipped + own
      places = own + LessonPlace.shipped
      return
    }
    all = try lessons(in: folder)
    guard !all.isEmpty else { throw Diagnostic("there is no lesson in the folder \(folder)") }
    places = all + LessonPlace.shipped
  }

  /// What SOCKRATIC_LESSONS lists.
  private static var folders: [String] {
    (Foreign.environment("SOCKRATIC_LESSONS") ?? "").split(separator: ":").map(String.init)
  }

  /// The named ones, or all.
  func places(named names: [String]) -> [LessonPlace] { names.isEmpty ? all : names.map(place) }

  /// A lesson by name or number; else the word is a path.
  private func place(named word: String) -> LessonPlace {
    places.first { $0.isMeant(by: word) } ?? .file(word)
  }
}

extension LessonPlace {
  /// By `03-first-client`, `first-client`, or `3`.
  fileprivate func isMeant(by word: String) -> Bool {
    let number = name.prefix { $0.isWholeNumber && $0.isASCII }
    if name == word { return true }
    if let wanted = Int(word) { return Int(number) == wanted }
    return !number.isEmpty && name.dropFirst(number.count + 1) == word
  }
}

/// The lesson files of a folder, in the order of their names: all Markdown but its README.
func lessons(in folder: String) throws(Diagnostic) -> [LessonPlace] {
  guard isFolder(folder) else {
    throw Diagnostic("there is no folder \(folder)", advice: "a folder with lessons is needed")
  }
  let start = folder.hasSuffix("/") ? folder : folder + "/"
  return fileNames(beginningWith: start)
    .filter { $0.hasSuffix(".md") && !$0.lowercased().hasSuffix("/readme.md") }
    .map(LessonPlace.file)
}
