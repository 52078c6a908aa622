import Lessons
import Log
import Testing

/// How far somebody is, as a value and as a file.
struct ProgressTests {
  private var progress: Progress {
    var progress = Progress()
    progress.finish("bind", .solved, of: "first-client")
    progress.finish("refused", .skipped, of: "first-client")
    progress.arrive(at: "listen", of: "first-client")
    progress.finish("one", .shown, of: "a-socket")
    return progress
  }

  @Test func `a file holds a line for each lesson`() {
    #expect(
      progress.text == """
        sockratic progress 1
        current first-client
        lesson a-socket one:shown
        lesson first-client at=listen bind:solved refused:skipped

        """)
  }

  @Test func `a file is read back as it was written`() {
    let (read, isWhole) = Progress.parse(Array(progress.text.utf8))
    #expect(read == progress)
    #expect(isWhole)
  }

  @Test func `a file that was cut anywhere is known for damaged, and no crash`() {
    let bytes = Array(progress.text.utf8)
    for count in 0..<bytes.count where bytes.prefix(count).last != UInt8(ascii: "\n") {
      #expect(!Progress.parse(Array(bytes.prefix(count))).isWhole, "\(count)")
    }
  }

  @Test(arguments: [
    "", "sockratic progress 2\n", "\u{1b}[2J\n", "sockratic progress 1\nlesson ../x a:solved\n",
    "sockratic progress 1\nlesson a b:won\n", "sockratic progress 1\nlesson a\nlesson a\n",
    "sockratic progress 1\nelse a\n",
  ])
  func `a file that says something else is known for damaged`(_ text: String) {
    #expect(!Progress.parse(Array(text.utf8)).isWhole)
  }

  @Test func `of a file that was cut, the whole lines are kept`() {
    let (read, isWhole) = Progress.parse(Array(progress.text.utf8.dropLast(5)))
    #expect(!isWhole)
    #expect(read.current == "first-client")
    #expect(read.lessons.keys.sorted() == ["a-socket"])
  }

  @Test func `what can be read of a damaged file is kept`() {
    let text = progress.text.replacing("bind:solved", with: "bind:?")
    let (read, isWhole) = Progress.parse(Array(text.utf8))
    #expect(!isWhole)
    #expect(read.lessons["a-socket"]?.steps == ["one": .shown])
    #expect(read.lessons["first-client"]?.steps == ["refused": .skipped])
  }

  @Test func `a step that was solved stays so, whatever comes later`() {
    var progress = progress
    progress.finish("bind", .skipped, of: "first-client")
    progress.finish("refused", .solved, of: "first-client")
    #expect(progress.lessons["first-client"]?.steps == ["bind": .solved, "refused": .solved])
  }

  @Test func `the table has a bar for each lesson`() {
    let entries = [
      LessonShelf.Entry(
        name: "01-a-socket", id: "a-socket", title: "A", steps: ["one"]),
      LessonShelf.Entry(
        name: "03-first-client", id: "first-client", title: "B",
        steps: ["bind", "refused", "listen", "last"]),
      LessonShelf.Entry(name: "04-new", id: "new", title: "C", steps: ["one"]),
    ]
    #expect(
      progress.table(of: entries, width: 80, utf8: false).split(separator: "\n") == [
        "01-a-socket      ############  1/1    done",
        "03-first-client  ######......  2/4    at listen",
        "04-new           ............  0/1  ",
      ])
    #expect(progress.json(of: entries).text.contains(#""done":2"#))
  }
}
