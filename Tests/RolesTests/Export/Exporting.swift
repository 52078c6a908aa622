internal import Testing

/// What happens before the line that exports it.
let exportedConversation = """
  server> socket tcp
  bind 0
  listen
  client> socket tcp
  connect server
  server> accept
  client> send "hello"
  server> recv

  """

/// Runs the conversation and the line in that folder.
@discardableResult
func export(
  _ line: String, in folder: TemporaryFolder, of conversation: String = exportedConversation,
  status: Int32 = 0
) throws -> Program {
  let program = try Program(
    ["env", "-C", folder.path, Program.sockratic, "run", "-"],
    input: .text(conversation + line + "\n"))
  #expect(try program.finish() == .status(status), "\(program.errorText)")
  return program
}
