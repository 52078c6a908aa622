internal import Log
internal import Views

/// The search: a field on each page, and a script that has the words of all pages in it, for a page that
/// is read from a disk can load nothing else.
enum BookSearch {
  /// Hidden where no script runs.
  static var field: Element {
    Element(
      "div", ["id": "Search", "role": "search", "hidden": "hidden"],
      [
        Element("label", ["for": "Words"], text: "Search"),
        Element(
          "input",
          ["id": "Words", "type": "search", "autocomplete": "off", "spellcheck": "false"]),
        Element("p", ["id": "Found", "role": "status", "aria-live": "polite"]),
        Element("ol", ["id": "Results"]),
      ])
  }

  /// Every word that is typed must be in a section; those that have them in their titles come first.
  static let script = #"""
    (() => {
      const [area, field, found, results] =
        ["Search", "Words", "Found", "Results"].map((id) => document.getElementById(id));
      const most = 40;
      const lower = sections.map((each) => ({
        title: (each.lesson + " " + each.title).toLowerCase(), text: each.text.toLowerCase(),
      }));

      function rank(each, words) {
        let sum = 0;
        for (const word of words) {
          if (each.title.includes(word)) sum += 2;
          else if (each.text.includes(word)) sum += 1;
          else return 0;
        }
        return sum;
      }

      function excerpt(section, words) {
        const text = section.text;
        const at = words.map((word) => text.toLowerCase().indexOf(word)).filter((place) => place >= 0);
        const place = at.length > 0 ? Math.min(...at) : 0;
        const start = place > 50 ? Math.min(text.indexOf(" ", place - 50) + 1, place) : 0;
        const part = text.slice(start, place + 110);
        const line = document.createElement("p");
        let rest = (start > 0 ? "…" : "") + part + (place + 110 < text.length ? "…" : "");
        while (rest !== "") {
          const next = words.map((word) => [rest.toLowerCase().indexOf(word), word.length])
            .filter(([where]) => where >= 0).sort((a, b) => a[0] - b[0] || b[1] - a[1])[0];
          if (!next) break;
          const mark = document.createElement("mark");
          mark.textContent = rest.slice(next[0], next[0] + next[1]);
          line.append(rest.slice(0, next[0]), mark);
          rest = rest.slice(next[0] + next[1]);
        }
        line.append(rest);
        return line;
      }

      function item(section, words) {
        const link = document.createElement("a");
        link.href = document.body.dataset.root + section.page;
        link.textContent = section.title === "" ? section.lesson : section.lesson + ": " + section.title;
        const item = document.createElement("li");
        if (section.language) item.lang = section.language;
        item.append(link, excerpt(section, words));
        return item;
      }

      function search() {
        const words = field.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
        const hits = words.length === 0 ? [] : sections
          .map((section, place) => ({section, rank: rank(lower[place], words)}))
          .filter((hit) => hit.rank > 0).sort((a, b) => b.rank - a.rank);
        results.hidden = false;
        results.replaceChildren(...hits.slice(0, most).map((hit) => item(hit.section, words)));
        const count = hits.length === 1 ? "1 section" : hits.length + " sections";
        const more = hits.length > most ? ", the first " + most + " of them" : "";
        found.textContent = words.length === 0 ? "" : count + more;
      }

      field.addEventListener("input", search);
      area.addEventListener("keydown", (event) => {
        if (event.key === "Escape") {
          field.value = "";
          search();
          field.focus();
        } else if (event.key === "Enter" && event.target === field) {
          results.querySelector("a")?.focus();
        }
      });
      results.addEventListener("click", () => { results.hidden = true; });
      area.hidden = false;
      const asked = new URLSearchParams(location.search).get("q");
      if (asked) {
        field.value = asked;
        search();
      }
    })();
    """#
}

extension Book {
  var search: String {
    let sections = chapters.flatMap(\.sections).map { JSON.object($0).text }
    return "\"use strict\";\nconst sections = [\n\(sections.joined(separator: ",\n"))\n];\n"
      + BookSearch.script + "\n"
  }
}

extension Book.Chapter {
  /// What can be found: the introduction, and each step.
  fileprivate var sections: [[(String, JSON)]] {
    [section("", "", lesson.introduction.map(\.words))]
      + lesson.steps.map { section("#\($0.id)", $0.title, $0.texts) }
  }

  private func section(
    _ anchor: String, _ title: String, _ texts: [String]
  ) -> [(String, JSON)] {
    let text = LessonProse(values: lesson.standIns).filled(texts.joined(separator: " "))
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return [
      ("page", .string(path + anchor)), ("lesson", .string(label)), ("title", .string(title)),
      ("text", .string(words)),
    ] + (lesson.language.map { [("language", .string($0))] } ?? [])
  }
}

extension Step {
  /// All that a reader sees of it.
  fileprivate var texts: [String] {
    parts.flatMap { part -> [String] in
      switch part {
      case .prose(let node): [node.words]
      case .demonstration(let block): block.texts
      case .goals(let goals): goals.goals.map(\.text)
      case .hint(let hint): hint.prose.map(\.words)
      case .solution(let solution): solution.texts
      case .quiz(let quiz): [quiz.question] + quiz.answers.flatMap { [$0.text, $0.reason ?? ""] }
      case .program(let program): [program.file, program.source]
      }
    }
  }
}

extension Solution {
  fileprivate var texts: [String] {
    parts.flatMap { part -> [String] in
      switch part {
      case .prose(let node): [node.words]
      case .transcript(let block): block.texts
      }
    }
  }
}

extension Transcript {
  fileprivate var texts: [String] {
    exchanges.flatMap { [$0.command.text] + $0.expected.map(\.pattern.text) }
  }
}

extension MarkdownNode {
  /// All text in it, with a space between blocks.
  fileprivate var words: String {
    switch kind {
    case .document, .quote, .item, .list: children.map(\.words).joined(separator: " ")
    case .codeBlock: literal
    default: plainText
    }
  }
}
