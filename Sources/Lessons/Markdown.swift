internal import CCMark

/// A piece of CommonMark as a plain value: what a view sets for a window's width.
public struct MarkdownNode: Hashable, Sendable {
  public var kind: Kind
  /// The text of the kinds that have one: text, code, code blocks, HTML.
  public var literal: String
  /// Its lines in the file, counted from 1.
  public var lines: ClosedRange<Int>
  public var children: [MarkdownNode]

  public enum Kind: Hashable, Sendable {
    case document, quote, item, paragraph, rule, html
    /// `start` is nil for a bullet list.
    case list(start: Int?, tight: Bool)
    case heading(level: Int)
    case codeBlock(info: String)
    case text, softBreak, lineBreak, code, emphasis, strong, inlineHTML
    case link(url: String)
    case image(url: String)
  }

  /// All text in it, markup left out.
  public var plainText: String {
    switch kind {
    case .text, .code: literal
    case .softBreak, .lineBreak: " "
    default: children.map(\.plainText).joined()
    }
  }
}

extension MarkdownNode {
  /// Deeper nesting than this is a mistake, and would only cost stack.
  static let deepest = 50

  /// Parses CommonMark; lines must end in a plain newline. Throws the line that is nested too deeply.
  static func document(_ text: String) throws(NestedTooDeeply) -> MarkdownNode {
    var text = text
    let root = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        cmark_parse_document($0.baseAddress, $0.count, CMARK_OPT_DEFAULT)
      }
    }
    guard let root else {
      return MarkdownNode(kind: .document, literal: "", lines: 1...1, children: [])
    }
    defer { cmark_node_free(root) }
    return try MarkdownNode(root, depth: 0)
  }

  struct NestedTooDeeply: Error {
    var line: Int
  }

  private init(_ node: OpaquePointer, depth: Int) throws(NestedTooDeeply) {
    let first = max(1, Int(cmark_node_get_start_line(node)))
    guard depth < MarkdownNode.deepest else { throw NestedTooDeeply(line: first) }
    kind = Kind(node)
    literal = string(cmark_node_get_literal(node))
    lines = first...max(first, Int(cmark_node_get_end_line(node)))
    children = []
    var child = cmark_node_first_child(node)
    while let next = child {
      children.append(try MarkdownNode(next, depth: depth + 1))
      child = cmark_node_next(next)
    }
  }
}

private func string(_ pointer: UnsafePointer<CChar>?) -> String {
  pointer.map { String(cString: $0) } ?? ""
}

extension MarkdownNode.Kind {
  fileprivate init(_ node: OpaquePointer) {
    let type = cmark_node_get_type(node)
    switch type {
    case CMARK_NODE_LIST: self = MarkdownNode.Kind(list: node)
    case CMARK_NODE_HEADING: self = .heading(level: Int(cmark_node_get_heading_level(node)))
    case CMARK_NODE_CODE_BLOCK: self = .codeBlock(info: string(cmark_node_get_fence_info(node)))
    case CMARK_NODE_LINK: self = .link(url: string(cmark_node_get_url(node)))
    case CMARK_NODE_IMAGE: self = .image(url: string(cmark_node_get_url(node)))
    default: self = plainKinds.first { $0.type == type }?.kind ?? .html
    }
  }

  private init(list node: OpaquePointer) {
    let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
    self = .list(
      start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil,
      tight: cmark_node_get_list_tight(node) != 0)
  }
}

private let plainKinds: [(type: cmark_node_type, kind: MarkdownNode.Kind)] = [
  (CMARK_NODE_DOCUMENT, .document), (CMARK_NODE_BLOCK_QUOTE, .quote), (CMARK_NODE_ITEM, .item),
  (CMARK_NODE_PARAGRAPH, .paragraph), (CMARK_NODE_THEMATIC_BREAK, .rule),
  (CMARK_NODE_HTML_BLOCK, .html), (CMARK_NODE_TEXT, .text), (CMARK_NODE_SOFTBREAK, .softBreak),
  (CMARK_NODE_LINEBREAK, .lineBreak), (CMARK_NODE_CODE, .code), (CMARK_NODE_EMPH, .emphasis),
  (CMARK_NODE_STRONG, .strong), (CMARK_NODE_HTML_INLINE, .inlineHTML),
]
