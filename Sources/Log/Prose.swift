/// Text for a reader, as blocks that a view sets for the width of its window.
public struct Prose: Hashable, Sendable {
  public var blocks: [Block]

  public init(_ blocks: [Block]) {
    self.blocks = blocks
  }

  /// A paragraph of plain text.
  public init(_ text: String) {
    self.init([Block(.paragraph, [Span(text)])])
  }

  public struct Block: Hashable, Sendable {
    public var kind: Kind
    /// How many columns from the left it stands.
    public var indent: Int
    /// What stands before its first line: a list's bullet or number, a quote's bar.
    public var marker: String
    /// Whether an empty line goes before it.
    public var isApart: Bool
    public var spans: [Span]

    public enum Kind: UInt8, Hashable, Sendable {
      case heading, paragraph
      /// One line of code, never broken where it fits.
      case code
      /// A line of a program, at the left margin and whole, so that it can be copied.
      case program
      /// A line as it would be typed at its prompt.
      case command
    }

    public init(
      _ kind: Kind, _ spans: [Span], indent: Int = 0, marker: String = "", isApart: Bool = true
    ) {
      self.kind = kind
      self.indent = indent
      self.marker = marker
      self.isApart = isApart
      self.spans = spans
    }
  }

  /// A run of text in one style.
  public struct Span: Hashable, Sendable {
    public var text: String
    public var style: Style

    public enum Style: UInt8, Hashable, Sendable {
      case plain, emphasis, strong, code
      /// The address that a link leads to.
      case link
      case lineBreak
    }

    public init(_ text: String, _ style: Style = .plain) {
      self.text = text
      self.style = style
    }
  }

  /// Its words without their styles, a block a line.
  public var plainText: String {
    blocks.map { $0.marker + $0.spans.map(\.text).joined() }.joined(separator: "\n")
  }
}

extension Prose: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(blocks) { $0.put($1) }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    self.init(try reader.list { reader throws(Malformed) in try reader.value(Block.self) })
  }
}

extension Prose.Block: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(kind.rawValue)
    writer.put(indent)
    writer.put(marker)
    writer.put(isApart)
    writer.put(spans) { $0.put($1) }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    guard let kind = Kind(rawValue: try reader.byte()) else { throw Malformed() }
    let indent = try reader.int()
    let marker = try reader.string()
    let isApart = try reader.bool()
    let spans = try reader.list { reader throws(Malformed) in try reader.value(Prose.Span.self) }
    self.init(kind, spans, indent: indent, marker: marker, isApart: isApart)
  }
}

extension Prose.Span: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(style.rawValue)
    writer.put(text)
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    guard let style = Style(rawValue: try reader.byte()) else { throw Malformed() }
    self.init(try reader.string(), style)
  }
}
