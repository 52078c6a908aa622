import Language
import Testing

/// What every explanation and remark keeps to.
func expectQuiet(_ text: String, location: SourceLocation = #_sourceLocation) {
  #expect(text.last == "." || text.hasSuffix(".)"), "\(text)", sourceLocation: location)
  #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7f }, "\(text)")
  #expect(!text.contains("!") && !text.contains("  "), "\(text)", sourceLocation: location)
  #expect(
    text.first?.isLowercase != true || roleFirst(text), "lower case: \(text)",
    sourceLocation: location)
  #expect(text.utf8.count <= 330, "\(text.utf8.count): \(text)", sourceLocation: location)
  for command in commands(in: text) {
    #expect(hasShape(command), "\(command)", sourceLocation: location)
  }
}

/// A sentence may begin with the name of a role or of a call.
private func roleFirst(_ text: String) -> Bool {
  ["server", "client", "bind", "send", "shutdown", "client's"].contains { text.hasPrefix($0) }
}

func commands(in text: String) -> [String] {
  let parts = text.split(separator: "`", omittingEmptySubsequences: false)
  #expect(parts.count % 2 == 1, "unpaired backquote: \(text)")
  return parts.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
}

/// A whole line of the language, or a command's name alone, in a sentence that goes on.
private func hasShape(_ command: String) -> Bool {
  if command.allSatisfy(\.isLetter) { return known.contains(command) }
  return (try? parse(command, in: Context(currentRole: "client"))) != nil
}

private let known = Set(Language.commands.map(\.name))
