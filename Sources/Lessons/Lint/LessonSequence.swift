/// Which lesson comes after which.
struct LessonSequence {
  /// The files that have each id, among the lessons of the folders at hand.
  private var files: [String: [String]] = [:]
  /// What each lesson names in `after:`; an id that is known and comes after none has nil.
  private var before: [String: String?] = [:]

  /// Lessons of one's own come before shipped ones of the same id.
  init(own: [Lesson], shipped: [Lesson]) {
    for lesson in shipped { before[lesson.id] = .some(lesson.after) }
    for lesson in own {
      before[lesson.id] = .some(lesson.after)
      files[lesson.id, default: []].append(lesson.file)
    }
  }

  func check(_ lesson: Lesson, _ mistakes: inout Mistakes) {
    if let other = files[lesson.id]?.first(where: { $0 != lesson.file }) {
      mistakes.add(
        .lessonTwice, lesson.line, "the lesson id “\(lesson.id)” a second time",
        expected: "an id of its own (the other is in \(other))")
    }
    guard let after = lesson.after else { return }
    if before[after] == nil {
      let near = before.keys.sorted().prefix(20).joined(separator: ", ")
      mistakes.add(
        .after, lesson.line, "after the unknown lesson “\(after)”", expected: "one of \(near)")
    } else if let cycle = cycle(from: lesson.id) {
      mistakes.add(
        .cycle, lesson.line, "lessons that come after each other: \(cycle.joined(separator: ", "))",
        expected: "a lesson that does not come after this one")
    }
  }

  /// The ids on the way back to this one, where `after:` leads back.
  private func cycle(from id: String) -> [String]? {
    var way = [id]
    while let last = way.last, let next = before[last] ?? nil, way.count <= before.count {
      way.append(next)
      if next == id { return way }
    }
    return nil
  }
}
