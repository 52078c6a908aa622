import Foundation
import Lessons
import Testing

/// Pages of lessons that somebody wrote who means no good.
struct HostileLessonPageTests {
  private let maker = BookMaker()

  private static let hostile = #"<script>alert(1)</script><img src=x onerror="alert(1)">'"&amp;]]>"#

  @Test func `what a lesson says is never markup`() throws {
    let evil = HostileLessonPageTests.hostile
    let page = try maker.page(
      of: """

        `\(evil)`

            \(evil)

        ```sockratic
        a> socket tcp
        ```

        ```goals
        a.state == LISTEN -- \(evil)
        ```

        <details><summary>Hint</summary>

        `\(evil)`

        </details>
        <details><summary>Solution</summary>

        ```sockratic
        a> bind 0; listen
        a> send "</pre><script>alert(1)</script>"
        ```

        </details>

        ```quiz
        \(evil)
        a) \(evil) *
        b) \(evil)
           \(evil)
        ```

        ```python evil.py
        \(evil)
        ```
        """, title: "`\(evil)`")
    #expect(page.all("script").map { $0.attributes["src"] } == ["../search.js"])
    #expect(page.all("img").isEmpty)
    #expect(!page.all.contains { $0.attributes.keys.contains { $0.hasPrefix("on") } })
    #expect(page.plainText.ranges(of: evil).count >= 10)
    #expect(page.plainText.contains(#""</pre><script>alert(1)</script>""#))
  }

  @Test(arguments: [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x",
    "//evil.example",
    "file:///etc/passwd", "java&#10;script:alert(1)", "&#x6A;avascript:alert(1)", "/etc/passwd",
    "../../etc/passwd", "ftp://x",
  ])
  func `a link that leads to what it should not is text`(url: String) throws {
    let page = try maker.page(
      of: "\n[here](\(url)) ![there](\(url))\n\n```sockratic\na> socket tcp\n```")
    let main = try #require(page.all("main").first)
    #expect(main.all("section").flatMap { $0.all("a") }.isEmpty)
    #expect(main.plainText.contains("here [Picture: there]"))
    #expect(!page.all.contains { $0.attributes.values.contains(url) })
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "a <b onclick=x>b</b>", "a\u{1b}[31m", "a\u{202e}b",
  ])
  func `HTML, controls and bidi characters are refused, and nothing is written`(text: String) throws
  {
    let file = try maker.folder.write(
      lesson(step: "\n\(text)\n\n```sockratic\na> socket tcp\n```"), to: "sample.md")
    let (run, book) = try maker.make([file])
    #expect(run.status == 1)
    #expect(run.errors.contains("sample.md:7: "), "\(run.errors)")
    #expect(book == nil)
    #expect(try maker.folder.names == ["sample.md"])
  }

  @Test func `a word as long as a book is all there`() throws {
    let word = String(repeating: "x", count: 60_000)
    let page = try maker.page(
      of: "\n\(word) `\(word)`\n\n```sockratic\na> socket udp\na> send \"\(word)\"\n```")
    #expect(page.text.ranges(of: word).count >= 3)
  }

  @Test func `a title is text, and none with a control character is taken`() throws {
    let file = try maker.folder.write(try #require(newLesson(named: "mine")), to: "mine.md")
    let (_, book) = try maker.make(
      [file], options: ["--title", HostileLessonPageTests.hostile + "\u{202e}"])
    let title = try #require(book?.pages["index.html"]?.all("h1").first?.text)
    #expect(title == HostileLessonPageTests.hostile + "\\u{202E}")
    let (run, _) = try maker.make([file], options: ["--title", "a\nb"])
    #expect(run.status == 64)
  }
}
