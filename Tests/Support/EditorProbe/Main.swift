internal import Glibc
internal import LineEditor

/// A program around the line editor and nothing else, for the tests: it prints `got: LINE` for each line.
///
/// PROBE_LATE is the path of a FIFO whose lines are printed above the line being edited; PROBE_HISTORY a history file;
/// one that begins with `status:` is what goes on meanwhile, until it says nothing;
/// PROBE_INTERRUPT=used makes ⌃C be used. A line `crash`, `exit`, `trap`, `sleep` or `history` does that.
@main enum Main {
  static func main() {
    let history = History(path: variable("PROBE_HISTORY"))
    let editor = LineEditor(name: "probe", history: history)
    let delegate = Probe()
    loop: while true {
      switch editor.readLine(for: delegate) {
      case .line(let line): run(line, editor)
      case .tooLong: print("too long")
      case .endOfFile: break loop
      }
      if let warning = history.takeWarning() { print("warning: \(warning)") }
      fflush(nil)
    }
    print("end")
    editor.close()
  }

  private static func run(_ line: String, _ editor: LineEditor) {
    let shown = line.unicodeScalars.map { $0 == "\n" ? "⏎" : $0 == "\0" ? "␀" : String($0) }
      .joined()
    print("got: \(shown.utf8.count > 5000 ? "\(shown.utf8.count) bytes" : shown)")
    switch line {
    case "crash": raise(SIGSEGV)
    case "abort": abort()
    case "trap": trap([])
    case "exit": exit(7)
    case "wait":
      while !editor.takeInterrupt() { poll(nil, 0, 10) }
      print("interrupted")
    case "history": for entry in editor.history?.entries ?? [] { print("entry: \(entry)") }
    default: break
    }
  }

  private static func trap(_ numbers: [Int]) { print(numbers[numbers.count]) }
}

private func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

private final class Probe: LineEditorDelegate {
  private static let words = ["server", "send", "sendto", "socket", "sockets"]
  private var late: Int32 = -1
  private(set) var status: String?

  init() {
    if let path = variable("PROBE_LATE") { late = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC) }
  }

  var prompt: Prompt {
    Prompt("probe> ", colour: .green, header: variable("PROBE_HEADER"))
  }

  func completions(for line: String, cursor: Int) -> Completions {
    let before = line.prefix(cursor)
    let word = before.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
    let words =
      before.hasPrefix("many ") ? (0..<220).map { "item\($0)" } : Self.words + ["naïve-日本"]
    return Completions(
      range: (cursor - word.count)..<cursor,
      candidates: words.filter { $0.hasPrefix(word) }.map {
        Completions.Candidate($0, summary: $0.hasPrefix("item") ? nil : "about \($0)")
      })
  }

  func hint(for line: String) -> String? { line == "bind" ? " ADDRESS" : nil }

  func isUnfinished(_ text: String) -> Bool { text.filter { $0 == "\"" }.count % 2 == 1 }

  var descriptors: [Int32] { late >= 0 ? [late] : [] }

  func handle(readable: [Int32]) -> [String] {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(late, &bytes, bytes.count)
    guard count > 0 else { return [] }
    let lines = String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
    if let news = lines.last(where: { $0.hasPrefix("status:") }) {
      status = news == "status:" ? nil : String(news.dropFirst(7))
    }
    return lines.filter { !$0.hasPrefix("status:") }.map(String.init)
  }

  func interrupt() -> Bool { variable("PROBE_INTERRUPT") == "used" }
}
