/// What a script that goes well prints; `words` stand before the program, as in `unshare -n`.
func printedLines(_ script: String, within words: [String] = []) throws -> [String] {
  let program = try Program(words + [Program.sockratic, "run", "-"], input: .text(script))
  guard try program.finish() == .status(0) else {
    throw Program.Failure(description: "\(program.errorText)\n\(program.outputText)")
  }
  return program.outputText.split(separator: "\n").map(String.init)
}
