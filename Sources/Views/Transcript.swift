/// A statement as a transcript shows it, prompt and all: `server> send "hi"`.
public func transcriptLine(role: String, text: String, utf8: Bool = true) -> String {
  safeText(text.isEmpty ? "\(role)>" : "\(role)> \(text)", utf8: utf8)
}
