public import Log

/// The lessons that can be learnt, in their order.
public struct LessonShelf {
  /// Where a lesson's text is.
  public struct Place {
    /// `03-first-client`
    public var name: String
    /// What reports call it.
    public var file: String
    public var read: () throws(Diagnostic) -> [UInt8]

    public init(name: String, file: String, read: @escaping () throws(Diagnostic) -> [UInt8]) {
      self.name = name
      self.file = file
      self.read = read
    }
  }

  /// What a list shows of a lesson.
  public struct Entry: Hashable, Sendable {
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

  private let places: [Place]
  /// A place by name or number; a word that is none is a path.
  private let find: (String) -> Place

  public init(_ places: [Place], find: @escaping (String) -> Place) {
    self.places = places
    self.find = find
  }

  /// The lessons in their order; one that cannot be read is left out.
  public var entries: [Entry] {
    places.compactMap { place in
      guard let lesson = try? lesson(at: place) else { return nil }
      return Entry(
        name: place.name, id: lesson.id, title: lesson.title, steps: lesson.steps.map(\.id))
    }
  }

  /// The lessons' ids in their order, taken from their first comments alone: a program that is not
  /// taught wants no more of them, and wants it at once.
  public var ids: [String] { places.compactMap(\.id) }

  /// A lesson by name, number or id, or one in a file.
  public func lesson(named name: String) throws(Diagnostic) -> Lesson {
    let place = find(name)
    guard place.file == name, !name.contains("/"), !name.hasSuffix(".md") else {
      return try lesson(at: place)
    }
    guard let entry = entries.first(where: { $0.id == name }) else {
      throw refusal(
        "there is no lesson “\(name)”",
        advice: "`lessons` lists them; a lesson file is named with its path, as ./\(name).md")
    }
    return try lesson(at: find(entry.name))
  }

  private func lesson(at place: Place) throws(Diagnostic) -> Lesson {
    let bytes = try place.read()
    do throws(LessonErrors) {
      return try Lesson.parse(bytes: bytes, file: place.file)
    } catch {
      let first = error.errors.first.map(\.description) ?? "\(place.file) cannot be read"
      let more = error.errors.count - 1
      throw refusal(first + (more > 0 ? ", and \(more) more" : ""))
    }
  }
}

extension LessonShelf.Place {
  private static let opening = "<!-- lesson:"
  private static let closing = "-->"
  /// In bytes: the comment stands at the top of a lesson.
  private static let head = 4096

  /// The id that the lesson's comment gives; nil if it cannot be read or gives none.
  fileprivate var id: String? {
    guard let bytes = try? read() else { return nil }
    let lines = String(decoding: bytes.prefix(Self.head), as: UTF8.self)
      .split(whereSeparator: \.isNewline).map(trimmed)
    guard
      let line = lines.first(where: { $0.hasPrefix(Self.opening) && $0.hasSuffix(Self.closing) })
    else { return nil }
    let inside = line.dropFirst("<!--".count).dropLast(Self.closing.count)
    guard case .lesson(let head)? = try? LessonComment(String(inside), line: 1) else {
      return nil
    }
    return head.id
  }
}
