public import Log
internal import Roles

/// The lessons that can be learnt: those shipped with the program, and files.
public struct LessonShelf: Sendable {
  public struct Entry: Hashable, Sendable {
    /// `03-first-client`
    public var name: String
    public var id: String
    public var title: String
    /// The ids of its steps.
    public var steps: [String]

    public init(name: String, id: String, title: String, steps: [String]) {
      self.name = name
      self.id = id
      self.title = title
      self.steps = steps
    }
  }

  public init() {}

  /// The shipped lessons in their order; one that cannot be read is left out.
  public var entries: [Entry] {
    ShippedLessons.all.compactMap { lesson in
      guard let read = try? Lesson.parse(lesson.text, file: "\(lesson.name).md") else { return nil }
      return Entry(
        name: lesson.name, id: read.id, title: read.title, steps: read.steps.map(\.id))
    }
  }

  /// A shipped lesson by name or number, or one in a file.
  public func lesson(named name: String) throws(Diagnostic) -> Lesson {
    if let shipped = ShippedLessons.find(name) {
      return try parse(Array(shipped.text.utf8), file: "\(shipped.name).md")
    }
    guard name.contains("/") || name.hasSuffix(".md") else {
      if let entry = entries.first(where: { $0.id == name }) {
        return try lesson(named: entry.name)
      }
      throw unknown(name)
    }
    return try parse(try readFile(name, atMost: LessonSource.longest), file: name)
  }

  private func unknown(_ name: String) -> Diagnostic {
    refusal(
      "there is no lesson “\(name)”",
      advice: "`lessons` lists them; a lesson file is named with its path, as ./\(name).md")
  }

  private func parse(_ bytes: [UInt8], file: String) throws(Diagnostic) -> Lesson {
    do throws(LessonErrors) {
      return try Lesson.parse(bytes: bytes, file: file)
    } catch {
      let first = error.errors.first.map(\.description) ?? "\(file) cannot be read"
      let more = error.errors.count - 1
      throw refusal(first + (more > 0 ? ", and \(more) more mistakes" : ""))
    }
  }
}
