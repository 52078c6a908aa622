internal import Foundation

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
  var names: [Substring: String] = [:]
  return program.outputText.replacing(/\b([0-9]{5})\b/) { match in
    if names[match.1] == nil { names[match.1] = "PORT\(names.count + 1)" }
    return names[match.1] ?? ""
  }
}
