import Foundation
import Lessons
import Testing

/// `sockratic lesson …` as an author uses it, with files and folders.
struct AuthorToolsTests {
  private let folder = TemporaryFolder()

  /// A file with a small lesson that passes.
  private func small(_ name: String) throws -> String {
    let text = try #require(newLesson(named: name))
    return try folder.write(text, to: "\(name).md")
  }

  private func changed(_ name: String, _ old: String, to new: String) throws -> String {
    let text = try #require(newLesson(named: name))
    #expect(text.contains(old))
    return try folder.write(text.replacing(old, with: new), to: "\(name).md")
  }

  @Test func `a new lesson passes replay, verify and lint at once`() throws {
    let new = try sockratic(["lesson", "new", "11-my-lesson", "--lessons", folder.path])
    #expect(new.status == 0, "\(new.errors)")
    let file = try #require(new.lines.first)
    #expect(try folder.names == ["11-my-lesson.md"])
    for tool in ["replay", "verify", "lint"] {
      let run = try sockratic(["lesson", tool, file])
      #expect(run.status == 0, "\(tool): \(run.output)\(run.errors)")
    }
  }

  @Test func `lint lists what nobody has written yet, until somebody has`() throws {
    let new = try sockratic(["lesson", "new", "mine", "--lessons", folder.path])
    let file = try #require(new.lines.first)
    let lines = try folder.read("mine.md").components(separatedBy: "\n")
    let seen = "Say here what the learner has just seen."
    let number = try #require(lines.firstIndex(of: seen)) + 1
    let before = try sockratic(["lesson", "lint", file])
    #expect(before.status == 0)
    #expect(before.lines.count == 2)
    #expect(before.lines.last == "\(file):\(number): nobody has written this yet: “\(seen)”")
    let book = try sockratic(["lesson", "book", file + ".book", file])
    #expect(book.errors.contains("\(file):\(number): nobody has written this yet: “\(seen)”"))
    #expect(book.status == 0, "\(book.errors)")
    let text = try folder.read("mine.md").replacing(seen, with: "A kernel answers for nobody.")
    let after = try sockratic(["lesson", "lint", try folder.write(text, to: "mine.md")])
    #expect(after.lines.count == 1 && after.output.contains("What this lesson is about"))
  }

  @Test func `new overwrites nothing`() throws {
    try folder.write("mine", to: "a.md")
    let run = try sockratic(["lesson", "new", "a", "--lessons", folder.path])
    #expect(run.status == 1)
    #expect(run.errors.contains("a.md cannot be written: EEXIST"))
    #expect(try folder.read("a.md") == "mine")
  }

  @Test(arguments: ["", "11", "11-", "Big", "a b", "../a", "11x"])
  func `new refuses what is no name`(name: String) throws {
    let run = try sockratic(["lesson", "new", "--lessons", folder.path, "--", name])
    #expect(run.status != 0)
    #expect(try folder.names == [])
  }

  @Test func `outcomes come in the order of the lessons, and one failure fails`() throws {
    let files = [
      try small("01-a"), try changed("02-b", "bind 0\n", to: "bind\n"), try small("03-c"),
    ]
    let run = try sockratic(["lesson", "replay"] + files)
    #expect(run.status == 1)
    #expect(run.lines == ["passed   \(files[0])", "failed   \(files[1])", "passed   \(files[2])"])
    #expect(run.errors.hasPrefix("\(files[1]):14: step address: "))
  }

  @Test func `the lessons of a folder are played, by name and number too`() throws {
    let files = [try small("01-a"), try small("02-b")]
    let all = try sockratic(["lesson", "replay", "--lessons", folder.path])
    #expect(all.lines == files.map { "passed   \($0)" })
    for name in ["2", "02", "b", "02-b"] {
      let one = try sockratic(["lesson", "replay", "--lessons", folder.path, name])
      #expect(one.lines == ["passed   \(files[1])"])
    }
  }

  @Test func `the environment's folders are listed after the shipped lessons`() throws {
    let other = TemporaryFolder()
    _ = try small("91-mine")
    try other.write(try #require(newLesson(named: "92-yours")), to: "92-yours.md")
    let environment = ["SOCKRATIC_LESSONS": "\(folder.path):\(other.path)"]
    let run = try sockratic(["lesson", "list"], environment: environment)
    #expect(run.lines.count == ShippedLessons.all.count + 2)
    #expect(run.lines.suffix(2) == ["91-mine  Mine", "92-yours  Yours"])
    let played = try sockratic(["lesson", "replay", "yours"], environment: environment)
    #expect(played.lines == ["passed   \(other.path)92-yours.md"])
  }

  @Test func `a folder without a lesson is an error, for a test must not pass on nothing`() throws {
    try folder.write("# About these lessons", to: "README.md")
    let run = try sockratic(["lesson", "replay", "--lessons", folder.path])
    #expect(run.status == 1)
    #expect(run.errors.contains("there is no lesson in the folder \(folder.path)"))
  }

  @Test func `a folder that is not there is an error`() throws {
    let run = try sockratic(["lesson", "list", "--lessons", folder.path + "none"])
    #expect(run.status == 1)
    #expect(run.errors.contains("there is no folder \(folder.path)none"))
  }

  @Test func `a lesson that cannot be played is skipped, and fails where all is required`() throws {
    let file = try changed("a", "lesson: a", to: "lesson: a; needs: ipv6")
    // A network of its own whose loopback is down has no ::1.
    let elsewhere = ["unshare", "-n"] + (geteuid() == 0 ? [] : ["-U", "-r"])
    let run = try sockratic(["lesson", "verify", file], within: elsewhere)
    guard !run.errors.hasPrefix("unshare: ") else { return }
    #expect(run.lines.first?.hasPrefix("skipped  \(file): ") == true, "\(run.output)")
    #expect(run.status == 0)
    let strict = try sockratic(
      ["lesson", "verify", file], environment: ["SOCKRATIC_REQUIRE_ALL": "1"], within: elsewhere)
    #expect(strict.status == 1)
    #expect(strict.errors.contains("\(file): skipped, and nothing may be skipped here: "))
  }

  @Test func `JUnit's file is written whole, beside what is printed`() throws {
    let files = [try small("01-a"), try changed("02-b", "ECONNREFUSED (", to: "EACCES (")]
    let report = folder.path + "report.xml"
    let run = try sockratic(["lesson", "replay", "--junit", report] + files)
    #expect(run.status == 1)
    #expect(run.lines.count == 2)
    let parser = XMLDocumentCheck(try folder.read("report.xml"))
    #expect(parser.isWellFormed)
    #expect(try folder.read("report.xml").contains("message=\"\(files[1]):36: step address: "))
    #expect(try folder.names == ["01-a.md", "02-b.md", "report.xml"])
  }

  @Test func `a report that cannot be written fails`() throws {
    let run = try sockratic(["lesson", "replay", "--junit", "/nonexistent/x.xml", try small("a")])
    #expect(run.status == 1)
    #expect(run.errors.contains("/nonexistent/x.xml cannot be written: ENOENT"))
  }

  @Test func `TAP is all that is printed, with file, line and step`() throws {
    let file = try changed("02-b", "ECONNREFUSED (", to: "EACCES (")
    let run = try sockratic(["lesson", "verify", "--tap", try small("01-a"), file])
    #expect(run.status == 1)
    #expect(run.lines.prefix(2) == ["TAP version 13", "1..2"])
    #expect(run.lines.contains("not ok 2 - \(file)"))
    #expect(
      run.output.contains("    - file: \"\(file)\"\n      line: 36\n      step: \"address\"\n"))
  }

  @Test func `lint prints file, line and code, and explains it`() throws {
    let file = try changed("a", "bind 0\n", to: "bind 9000\n")
    let run = try sockratic(["lesson", "lint", file])
    #expect(run.status == 1)
    #expect(
      run.lines.first
        == "\(file):14: the fixed port 9000; expected port 0 and a capture, or {port} [L067]")
    let explained = try sockratic(["lesson", "lint", "--explain", "L067"])
    #expect(explained.status == 0)
    #expect(explained.output.hasPrefix("L067: a fixed port\n\n"))
    #expect(try sockratic(["lesson", "lint", "--explain", "L999"]).status == 64)
  }

  @Test func `lint knows the lessons beside the file`() throws {
    let file = try changed("02-b", "lesson: b", to: "lesson: b; after: a")
    #expect(try sockratic(["lesson", "lint", file]).status == 1)
    _ = try small("01-a")
    #expect(try sockratic(["lesson", "lint", file]).status == 0)
  }

  @Test func `the format's page names every code and every fact`() throws {
    let run = try sockratic(["lesson", "format"])
    #expect(run.status == 0)
    for rule in LessonRule.all { #expect(run.output.contains("**\(rule.code)**: ")) }
    #expect(run.output.contains("| `state` | "))
    #expect(!run.output.contains("{facts}") && !run.output.contains("{rules}"))
  }

  @Test func `a recorded script is a lesson that passes, its ports captured`() throws {
    let script = try folder.write(
      """
      server> socket tcp
      server> bind 0
      server> listen
      client> socket tcp; connect server
      server> accept
      """, to: "script")
    let file = folder.path + "talk.md"
    let run = try sockratic(["lesson", "record", file, script])
    #expect(run.status == 0, "\(run.errors)")
    #expect(try folder.read("talk.md").contains("bound to 127.0.0.1:{port:port}\n"))
    #expect(try folder.read("talk.md").contains("connect(3, 127.0.0.1:{port}) = 0\n"))
    for tool in ["verify", "lint"] { #expect(try sockratic(["lesson", tool, file]).status == 0) }
    let again = try sockratic(["lesson", "record", file, script])
    #expect(again.status == 1)
  }

  @Test func `a script that is mistyped is no lesson`() throws {
    let script = try folder.write("server> socket tcp\nserver> lisen\n", to: "script")
    let run = try sockratic(["lesson", "record", folder.path + "a.md", script])
    #expect(run.status == 1)
    #expect(run.errors.contains("lisen"))
    #expect(try folder.names == ["script"])
  }
}

/// Whether a text is XML.
private struct XMLDocumentCheck {
  var isWellFormed: Bool

  init(_ text: String) {
    isWellFormed = XMLParser(data: Data(text.utf8)).parse()
  }
}

#if canImport(FoundationXML)
  import FoundationXML
#endif
