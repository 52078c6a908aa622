import Foundation
import Lessons
import Testing

@Suite struct EmbeddedLessonsTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "lessons")

  @Test func `every lesson of the folder is in the program, as it is`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".md") }.sorted()
    #expect(ShippedLessons.all.map { $0.name + ".md" } == files)
    for lesson in ShippedLessons.all {
      let file = Self.folder.appending(path: lesson.name + ".md")
      #expect(try String(contentsOf: file, encoding: .utf8) == lesson.text)
    }
  }

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `a lesson that is shipped can be read`(name: String) throws {
    let text = try #require(ShippedLessons.find(name)).text
    let lesson = try Lesson.parse(text, file: "lessons/\(name).md")
    #expect(name.hasSuffix(lesson.id))
    #expect(lesson.steps.contains { !$0.quizzes.isEmpty })
    #expect(lesson.steps.contains { $0.goals != nil && !$0.hints.isEmpty })
  }

  @Test func `a lesson is found by its number, its name, or both`() {
    #expect(ShippedLessons.find("3")?.name == "03-first-client")
    #expect(ShippedLessons.find("07")?.name == "07-tcp-against-udp")
    #expect(ShippedLessons.find("first-client")?.name == "03-first-client")
    #expect(ShippedLessons.find("03-first-client")?.name == "03-first-client")
    #expect(ShippedLessons.find("nothing") == nil)
    #expect(ShippedLessons.find("") == nil)
  }
}
