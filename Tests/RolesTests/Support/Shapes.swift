internal import Glibc

/// What happened in each round, without what differs from run to run. A round begins with the
/// statement `first`. Made for hundreds of thousands of lines, hence without a JSON parser.
func shapesOfRounds(_ output: [UInt8], first: String) -> [String] {
  var rounds: [String] = []
  var current: String?
  var text = output + [0]
  text.withUnsafeMutableBytes { bytes in
    guard var line = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
    while let end = strchr(line, Int32(UInt8(ascii: "\n"))) {
      end.pointee = 0
      if let event = member("event", of: line) {
        let isTyped = event == "typed"
        if isTyped, member("text", of: line) == first {
          if let current { rounds.append(current) }
          current = ""
        }
        let isSetUp = ["typed", "role-started", "role-ended", "note"].contains(event)
        if !isSetUp, current != nil { current? += shape(event, line) + "\n" }
        if isTyped, member("text", of: line)?.hasPrefix("kill ") == true {
          if let current { rounds.append(current) }
          current = nil
        }
      }
      line = end + 1
    }
  }
  if let current { rounds.append(current) }
  return rounds
}

private func shape(_ event: String, _ line: UnsafeMutablePointer<CChar>) -> String {
  var words = [member("role", of: line) ?? "", event]
  if let call = member("call", of: line) { words.append(call) }
  if let errno = member("errno", of: line) { words.append(errno) }
  guard let property = member("property", of: line) else { return words.joined(separator: " ") }
  words.append(property)
  if property != "local" {
    words += [member("from", of: line) ?? "", "→", member("to", of: line) ?? ""]
  }
  return words.joined(separator: " ")
}

/// The text of a string member; ours have no space behind the colon.
private func member(_ name: String, of line: UnsafeMutablePointer<CChar>) -> String? {
  guard let start = strstr(line, "\"\(name)\":\"") else { return nil }
  let value = start + name.utf8.count + 4
  guard let end = strchr(value, Int32(UInt8(ascii: "\""))) else { return nil }
  return String(
    decoding: UnsafeRawBufferPointer(start: value, count: end - value), as: UTF8.self)
}
