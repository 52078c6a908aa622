import Foundation
import Lessons
import Testing

/// Pages of lessons that somebody wrote: what they say.
struct BookPageTests {
  private let maker = BookMaker()

  @Test func `a lesson's own words are in its language, and the book's in English`() throws {
    let step = """

      Ein *Wort* zur Probe.

      ```goals
      you.state == UNCONNECTED -- Ein Socket
      ```

      <details><summary>Hint</summary>

      Ein Tipp.

      </details>

      <details><summary>Solution</summary>

      ```sockratic
      you> socket udp
      socket(AF_INET, SOCK_DGRAM, 0) = 3
      ```

      </details>
      """
    let text = lesson(step: step).replacing(
      "lesson: sample", with: "lesson: sample; language: de-AT")
    let (run, book) = try maker.make([try maker.folder.write(text, to: "sample.md")])
    #expect(run.status == 0, "\(run.errors)")
    let page = try #require(book).lesson("sample")
    #expect(page.attributes["lang"] == "en")
    let words =
      page.all("h1") + page.all("p").filter { $0.text.contains("Ein ") } + page.all("h2").suffix(1)
    #expect(words.count >= 4)
    #expect(words.allSatisfy { $0.attributes["lang"] == "de-AT" })
    #expect(
      page.all("li").contains { $0.text.contains("Ein Socket") && $0.attributes["lang"] == "de-AT" }
    )
    #expect(page.all("summary").allSatisfy { $0.attributes["lang"] == nil })
    #expect(try #require(book).text("search.js").contains("\"language\":\"de-AT\""))
    let index = try #require(book?.pages["index.html"])
    #expect(index.all("a").contains { $0.text == "A title" && $0.attributes["lang"] == "de-AT" })
  }

  // MARK: Markdown

  @Test func `Markdown becomes HTML`() throws {
    let page = try maker.page(
      of: """

        A *word*, a **strong** one, `code`,\u{20}\u{20}
        and [a link](https://example.org/a?b=1&c=2).

        #### A heading that leaves a level out

        3. three
        4. four

        - one

          more of one
        - two

        > quoted

            read\tme

        ---

        ```sockratic
        a> socket tcp
        ```
        """)
    let main = try #require(page.all("main").first)
    for (name, text) in [("em", "word"), ("strong", "strong"), ("blockquote", "quoted")] {
      #expect(main.all(name).map(\.plainText).contains(text))
    }
    #expect(main.all("a").contains { $0.attributes["href"] == "https://example.org/a?b=1&c=2" })
    #expect(main.all("h3").map(\.text) == ["A heading that leaves a level out"])
    #expect(main.all("ol").contains { $0.attributes["start"] == "3" })
    #expect(main.all("ul").first?.all("p").map(\.plainText) == ["one", "more of one", "two"])
    #expect(main.all("pre").first?.text == "read    me")
    #expect(main.all("hr").count == 1 && main.all("br").count == 1)
  }

  @Test func `where a lesson shows no output the page shows what came`() throws {
    let page = try maker.page(of: "```sockratic\na> socket tcp\na> bind 0\n```")
    let lines = page.all("pre").first?.text.split(separator: "\n") ?? []
    #expect(lines.count == 5)
    #expect(lines.first == "a> socket tcp")
    #expect(lines.dropFirst().first == "socket(AF_INET, SOCK_STREAM, 0) = 3")
    #expect(lines.last?.hasPrefix("  a @3") == true)
  }

  @Test func `in the place of dots and wildcards the page shows what came`() throws {
    let page = try maker.page(
      of: """
        ```sockratic
        a> socket tcp; bind 0; listen
        ...
        bind(3, {*}) = 0
        ...
        ```

        ```quiz
        Is `3` *the* descriptor?
        a) yes *
        b) no
           It is.
        ```
        """)
    let lines = page.all("pre").first?.text.split(separator: "\n") ?? []
    #expect(
      lines.filter { !$0.hasPrefix(" ") } == [
        "a> socket tcp; bind 0; listen", "socket(AF_INET, SOCK_STREAM, 0) = 3",
        "bind(3, 127.0.0.1:0) = 0", "listen(3, 128) = 0",
      ])
    #expect(page.all("strong").contains { $0.plainText == "Is 3 the descriptor?" })
    #expect(page.all("code").contains { $0.text == "3" })
  }

  @Test func `a link into another lesson leads to its page, and one to nowhere is text`() throws {
    let body = """

      See [that](02-other.md#two), [this](#one), [none](03-none.md) and [odd](02-other.md#no).

      ```sockratic
      a> socket tcp
      ```
      """
    let files = [
      try maker.folder.write(lesson(step: body), to: "01-sample.md"),
      try maker.folder.write(
        lesson(step: "```sockratic\na> socket tcp\n```").replacing("sample", with: "other")
          .replacing("step: one", with: "step: two"), to: "02-other.md"),
    ]
    let (run, book) = try maker.make(files)
    #expect(run.status == 0, "\(run.errors)")
    let main = try #require(try book?.lesson("sample").all("main").first)
    let links = main.all("p").flatMap { $0.all("a") }.map { $0.attributes["href"] }
    #expect(links == ["other.html#two", "#one", "other.html"])
    #expect(main.plainText.contains("none and odd."))
  }

  // MARK: What else is asked for

  @Test func `in the lecturer's copy everything stands open`() throws {
    let file = try maker.folder.write(try #require(newLesson(named: "mine")), to: "07-mine.md")
    let (_, book) = try maker.make([file], options: ["--unfolded"])
    let page = try #require(try book?.lesson("mine"))
    let folds = page.all("details")
    #expect(folds.count == 3 && folds.allSatisfy { $0.attributes["open"] != nil })
    #expect(page.all("h1").first?.text == "7. Mine")
    #expect(page.plainText.contains("sockratic learn 07-mine.md"))
  }

  @Test func `a lesson that the machine cannot play has a page that says why, and no drawing`()
    throws
  {
    // A folder in place of the device: nobody can open a TUN device there.
    let hidden = ["unshare", "-m", "sh", "-c", #"mount -t tmpfs none /dev/net && exec "$@""#, "sh"]
    let (run, book) = try maker.make(["tcp-against-udp", "the-handshake"], within: hidden)
    guard !["unshare: ", "mount: "].contains(where: run.errors.hasPrefix) else { return }
    #expect(run.status == 0, "\(run.errors)")
    let starts = ["07-tcp-against-udp.md: step on-a-wire is left out: ", "20-the-handshake.md: "]
    for (line, start) in zip(run.lines, starts) {
      #expect(line.hasPrefix("not drawn  \(start)no wire can be made here: "), "\(line)")
    }
    #expect(run.lines.count == starts.count + 1)
    let page = try #require(try book?.lesson("the-handshake"))
    #expect(page.all("svg").isEmpty)
    #expect(page.plainText.contains("This lesson was not played when the book was made: "))
    #expect(page.text.contains("connect(3, 10.0.0.2:{port}) = 0"))
    #expect(page.text.contains("… alice:… → bob:… SYN seq 0 win …"))
    let other = try #require(try book?.lesson("tcp-against-udp"))
    #expect(other.plainText.contains("This step was not played when the book was made: no wire"))
    #expect(!other.all("svg").isEmpty)
  }

  @Test func `two books of the same lesson differ in ports and times alone`() throws {
    let file = try maker.folder.write(try #require(newLesson(named: "mine")), to: "mine.md")
    var books: [[String: String]] = []
    for _ in 0..<2 {
      let book = try #require(try maker.make([file]).book)
      books.append(
        try book.files.keys.filter { $0 != ".sockratic-book" }.reduce(into: [:]) { texts, name in
          texts[name] = try book.text(name).replacing(/<text [^>]*>\+[0-9.]+<\/text>\n/, with: "")
            .replacing(/<desc .*<\/desc>/, with: "").replacing(
              /127\.0\.0\.1:\d+|\b\d{5}\b/, with: "P")
        })
    }
    #expect(books[0] == books[1])
  }
}
