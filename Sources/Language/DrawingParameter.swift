internal import Log

extension Parameter where Value == String? {
  /// A file whose name says what it is to be; `words` are the keywords that could have stood before it.
  static func drawing(after words: [String]) -> Parameter {
    Parameter("[FILE]", "a file that ends in .svg or .html; on the terminal if left out") {
      reader throws(Diagnostic) in
      reader.offer("[FILE]", .files)
      guard let token = reader.peek else { return nil }
      let path = try reader.path()
      guard path.hasSuffix(".svg") || path.hasSuffix(".html") else {
        throw reader.unexpected(
          token, expected: "a file that ends in .svg or .html", near: words)
      }
      return path
    }
  }
}
