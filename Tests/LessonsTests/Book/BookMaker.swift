import Foundation
import Testing

/// Makes books of lessons that somebody wrote.
struct BookMaker {
  let folder = TemporaryFolder()

  /// Makes a book of lesson files; gives back how that went, and the book if it was written.
  func make(
    _ files: [String], options: [String] = [], within words: [String] = []
  ) throws -> (run: ProgramRun, book: WrittenBook?) {
    let path = folder.path + "book"
    let run = try sockratic(["lesson", "book", path] + options + ["--"] + files, within: words)
    guard FileManager.default.fileExists(atPath: path) else { return (run, nil) }
    return (run, try WrittenBook(at: path))
  }

  func page(of step: String, title: String = "A title") throws -> PageElement {
    let text = lesson(step: step).replacing("# A title", with: "# \(title)")
    let (run, book) = try make([try folder.write(text, to: "sample.md")])
    #expect(run.status == 0, "\(run.errors)")
    return try #require(book).lesson("sample")
  }
}
