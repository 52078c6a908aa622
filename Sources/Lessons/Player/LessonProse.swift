internal import Log

/// Makes prose of a lesson's Markdown, with the values of the names that have one.
struct LessonProse {
  let values: [String: String]

  func prose(_ nodes: [MarkdownNode]) -> Prose {
    Prose(nodes.flatMap { blocks(of: $0, indent: 0) })
  }

  /// The text with `{name}` replaced, and `{{` a brace. The number of a command's own rounds stays a
  /// name, whatever has it at the moment.
  func filled(_ text: String) -> String {
    guard text.contains("{") else { return text }
    let counters = counters(of: text)
    var filled = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      filled += rest[..<open]
      rest = rest[rest.index(after: open)...]
      if rest.first == "{" {
        filled += "{"
        rest = rest.dropFirst()
      } else if let close = rest.firstIndex(of: "}"), !counters.contains(String(rest[..<close])),
        let value = value(rest[..<close])
      {
        filled += value
        rest = rest[rest.index(after: close)...]
      } else {
        filled += "{"
      }
    }
    return filled + rest
  }

  /// A `{*}` or a capture stands for whatever comes there.
  private func value(_ inside: Substring) -> String? {
    if inside == "*" { return "…" }
    let name = String(inside.prefix { $0 != ":" })
    return values[name] ?? (name.count < inside.count && isValueName(name) ? "…" : nil)
  }

  // MARK: Blocks

  private func blocks(of node: MarkdownNode, indent: Int) -> [Prose.Block] {
    switch node.kind {
    case .heading: [Prose.Block(.heading, spans(of: node.children), indent: indent)]
    case .paragraph: [Prose.Block(.paragraph, spans(of: node.children), indent: indent)]
    case .codeBlock: code(node.literal, indent: indent + 4)
    case .list(let start, let isTight): items(of: node, start, isTight: isTight, indent: indent)
    case .quote: quoted(node.children.flatMap { blocks(of: $0, indent: indent) })
    case .rule: [Prose.Block(.paragraph, [Prose.Span("* * *")], indent: indent)]
    default: node.children.flatMap { blocks(of: $0, indent: indent) }
    }
  }

  /// A line of code each, the first apart from what stands before it.
  func code(
    _ text: String, indent: Int, as kind: Prose.Block.Kind = .code
  ) -> [Prose.Block] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.enumerated().map { index, line in
      Prose.Block(
        kind, [Prose.Span(filled(String(line)), .code)], indent: indent, isApart: index == 0)
    }
  }

  private func items(
    of list: MarkdownNode, _ start: Int?, isTight: Bool, indent: Int
  ) -> [Prose.Block] {
    list.children.enumerated().flatMap { index, item in
      let marker = start.map { "\($0 + index). " } ?? "- "
      var inside = item.children.flatMap { blocks(of: $0, indent: indent + marker.count) }
      if let first = inside.first, first.kind == .paragraph, first.marker.isEmpty {
        inside[0].marker = marker
        inside[0].indent = indent
        inside[0].isApart = index == 0 || !isTight
      }
      return inside
    }
  }

  private func quoted(_ blocks: [Prose.Block]) -> [Prose.Block] {
    blocks.map { block in
      var block = block
      block.marker = "  " + block.marker
      return block
    }
  }

  // MARK: Spans

  private func spans(of nodes: [MarkdownNode]) -> [Prose.Span] { nodes.flatMap { spans(of: $0) } }

  private func spans(of node: MarkdownNode) -> [Prose.Span] {
    switch node.kind {
    case .text: [Prose.Span(filled(node.literal))]
    case .code: [Prose.Span(filled(node.literal), .code)]
    case .softBreak: [Prose.Span(" ")]
    case .lineBreak: [Prose.Span("", .lineBreak)]
    case .emphasis: styled(node, .emphasis)
    case .strong: styled(node, .strong)
    case .link(let url), .image(let url): link(node, to: url)
    default: spans(of: node.children)
    }
  }

  private func styled(_ node: MarkdownNode, _ style: Prose.Span.Style) -> [Prose.Span] {
    spans(of: node.children).map { span in
      span.style == .plain ? Prose.Span(span.text, style) : span
    }
  }

  private func link(_ node: MarkdownNode, to url: String) -> [Prose.Span] {
    let text = spans(of: node.children)
    if node.plainText == url || node.plainText.isEmpty { return [Prose.Span(url, .link)] }
    return url.isEmpty ? text : text + [Prose.Span(" "), Prose.Span(url, .link)]
  }
}
