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
  ["server", "client", "bind", "send", "shutdown"].contains { text.hasPrefix($0) }
}

func commands(in text: String) -> [String] {
  let parts = text.split(separator: "`", omittingEmptySubsequences: false)
  #expect(parts.count % 2 == 1, "unpaired backquote: \(text)")
  return parts.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
}

/// The commands of the first conversation, all that an explanation may name.
private let known: Set<String> = [
  "socket", "bind", "listen", "accept", "connect", "send", "sendto", "recv", "recvfrom", "shutdown",
  "close", "getsockname", "getpeername", "use", "sockets", "role", "interrupt", "kill", "trace",
  "explain", "wait", "check", "signal", "history", "source", "help", "quit",
]

/// `[role>] command arguments`, in characters that a line may have.
private func hasShape(_ command: String) -> Bool {
  var words = command.split(separator: " ", omittingEmptySubsequences: false)
  if let first = words.first, first.hasSuffix(">") {
    guard first.dropLast().allSatisfy({ $0.isLetter || $0.isNumber }) else { return false }
    words.removeFirst()
  }
  guard let name = words.first, known.contains(String(name)) else { return false }
  return words.allSatisfy { !$0.isEmpty }
}
