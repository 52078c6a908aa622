import Foundation
import Lessons
import Log
import Testing

@testable import Views

/// Programs as they were looked at and found good: the files of the folder Golden.
///
/// `SOCKRATIC_RENEW_PICTURES=1 swift test --filter GoldenProgramTests` writes them anew; look at the
/// difference.
struct GoldenProgramTests {
  /// A lesson, and the roles whose programs are kept: a client and a server, two that exchange datagrams,
  /// a server that polls.
  static let kept = [
    ("03-first-client", ["server", "client"]), ("06-udp", ["receiver", "sender"]),
    ("12-waiting-for-many", ["server"]),
  ]

  @Test(arguments: kept, ProgramLanguage.allCases)
  func `a lesson's roles become these programs`(
    _ lesson: (name: String, roles: [String]), _ language: ProgramLanguage
  ) throws {
    let played = try PlayedLesson(lesson.name, executable: try builtProgram().path)
    for role in lesson.roles {
      let program = try #require(played.programs.last { $0.role == role })
      let file = program.file(in: language)
      // In a comment the port stands that the kernel chose that time.
      let text = file.text.replacing(/(127\.0\.0\.\d):\d{4,5}/) { "\($0.1):PORT" }
      try expectGolden(text, named: "\(lesson.name.prefix(2))-\(file.name)")
    }
  }

  private func expectGolden(_ text: String, named name: String) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Golden/\(name).txt")
    if ProcessInfo.processInfo.environment["SOCKRATIC_RENEW_PICTURES"] == "1" {
      try Data(text.utf8).write(to: file)
    }
    let kept = try String(contentsOf: file, encoding: .utf8)
    #expect(text == kept, "\(name) is now\n\(text)")
  }
}
