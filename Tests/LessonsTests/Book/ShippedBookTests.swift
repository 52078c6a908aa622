import Foundation
import Lessons
import Testing
import Views

/// The book of all lessons, made once.
private enum ShippedBook {
  static let made = Result { try make() }

  private static func make() throws -> (book: WrittenBook, run: ProgramRun, seconds: Double) {
    let folder = TemporaryFolder()
    let start = Date()
    let run = try sockratic(["lesson", "book", folder.path + "book"])
    let seconds = Date().timeIntervalSince(start)
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    return (try WrittenBook(at: folder.path + "book"), run, seconds)
  }
}

/// What a reader finds in the book of the shipped lessons.
struct ShippedBookTests {
  private let book: WrittenBook
  private let lessons: [Lesson]

  init() throws {
    book = try ShippedBook.made.get().book
    lessons = try ShippedLessons.all.map { try Lesson.parse($0.text, file: "\($0.name).md") }
  }

  @Test func `it is made in three minutes, with a page for each lesson and an index`() throws {
    let made = try ShippedBook.made.get()
    #expect(made.seconds < 180)
    #expect(made.run.lines.last?.hasSuffix("book/index.html") == true)
    #expect(
      Set(book.pages.keys) == Set(lessons.map { "lessons/\($0.id).html" } + ["index.html"]))
    #expect(
      book.files.keys.filter { !$0.hasSuffix(".html") }.sorted()
        == [".sockratic-book", "search.js", "style.css"])
  }

  @Test func `every link leads to a page and a place on it`() throws {
    for (name, page) in book.pages {
      for link in page.all.compactMap({ $0.attributes["href"] }) {
        if link.hasPrefix("https://") || link.hasPrefix("http://") { continue }
        let target = book.target(of: link, on: name)
        #expect(book.files[target.path] != nil, "\(name): \(link)")
        guard let id = target.id else { continue }
        #expect(book.pages[target.path]?.ids.contains(id) == true, "\(name): \(link)")
      }
    }
  }

  @Test func `nothing is loaded from anywhere but the book`() throws {
    for (name, page) in book.pages {
      let loading = page.all.filter { $0.name != "a" }
        .flatMap { [$0.attributes["href"], $0.attributes["src"]] }.compactMap { $0 }
      #expect(loading.count == 2, "\(name): \(loading)")
      for link in loading {
        #expect(!link.contains(":") && !link.hasPrefix("/"), "\(name): \(link)")
        #expect(book.files[book.target(of: link, on: name).path] != nil, "\(name): \(link)")
      }
      for element in page.all {
        #expect(!element.attributes.keys.contains { $0.hasPrefix("on") || $0 == "srcset" })
      }
    }
    let style = try book.text("style.css")
    for word in ["url(", "@import", "http:", "https:", "@font-face"] {
      #expect(!style.contains(word))
    }
    let script = try #require(try book.text("search.js").components(separatedBy: "\n];\n").last)
    for word in ["fetch", "XMLHttp", "import", "eval", "innerHTML"] {
      #expect(!script.contains(word), "\(word)")
    }
  }

  @Test func `each page has one title, headings without jumps, and no id twice`() throws {
    for (name, page) in book.pages {
      let levels = page.all.compactMap { element in
        element.name.count == 2 && element.name.first == "h"
          ? element.name.last.flatMap { Int(String($0)) } : nil
      }
      #expect(levels.first == 1 && levels.count { $0 == 1 } == 1, "\(name): \(levels)")
      for (before, level) in zip(levels, levels.dropFirst()) {
        #expect(level <= before + 1, "\(name): \(levels)")
      }
      #expect(Set(page.ids).count == page.ids.count, "\(name)")
    }
  }

  @Test func `each page has landmarks, a language, a title and a way past its head`() throws {
    for (name, page) in book.pages {
      #expect(page.attributes["lang"] == "en")
      for landmark in ["header", "main", "footer"] {
        #expect(page.all(landmark).count == 1, "\(name): \(landmark)")
      }
      #expect(page.all("head").first?.all("title").map(\.text.isEmpty) == [false])
      let first = try #require(page.all("body").first?.children.first)
      #expect(first.attributes["href"] == "#Main")
      #expect(page.all("main").first?.attributes["id"] == "Main")
      let search = try #require(page.all.first { $0.attributes["role"] == "search" })
      #expect(search.attributes["hidden"] != nil, "without a script it is of no use")
      #expect(search.all("label").first?.attributes["for"] == "Words")
    }
  }

  @Test func `every drawing has a text in its place`() throws {
    for (name, page) in book.pages {
      #expect(page.all("img").isEmpty)
      for drawing in page.all("svg") {
        #expect(drawing.attributes["role"] == "img")
        let labels = (drawing.attributes["aria-labelledby"] ?? "").split(separator: " ")
        #expect(labels.count == 2, "\(name)")
        for label in labels {
          let element = drawing.all.first { $0.attributes["id"] == String(label) }
          #expect(element?.text.isEmpty == false, "\(name): \(label)")
        }
      }
    }
  }

  @Test func `what is wide scrolls by itself, takes the focus, and says what it is`() throws {
    for (name, page) in book.pages {
      let boxes = page.all(classed: "scroll")
      for box in boxes {
        #expect(box.attributes["tabindex"] == "0" && box.attributes["role"] == "region")
      }
      let labels = boxes.compactMap { $0.attributes["aria-label"] }
      #expect(Set(labels).count == boxes.count, "\(name)")
      #expect(
        !page.all(outside: "scroll").contains { ["pre", "svg"].contains($0.name) }, "\(name)")
    }
  }

  @Test func `every word of a lesson and everything that is typed in it is on its page`() throws {
    for lesson in lessons {
      let page = try book.lesson(lesson.id)
      // Marks of code and emphasis are no words.
      let text = evenly(page.text.replacing(/[`*]/, with: ""))
      for said in lesson.said {
        for piece in pieces(of: said) { #expect(text.contains(piece), "\(lesson.id): \(piece)") }
      }
      let typed = Set(page.all("kbd").map(\.text))
      for command in lesson.blocks.flatMap(\.exchanges).map(\.command)
      where command.repeats.isEmpty {
        #expect(typed.contains(command.text), "\(lesson.id): \(command.text)")
      }
    }
  }

  /// What stands between the places of values.
  private func pieces(of text: String) -> [String] {
    text.replacing(/\{(\*|[a-z0-9_]+(:[a-z]+)?)\}/, with: "\u{0}").replacing("{{", with: "{")
      .replacing(/[`*]/, with: "").split(separator: "\u{0}").map { evenly(String($0)) }
  }

  @Test func `a lesson that was played is drawn, and its values are those that came`() throws {
    for lesson in lessons {
      let page = try book.lesson(lesson.id)
      let isPlayed = !page.plainText.contains("This lesson was not played when the book was made")
      #expect(isPlayed || !lesson.needs.isEmpty, "\(lesson.id)")
      #expect(page.all("svg").isEmpty != isPlayed, "\(lesson.id)")
      // The other of two variants is not played.
      let isWhole =
        !lesson.blocks.contains { $0.when != nil } && lesson.steps.allSatisfy { $0.needs.isEmpty }
      if isPlayed, isWhole {
        // Random bytes can be a character that is only named.
        let text = page.text.replacing(/\\u\{[0-9a-f]+\}/, with: "")
        #expect(text.firstMatch(of: /\{[a-z0-9_]+\}/) == nil, "\(lesson.id)")
      }
    }
  }

  @Test func `a port is the same in the transcript, in the prose and in the drawing`() throws {
    let page = try book.lesson("first-client")
    let transcript = try #require(page.all("pre").first?.text)
    let port = try #require(transcript.firstMatch(of: /bound to 127\.0\.0\.1:(\d+)/)?.1)
    #expect(page.plainText.contains("and the kernel chose \(port)."))
    #expect(page.all("svg").first?.text.contains("@3 bound to 127.0.0.1:\(port)") == true)
  }

  @Test func `the index lists the lessons by number, and each page leads to its neighbours`() throws
  {
    let index = try #require(book.pages["index.html"])
    let items = index.all(classed: "lessons").flatMap(\.children)
    #expect(items.map { $0.attributes["value"] } == lessons.indices.map { "\($0 + 1)" })
    #expect(items.map { $0.all("a").first?.text } == lessons.map(\.title))
    for (place, lesson) in lessons.enumerated() {
      let links = try book.lesson(lesson.id).all("a")
      let before = place > 0 ? "\(lessons[place - 1].id).html" : nil
      let after = place + 1 < lessons.count ? "\(lessons[place + 1].id).html" : nil
      #expect(links.first { $0.attributes["rel"] == "prev" }?.attributes["href"] == before)
      #expect(links.first { $0.attributes["rel"] == "next" }?.attributes["href"] == after)
    }
  }

  @Test func `the search knows each step, its page and its words`() throws {
    let sections = try book.sections
    #expect(sections.count == lessons.reduce(0) { $0 + 1 + $1.steps.count })
    for section in sections {
      let target = book.target(of: try #require(section["page"]), on: "index.html")
      #expect(book.files[target.path] != nil)
      if let id = target.id { #expect(book.pages[target.path]?.ids.contains(id) == true) }
    }
    let refused = try #require(
      sections.first { $0["page"] == "lessons/first-client.html#refused" })
    for word in ["client> connect", "ECONNREFUSED", "innermost", "the client's call is refused"] {
      let isFound = refused["text"]?.contains(word) == true
      #expect(isFound == (word != "innermost"), "\(word)")
    }
  }

  @Test func `solutions, hints and answers are folded away`() throws {
    for lesson in lessons {
      let folds = try book.lesson(lesson.id).all("details")
      #expect(!folds.contains { $0.attributes["open"] != nil })
      let count = lesson.steps.reduce(0) {
        $0 + $1.hints.count + $1.solutions.count + $1.quizzes.count
      }
      #expect(folds.count == count, "\(lesson.id)")
    }
  }

  @Test func `its colours are those whose contrast is known`() throws {
    let style = try book.text("style.css")
    let known = Colour.allCases.flatMap { [$0.light, $0.dark] }
    for colour in style.matches(of: /#[0-9a-f]{6}/) { #expect(known.contains(String(colour.0))) }
    #expect(style.contains("prefers-color-scheme: dark") && style.contains("@media print"))
  }
}

extension WrittenBook {
  /// What the search has in it.
  var sections: [[String: String]] {
    get throws {
      let script = try text("search.js")
      let list = try #require(
        script.firstMatch(of: /const sections = (\[\n(?s:.*?)\n\]);\n/)?.1)
      return try JSONDecoder().decode([[String: String]].self, from: Data(list.utf8))
    }
  }
}

extension Lesson {
  fileprivate var blocks: [Transcript] {
    steps.flatMap { $0.demonstrations + $0.solutions.flatMap(\.transcripts) }
  }

  /// Everything that it says in words.
  fileprivate var said: [String] {
    let prose =
      introduction
      + steps.flatMap { step in
        step.prose + step.hints.flatMap(\.prose)
          + step.solutions.flatMap(\.parts).compactMap {
            if case .prose(let node) = $0 { node } else { nil }
          }
      }
    let answers = steps.flatMap(\.quizzes).flatMap { quiz in
      [quiz.question] + quiz.answers.flatMap { [$0.text, $0.reason ?? ""] }
    }
    return [title] + steps.map(\.title) + prose.flatMap(\.paragraphs) + answers
      + steps.compactMap(\.goals).flatMap(\.goals).map(\.text)
  }
}

extension MarkdownNode {
  /// The text of each block in it.
  fileprivate var paragraphs: [String] {
    switch kind {
    case .list, .item, .quote: children.flatMap(\.paragraphs)
    case .codeBlock: [literal]
    default: [plainText]
    }
  }
}
