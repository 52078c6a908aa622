internal import CLessons

/// The lessons that are shipped within the program.
public enum ShippedLessons {
  /// In the order of their numbers; a name is `03-first-client`.
  public static var all: [(name: String, text: String)] {
    indices.map { (name(at: $0), text(at: $0)) }
  }

  /// A shipped lesson by its name `03-first-client`, that name without the number, or its number
  /// `3`.
  public static func find(_ wanted: String) -> (name: String, text: String)? {
    indices.first { isName(wanted, of: name(at: $0)) }.map { (name(at: $0), text(at: $0)) }
  }

  private static func isName(_ wanted: String, of name: String) -> Bool {
    guard name != wanted else { return true }
    let number = name.prefix { $0.isDigitASCII }
    return Int(number) == Int(wanted) && Int(wanted) != nil
      || name.dropFirst(number.count + 1) == wanted
  }

  private static var indices: Range<Int> { 0..<embedded_lesson_count() }
  private static func name(at index: Int) -> String { String(cString: embedded_lesson_name(index)) }

  private static func text(at index: Int) -> String {
    let bytes = UnsafeBufferPointer(
      start: embedded_lesson_bytes(index), count: embedded_lesson_size(index))
    return String(decoding: bytes, as: UTF8.self)
  }
}
