import Language
import Testing

/// Every example of every command's declaration does what it says.
struct ExampleTests {
  @Test(arguments: commands.flatMap { command in command.examples.map { (command.name, $0) } })
  func `an example of a command shows what it promises`(
    _ command: String, _ example: Example
  ) throws {
    if example.lines.contains(where: { $0.hasPrefix("wire up") }), !Requirement.wire { return }
    let script = example.lines.map { $0 + "\n" }.joined()
    let program = try Program(sockratic: ["run", "-"], input: .text(script))
    _ = try program.finish(within: 20)
    let shown = program.outputText + program.errorText
    #expect(shown.contains(example.shows), "\(command): \(script)\n\(shown)")
  }

  @Test func `every command has an example`() {
    for command in commands { #expect(!command.examples.isEmpty, "\(command.name)") }
  }
}
