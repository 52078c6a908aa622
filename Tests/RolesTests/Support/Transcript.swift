internal import Foundation
internal import Testing

/// What a script prints, with each port named by the place where it first occurs.
///
/// `words` stand before the program's, as in `unshare -n`.
func transcript(
  of script: String, status: Int32 = 0, within words: [String] = []
) throws -> String {
  let program = try Program(words + [Program.sockratic, "run", "-"], input: .text(script))
  guard try program.finish(within: 60) == .status(status) else {
    throw Program.Failure(description: "\(program.errorText)\n\(program.outputText)")
  }
  return namingPorts(in: program.outputText)
}

/// With `PORT1` for the first port, and so on. The kernel may choose a port a second time: where one is
/// bound, a name begins.
private func namingPorts(in text: String) -> String {
  var names: [Substring: String] = [:]
  var count = 0
  return text.replacing(/((?:bound to|is at) \S+:)?\b([0-9]{5})\b/) { match in
    if match.1 != nil || names[match.2] == nil {
      count += 1
      names[match.2] = "PORT\(count)"
    }
    return (match.1 ?? "") + (names[match.2] ?? "")
  }
}

/// Runs the script that often: the transcripts must be the same,
/// and have these parts.
func expectSameTranscript(of script: String, times: Int, _ parts: [String]) throws {
  let first = try transcript(of: script)
  for part in parts { #expect(first.contains(part), "\(first)") }
  for _ in 1..<times {
    let next = try transcript(of: script)
    #expect(next == first, "\(difference(of: next, from: first))")
  }
}

/// The lines that go and those that come.
private func difference(of text: String, from other: String) -> String {
  let lines = text.split(separator: "\n")
  return lines.difference(from: other.split(separator: "\n")).map { change in
    switch change {
    case .insert(let place, let line, _): "+\(place) \(line)"
    case .remove(let place, let line, _): "-\(place) \(line)"
    }
  }.joined(separator: "\n")
}
