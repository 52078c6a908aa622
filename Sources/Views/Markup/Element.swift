/// An element of a page or of a drawing, with its attributes and what stands in it.
///
/// Nothing in it is markup but the elements themselves: every text and every attribute's value is escaped
/// when it is written.
public struct Element: Sendable {
  public var name: String
  public var attributes: [(name: String, value: String)]
  public var children: [Node]

  public init(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [Node] = []
  ) {
    self.name = name
    self.attributes = attributes.map { ($0.key, $0.value) }
    self.children = children
  }

  /// An element with nothing but text in it.
  public init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String) {
    self.init(name, attributes, [.text(text)])
  }

  public init(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [Element]
  ) {
    self.init(name, attributes, children.map { .element($0) })
  }
}

/// What can stand in an element.
public enum Node: Sendable {
  case element(Element)
  case text(String)
  /// The rules of a style sheet, which have neither `<` nor `&`: they are ours alone.
  case rules(StyleSheet)
}
