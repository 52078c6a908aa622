internal import Views

/// What all pages of a book have around what they say.
struct BookPage {
  let title: String
  let book: String
  /// From the page to the folder of the book: empty, or `../`.
  let root: String
  let main: [Element]
  /// Below it.
  var turning: Element?

  var text: String {
    let html = Element(
      "html", ["lang": "en"],
      [
        Element("head", [:], head),
        Element("body", ["data-root": root], [skip, header] + [content] + turned + [footer]),
      ])
    return "<!DOCTYPE html>\n" + html.text(.wellFormedHTML) + "\n"
  }

  /// The policy keeps what a page may load to the book's own style and script, even if a page said
  /// otherwise.
  private var head: [Element] {
    let policy = """
      default-src 'none'; style-src 'self' file: 'unsafe-inline'; script-src 'self' file:; \
      base-uri 'none'; form-action 'none'
      """
    return [
      Element("meta", ["charset": "utf-8"]),
      Element("meta", ["http-equiv": "Content-Security-Policy", "content": policy]),
      Element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
      Element("meta", ["name": "generator", "content": "sockratic lesson book"]),
      Element("title", text: title == book ? title : "\(title) – \(book)"),
      Element("link", ["rel": "stylesheet", "href": "\(root)style.css"]),
      Element("script", ["src": "\(root)search.js", "defer": "defer"]),
    ]
  }

  private var skip: Element {
    Element("a", ["class": "skip", "href": "#Main"], text: "Skip to the text")
  }

  private var header: Element {
    let home = Element("a", ["href": "\(root)index.html"], text: book)
    return Element("header", [:], [Element("p", [:], [home]), BookSearch.field])
  }

  private var content: Element { Element("main", ["id": "Main", "tabindex": "-1"], main) }

  private var turned: [Element] { turning.map { [$0] } ?? [] }

  private var footer: Element {
    Element(
      "footer", [:],
      [
        Element(
          "p",
          text: """
            Transcripts and drawings show what really happened when this book was made. Ports that \
            the kernel chose, and times, are others each time. Made with Sockratic.
            """)
      ])
  }
}

extension Book {
  func page(of index: Int) -> String {
    let chapter = chapters[index]
    let article = LessonArticle(chapter.lesson, chapter.played, isUnfolded: isUnfolded) { url in
      target(of: url, from: chapter)
    }
    let head =
      [chapter.lesson.said(Element("h1", text: chapter.label))] + about(chapter)
      + article.introduction
    return BookPage(
      title: chapter.lesson.title, book: title, root: "../",
      main: head + [contents(of: chapter)] + article.steps, turning: turning(at: index)
    ).text
  }

  private func about(_ chapter: Chapter) -> [Element] {
    var about = [
      Element(
        "p", ["class": "note"],
        [
          .text("To do it yourself: "),
          .element(Element("code", text: "sockratic learn \(chapter.name)")),
        ] + before(chapter))
    ]
    if let lack = chapter.played.lack {
      let text = """
        This lesson was not played when the book was made: \(lack). So nothing is drawn, and the \
        transcripts are the lesson's own, with … for what can be anything, and names in braces for \
        what is another each time.
        """
      about.append(Element("p", ["class": "note"], text: text))
    }
    return about
  }

  private func before(_ chapter: Chapter) -> [Node] {
    let needs = chapter.lesson.needs.map(\.words)
    let other = chapters.first { $0.lesson.id == chapter.lesson.after }
    return (needs.isEmpty ? [] : [.text(". It needs \(needs.joined(separator: " and "))")])
      + (other.map {
        [
          .text(". It comes after "),
          .element($0.lesson.said(Element("a", ["href": $0.page], text: $0.lesson.title))),
        ]
      } ?? []) + [.text(".")]
  }

  private func contents(of chapter: Chapter) -> Element {
    let items = chapter.lesson.steps.map { step in
      Element(
        "li", [:],
        [chapter.lesson.said(Element("a", ["href": "#\(step.id)"], text: step.title))])
    }
    return Element(
      "nav", ["class": "contents", "aria-labelledby": "Steps"],
      [Element("h2", ["id": "Steps"], text: "Steps"), Element("ol", [:], items)])
  }

  private func turning(at index: Int) -> Element {
    let before = index > 0 ? [link("Before: ", "prev", to: chapters[index - 1])] : []
    let after =
      index + 1 < chapters.count ? [link("Next: ", "next", to: chapters[index + 1])] : []
    let all = Element("li", [:], [Element("a", ["href": "../index.html"], text: "All lessons")])
    return Element(
      "nav", ["class": "turning", "aria-label": "Lessons"],
      [Element("ul", [:], before + [all] + after)])
  }

  private func link(_ word: String, _ relation: String, to chapter: Chapter) -> Element {
    let link = Element("a", ["href": chapter.page, "rel": relation], text: chapter.label)
    return Element("li", [:], [.text(word), .element(chapter.lesson.said(link))])
  }

  // MARK: The index

  var indexPage: String {
    let items = chapters.map { chapter in
      var item = Element("li", [:], entry(chapter))
      if let number = chapter.number { item.attributes.append(("value", "\(number)")) }
      return item
    }
    return BookPage(
      title: title, book: title, root: "",
      main: [
        Element("h1", text: title),
        Element(
          "p", [:],
          [
            .text("Each lesson can be read here, and done with "),
            .element(Element("code", text: "sockratic learn")), .text(" at a terminal."),
          ]),
        Element("h2", ["id": "Lessons"], text: "Lessons"),
        Element("ol", ["class": "lessons"], items),
      ]
    ).text
  }

  private func entry(_ chapter: Chapter) -> [Element] {
    let lesson = chapter.lesson
    let steps = lesson.steps.count == 1 ? "1 step" : "\(lesson.steps.count) steps"
    let needs =
      lesson.needs.isEmpty ? [] : ["needs " + lesson.needs.map(\.words).joined(separator: " and ")]
    let summary = lesson.summary
    return [lesson.said(Element("a", ["href": chapter.path], text: lesson.title))]
      + (summary.isEmpty ? [] : [lesson.said(Element("p", text: summary))])
      + [Element("p", ["class": "note"], text: ([steps] + needs).joined(separator: ", "))]
  }
}

extension Lesson.Need {
  fileprivate var words: String {
    switch self {
    case .ipv6: "IPv6"
    case .wire: "the wire"
    case .raw: "the privilege to open raw sockets"
    }
  }
}

extension Lesson {
  /// The first sentences of the introduction, as many as it takes to say something.
  var summary: String {
    let paragraphs = introduction.filter { $0.kind == .paragraph }.map(\.plainText)
    var rest = LessonProse(values: standIns).filled(paragraphs.joined(separator: " "))[...]
    var summary = ""
    while summary.count < 100, !rest.isEmpty {
      let ends = [". ", "? ", "! "].compactMap { rest.firstRange(of: $0)?.upperBound }
      let end = ends.min() ?? rest.endIndex
      summary += rest[..<end]
      rest = rest[end...]
    }
    return trimmed(summary)
  }
}
