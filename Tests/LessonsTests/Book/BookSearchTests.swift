import Foundation
import Testing

/// Chromium, if the machine has it; where everything is required it must.
private let browser: [String]? = {
  let isRequired = ProcessInfo.processInfo.environment["SOCKRATIC_REQUIRE_ALL"] == "1"
  let isThere = (try? run(["chromium", "--version"]))?.status == 0
  return isThere || isRequired ? ["timeout", "60", "chromium"] : nil
}()

/// The search of a book, in a browser, read from a disk.
@Suite(.enabled(if: browser != nil, "there is no chromium"))
struct BookSearchTests {
  private let folder = TemporaryFolder()

  /// What the search area of a page shows once these words are searched for.
  private func results(of words: String, on page: String = "index.html") throws -> String {
    let name = folder.path + "book"
    if !FileManager.default.fileExists(atPath: name) {
      let made = try sockratic(["lesson", "book", name, "3", "5"])
      #expect(made.status == 0, "\(made.errors)")
    }
    let query = try #require(words.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
    let shown = try run(
      try #require(browser) + [
        "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-breakpad",
        "--user-data-dir=\(folder.path)profile",
        "--virtual-time-budget=5000", "--dump-dom", "file://\(name)/\(page)?q=\(query)",
      ])
    let area = shown.output.firstRange(of: "id=\"Search\"")?.lowerBound
    let end = shown.output.firstRange(of: "</header>")?.lowerBound
    return String(shown.output[try #require(area)..<(try #require(end))])
  }

  @Test func `it finds words, commands and calls, and leads to the step`() throws {
    let refused = try results(of: "ECONNREFUSED connect(3")
    #expect(refused.contains("href=\"lessons/first-client.html#refused\""))
    #expect(refused.contains("3. A server and its first client: Knock on a closed door</a>"))
    #expect(refused.contains("<mark>ECONNREFUSED</mark>"))
    #expect(!refused.contains("tcp-is-a-stream"))
    let titled = try results(of: "STREAM", on: "lessons/first-client.html")
    #expect(titled.contains("href=\"../lessons/tcp-is-a-stream.html\""))
    #expect(titled.contains(" sections</p>"))
  }

  @Test func `what is not there is not found, and what is typed is no markup`() throws {
    #expect(try results(of: "no-such-word").contains(">0 sections</p>"))
    let evil = try results(of: "<img src=x onerror=alert(1)>")
    #expect(evil.contains(">0 sections</p>") && !evil.contains("<img"))
    let marked = try results(of: "server> listen")
    #expect(marked.contains("<mark>server&gt;</mark>") && marked.contains("<mark>listen</mark>"))
  }
}
