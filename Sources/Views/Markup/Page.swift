/// A page of HTML that stands for itself: it loads nothing, and runs nothing.
public struct Page: Sendable {
  public var title: String
  public var style: StyleSheet
  /// Below the title.
  public var content: [Element]

  public init(title: String, style: StyleSheet = .page, _ content: [Element]) {
    self.title = title
    self.style = style
    self.content = content
  }

  public var text: String {
    let html = Element(
      "html", ["lang": "en"],
      [
        Element("head", [:], head),
        Element("body", [:], [Element("main", [:], [Element("h1", text: title)] + content)]),
      ])
    return "<!DOCTYPE html>\n" + html.text(.html) + "\n"
  }

  private var head: [Element] {
    [
      Element("meta", ["charset": "utf-8"]),
      Element(
        "meta",
        [
          "http-equiv": "Content-Security-Policy",
          "content": "default-src 'none'; style-src 'unsafe-inline'",
        ]),
      Element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
      Element("title", text: title),
      Element("style", [:], [.rules(style)]),
    ]
  }
}
