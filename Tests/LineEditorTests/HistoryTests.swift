import Glibc
import PseudoTerminal
import Testing

@testable import LineEditor

@Suite struct HistoryTests {
  @Test func `lines survive, with line ends and backslashes in them`() {
    let path = temporaryFolder() + "/state/history"
    let lines = ["one", "a\nb\\n", "日本", "\\"]
    let history = History(path: path)
    for line in lines { history.append(line) }
    #expect(history.takeWarning() == nil)
    #expect(History(path: path).entries == lines)
    #expect(PlainFile.text(path) == "one\na\\nb\\\\n\n日本\n\\\\\n")
  }

  @Test func `the file is its owner's alone`() {
    let folder = temporaryFolder() + "/a/b"
    History(path: folder + "/history").append("x")
    var status = stat()
    #expect(stat(folder + "/history", &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(stat(folder, &status) == 0 && status.st_mode & 0o777 == 0o700)
  }

  @Test func `twins and lines that begin with a space are not kept`() {
    let history = History(path: nil)
    #expect(history.append("a"))
    #expect(!history.append("a"))
    #expect(!history.append(" secret"))
    #expect(!history.append(""))
    #expect(history.append("b"))
    #expect(history.append("a"))
    #expect(history.entries == ["a", "b", "a"])
  }

  @Test func `a torn last line is ignored, and cut off by the next`() throws {
    let path = temporaryFolder() + "/history"
    try write("whole\nto", to: path)
    let history = History(path: path)
    #expect(history.entries == ["whole"])
    history.append("next")
    #expect(PlainFile.text(path) == "whole\nnext\n")
  }

  @Test func `two at once lose nothing, trimming included`() {
    let path = temporaryFolder() + "/history"
    let (one, other) = (History(path: path, limit: 100), History(path: path, limit: 100))
    for number in 0..<300 {
      one.append("one \(number)")
      other.append("other \(number)")
    }
    let entries = History(path: path, limit: 100).entries
    #expect(entries == (250..<300).flatMap { ["one \($0)", "other \($0)"] })
    #expect(PlainFile.text(path).filter { $0 == "\n" }.count <= 220)
  }

  @Test func `several processes writing at once lose nothing`() throws {
    let path = temporaryFolder() + "/history"
    let terminals = try (0..<3).map { _ in try probe(["PROBE_HISTORY": path]) }
    for number in 0..<60 {
      for (index, terminal) in terminals.enumerated() { terminal.send("\(index) \(number)\r") }
    }
    for (index, terminal) in terminals.enumerated() {
      try terminal.expect("got: \(index) 59")
      terminal.send("\u{4}")
      _ = try terminal.waitForExit()
    }
    let entries = History(path: path).entries
    for index in terminals.indices {
      #expect(entries.filter { $0.hasPrefix("\(index) ") } == (0..<60).map { "\(index) \($0)" })
    }
  }

  @Test func `a file that cannot be written is one warning, and the history goes on`() {
    let history = History(path: "/dev/null/history")
    history.append("a")
    #expect(history.takeWarning()?.description.contains("/dev/null/history") == true)
    history.append("b")
    #expect(history.takeWarning() == nil)
    #expect(history.entries == ["a", "b"])
  }

  @Test func `history comes back in the next session, and Up fetches it`() throws {
    let path = temporaryFolder() + "/history"
    let first = try probe(["PROBE_HISTORY": path])
    first.send("remember me\r")
    try first.expect("got: remember me")
    kill(first.process, SIGKILL)
    let second = try probe(["PROBE_HISTORY": path])
    second.send("\u{1B}[A\r")
    try second.expect("got: remember me")
  }
}
