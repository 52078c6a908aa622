import Foundation
import Glibc
import Lessons
import Testing

/// Where a book may be written, and what becomes of what is there.
struct BookFolderTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.path + "book" }

  private func lessonFile() throws -> String {
    try folder.write(try #require(newLesson(named: "mine")), to: "mine.md")
  }

  private func make(_ path: String? = nil, _ file: String? = nil) throws -> ProgramRun {
    try sockratic(["lesson", "book", path ?? self.path, try file ?? lessonFile()])
  }

  /// What the folder holds now, by path.
  private func contents() throws -> [String: Data] { try WrittenBook(at: path).files }

  private func expectRefusal(of path: String, _ reason: String) throws {
    let run = try make(path)
    #expect(run.status == 1)
    #expect(run.errors.contains(reason), "\(run.errors)")
    #expect(try !folder.names.contains { $0.hasPrefix(".sockratic-") })
  }

  @Test func `a new folder, an empty one and an earlier book are taken`() throws {
    #expect(try make().status == 0)
    let other = folder.path + "other"
    try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: false)
    chmod(other, 0o2750)
    #expect(try make(other + "/").status == 0)
    var status = stat()
    #expect(stat(other, &status) == 0 && status.st_mode & 0o7777 == 0o2750)
    let second = try folder.write(try #require(newLesson(named: "yours")), to: "yours.md")
    #expect(try make(nil, second).status == 0)
    #expect(try contents().keys.contains("lessons/yours.html"))
    #expect(try !contents().keys.contains("lessons/mine.html"))
    #expect(try folder.names == ["book", "mine.md", "other", "yours.md"])
  }

  @Test func `a link to a folder stays a link`() throws {
    #expect(try make().status == 0)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "link", withDestinationPath: "book")
    #expect(try make(folder.path + "link").status == 0)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "link") == "book")
  }

  @Test func `a folder with something else in it is left alone`() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    try folder.write("mine", to: "book/notes.txt")
    try expectRefusal(of: path, "it holds notes.txt, which is no part of a book")
    #expect(try folder.read("book/notes.txt") == "mine")
  }

  @Test func `what was added to a book or changed in it is not lost`() throws {
    #expect(try make().status == 0)
    let page = try folder.read("book/index.html")
    try folder.write(page + "\n", to: "book/index.html")
    try expectRefusal(of: path, "index.html in it was changed since the book was written")
    #expect(try folder.read("book/index.html") == page + "\n")
    try folder.write(page, to: "book/index.html")
    try folder.write("mine", to: "book/lessons/mine.txt")
    try expectRefusal(of: path, "it holds lessons/mine.txt, which is no part of a book")
    try FileManager.default.removeItem(atPath: path + "/lessons/mine.txt")
    try FileManager.default.createDirectory(
      atPath: path + "/own", withIntermediateDirectories: false)
    try expectRefusal(of: path, "it holds the folder own, which is no part of a book")
    try FileManager.default.removeItem(atPath: path + "/own")
    #expect(try make().status == 0)
  }

  @Test func `a file, a place in no folder, and no name are refused`() throws {
    try folder.write("mine", to: "book")
    try expectRefusal(of: path, "it is there already, and is no folder")
    #expect(try folder.read("book") == "mine")
    try expectRefusal(of: folder.path + "no/book", "ENOENT")
    try expectRefusal(of: "", "is no name for a folder")
    try expectRefusal(of: "/", "is no name for a folder")
  }

  @Test func `the folder that one is in is refused, before anything is played`() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    let file = try lessonFile()
    let run = try sockratic(
      ["lesson", "book", "../book", file], within: ["sh", "-c", #"cd "$0" && exec "$@""#, path])
    #expect(run.status == 1)
    #expect(run.errors.contains("you are in it"), "\(run.errors)")
  }

  @Test func `a lesson that is not as it says is named, and the book that was there stays`() throws
  {
    #expect(try make().status == 0)
    let before = try contents()
    let text = try #require(newLesson(named: "mine")).replacing("ECONNREFUSED (", with: "EACCES (")
    let file = try folder.write(text, to: "wrong.md")
    let run = try make(nil, file)
    #expect(run.status == 1)
    #expect(run.errors.contains("wrong.md:36: step address: not as the lesson shows it"))
    #expect(try contents() == before)
    #expect(try folder.names == ["book", "mine.md", "wrong.md"])
  }

  @Test func `two lessons of one name are refused before they are played`() throws {
    let text = try #require(newLesson(named: "mine"))
    let files = [try folder.write(text, to: "a.md"), try folder.write(text, to: "b.md")]
    let run = try sockratic(["lesson", "book", path] + files)
    #expect(run.status == 1)
    #expect(run.errors.contains("have the same id, mine"))
  }

  @Test func `where the disk is full nothing is left`() throws {
    let file = try lessonFile()
    let small = #"mount -t tmpfs -o size=24k none "$0" && "$@"; echo $?; ls -A "$0""#
    let place = TemporaryFolder()
    let run = try sockratic(
      ["lesson", "book", place.path + "book", file],
      within: ["unshare", "-m", "sh", "-c", small, place.path])
    guard !["unshare: ", "mount: "].contains(where: run.errors.hasPrefix) else { return }
    #expect(run.errors.contains("book cannot be written: ENOSPC"), "\(run.errors)")
    #expect(run.lines == ["1"])
  }

  @Test func `Control-C ends it with status 130, and nothing is written`() throws {
    // It waits for as long as anybody may want to wait.
    let text = lesson(
      step: "```sockratic\na> socket unix-dgram\na> bind ./s\na> recv\nb> wait a for 50s\n```"
    ).replacing("lesson: sample", with: "lesson: sample; deadline: 60s")
    let process = Process()
    process.executableURL = try builtProgram()
    process.arguments = ["lesson", "book", path, try folder.write(text, to: "slow.md")]
    let temporary = TemporaryFolder()
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["TMPDIR": temporary.path, "SOCKRATIC_LESSONS": ""]) { $1 }
    let errors = Pipe()
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let deadline = Date().addingTimeInterval(30)
    while !isPlaying(in: temporary) {
      #expect(Date() < deadline)
      guard Date() < deadline, process.isRunning else { break }
      usleep(2000)
    }
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(process.terminationStatus == 130, "\(said)")
    #expect(said.contains("nothing is written"))
    #expect(Date() < deadline.addingTimeInterval(10))
    #expect(try folder.names == ["slow.md"])
    #expect(try temporary.names == [])
  }

  /// Whether the lesson's socket has its name.
  private func isPlaying(in temporary: TemporaryFolder) -> Bool {
    FileManager.default.enumerator(atPath: temporary.path)?
      .contains { ($0 as? String)?.hasSuffix("/s") == true } == true
  }
}
