internal import CLessons

/// The lessons that are shipped within the program.
public enum ShippedLessons {
  /// In the order of their numbers; a name is `03-first-client`.
  public static var all: [(name: String, text: String)] {
    (0..<embedded_lesson_count()).map { index in
      let bytes = UnsafeBufferPointer(
        start: embedded_lesson_bytes(index), count: embedded_lesson_size(index))
      return (String(cString: embedded_lesson_name(index)), String(decoding: bytes, as: UTF8.self))
    }
  }

  /// A shipped lesson by its name `03-first-client`, that name without the number, or its number
  /// `3`.
  public static func find(_ wanted: String) -> (name: String, text: String)? {
    all.first { lesson in
      guard lesson.name != wanted else { return true }
      let number = lesson.name.prefix { $0.isDigitASCII }
      return Int(number) == Int(wanted) && Int(wanted) != nil
        || lesson.name.dropFirst(number.count + 1) == wanted
    }
  }
}
