public import Log
internal import Views

/// Lessons as a static site: a page for each, an index, one style sheet and one script, which searches.
///
/// Everything in it is named relatively, and loads nothing from elsewhere: it can be read from a disk.
public struct Book: Sendable {
  public var title: String
  /// In the order in which they are read.
  public var chapters: [Chapter]
  /// Whether solutions, hints and answers stand open.
  public var isUnfolded: Bool

  /// A lesson, and what its replay gave.
  public struct Chapter: Sendable {
    public var lesson: Lesson
    public var played: PlayedLesson
    /// By which it is known, if its file has one.
    public var number: Int?
    /// What `sockratic learn` takes.
    public var name: String

    public init(_ lesson: Lesson, _ played: PlayedLesson, number: Int?, name: String) {
      self.lesson = lesson
      self.played = played
      self.number = number
      self.name = name
    }
  }

  public init(title: String, _ chapters: [Chapter], isUnfolded: Bool = false) {
    self.title = title
    self.chapters = chapters
    self.isUnfolded = isUnfolded
  }

  /// What is to be written, by path.
  public var files: [(path: String, bytes: [UInt8])] {
    let pages = chapters.indices.map { (chapters[$0].path, page(of: $0)) }
    let others = [
      ("index.html", indexPage), ("style.css", StyleSheet.book.text + "\n"), ("search.js", search),
    ]
    return (others + pages).map { ($0, Array($1.utf8)) }
  }

  /// Throws the lessons that cannot stand in one book, as they have one name.
  public static func check(_ lessons: [Lesson]) throws(Diagnostic) {
    var files: [String: String] = [:]
    for lesson in lessons {
      if let other = files.updateValue(lesson.file, forKey: lesson.id) {
        throw Diagnostic(
          "\(lesson.file) and \(other) have the same id, \(lesson.id)",
          advice:
            "a book has one lesson of each id: name its lessons, or their folder with --lessons")
      }
    }
  }
}

extension Book.Chapter {
  /// An id is lower-case letters, digits and hyphens.
  var page: String { "\(lesson.id).html" }
  var path: String { "lessons/\(page)" }

  var label: String { number.map { "\($0). \(lesson.title)" } ?? lesson.title }
}

extension Book {
  /// Where a link of a lesson's leads within the book, seen from that lesson's page.
  func target(of url: String, from chapter: Chapter) -> String? {
    let parts = url.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let file = parts[0].split(separator: "/").last ?? ""
    let other = parts[0].isEmpty ? chapter : chapters.first { $0.lesson.isInFile(named: file) }
    guard let other else { return nil }
    let page = parts[0].isEmpty ? "" : other.page
    guard parts.count > 1 else { return page }
    guard other.lesson.steps.contains(where: { $0.id == parts[1] }) else {
      return page.isEmpty ? nil : page
    }
    return "\(page)#\(parts[1])"
  }
}

extension Lesson {
  fileprivate func isInFile(named name: Substring) -> Bool {
    !name.isEmpty && file.split(separator: "/").last == name
  }
}
