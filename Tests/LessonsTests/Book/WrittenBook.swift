import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A book as it was written, read into memory.
struct WrittenBook: Sendable {
  /// By path within the book.
  var files: [String: Data] = [:]
  var pages: [String: PageElement] = [:]

  /// Every page must be well-formed XML.
  init(at folder: String) throws {
    let names = try #require(FileManager.default.enumerator(atPath: folder))
    for case let name as String in names {
      guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
      files[name] = bytes
      if name.hasSuffix(".html") { pages[name] = try PageElement(xml: bytes, name) }
    }
  }

  func text(_ name: String) throws -> String {
    String(decoding: try #require(files[name]), as: UTF8.self)
  }

  /// The page of a lesson, by its id.
  func lesson(_ id: String) throws -> PageElement { try #require(pages["lessons/\(id).html"]) }

  /// What a link on a page leads to: a path in the book, and an id on that page.
  func target(of link: String, on page: String) -> (path: String, id: String?) {
    let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let id = parts.count > 1 ? String(parts[1]) : nil
    guard !parts[0].isEmpty else { return (page, id) }
    var path = page.split(separator: "/").dropLast().map(String.init)
    for part in parts[0].split(separator: "/") {
      if part == ".." { _ = path.popLast() } else { path.append(String(part)) }
    }
    return (path.joined(separator: "/"), id)
  }
}

/// An element of a page.
struct PageElement: Sendable {
  let name: String
  let attributes: [String: String]
  private(set) var children: [PageElement] = []
  /// All text in it.
  private(set) var text = ""

  fileprivate init(_ name: String, _ attributes: [String: String]) {
    self.name = name
    self.attributes = attributes
  }

  init(xml: Data, _ file: String) throws {
    let reader = Reader()
    let parser = XMLParser(data: xml)
    parser.delegate = reader
    #expect(parser.parse(), "\(file): \(String(describing: parser.parserError))")
    self = try #require(reader.root, "\(file)")
  }

  /// It, and all in it, in the order of the page.
  var all: [PageElement] { [self] + children.flatMap(\.all) }

  /// The same without those of a class and what is in them.
  func all(outside name: String) -> [PageElement] {
    isClassed(name) ? [] : [self] + children.flatMap { $0.all(outside: name) }
  }

  private func isClassed(_ name: String) -> Bool {
    attributes["class"]?.split(separator: " ").contains(Substring(name)) == true
  }

  func all(_ name: String) -> [PageElement] { all.filter { $0.name == name } }

  func all(classed name: String) -> [PageElement] { all.filter { $0.isClassed(name) } }

  var ids: [String] { all.compactMap { $0.attributes["id"] } }

  /// With one space for each run of white space.
  var plainText: String { evenly(text) }

  private final class Reader: NSObject, XMLParserDelegate {
    var root: PageElement?
    private var open: [PageElement] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      open.append(PageElement(name, attributes))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
      if !open.isEmpty { open[open.count - 1].text += string }
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
      qualifiedName: String?
    ) {
      guard let element = open.popLast() else { return }
      guard !open.isEmpty else {
        root = element
        return
      }
      open[open.count - 1].children.append(element)
      open[open.count - 1].text += element.text
    }
  }
}

/// The text with one space for each run of white space.
func evenly(_ text: String) -> String {
  text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}
