internal import CLibedit
internal import Glibc

/// The user's editrc(5): `$EDITRC` or `~/.editrc`.
///
/// `bind -v` and `bind -e` wipe every binding, so they are applied before the editor's own, the rest after them.
struct StartUpFile {
  private static let limit = 64 << 10
  private var modes: [String] = []
  private var rest: [String] = []

  init() {
    for line in Self.text().split(whereSeparator: \.isNewline) {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let command = words.first, !command.hasPrefix("#") else { continue }
      let isBind = command == "bind" || command.hasSuffix(":bind")
      if isBind, words.count == 2, words[1] == "-v" || words[1] == "-e" {
        modes.append(String(line))
      } else {
        rest.append(String(line))
      }
    }
  }

  func applyMode(to editor: OpaquePointer) { Self.apply(modes, to: editor) }

  func applyRest(to editor: OpaquePointer) { Self.apply(rest, to: editor) }

  private static func apply(_ lines: [String], to editor: OpaquePointer) {
    guard !lines.isEmpty, let tokenizer = tok_init(nil) else { return }
    defer { tok_end(tokenizer) }
    for line in lines {
      var count: Int32 = 0
      var words: UnsafeMutablePointer<UnsafePointer<CChar>?>?
      if tok_str(tokenizer, line, &count, &words) == 0, count > 0 { el_parse(editor, count, words) }
      tok_reset(tokenizer)
    }
  }

  private static func text() -> String {
    let name =
      getenv("EDITRC").map { String(cString: $0) }
      ?? getenv("HOME").map { String(cString: $0) + "/.editrc" }
    guard let name, let opened = try? Descriptor.opened(name, O_RDONLY),
      let size = try? opened.size(name),
      let bytes = try? opened.read(from: 0, count: min(size, limit), name)
    else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }
}
