internal import ArgumentParser
internal import Language

/// `sockratic` and what can follow it.
struct Sockratic: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sockratic",
    abstract: "Learn sockets by making the calls yourself.",
    discussion: """
      Without a subcommand: a REPL. Type `socket tcp`, `connect server`, `send "hello"`, and see the \
      real system call, the kernel's answer, and what it did to the state of every socket.
      """,
    version: "sockratic 0.1.0",
    subcommands: [Repl.self, Run.self, Learn.self, LessonCommand.self, ReferenceCommand.self],
    defaultSubcommand: Repl.self)
}

/// `sockratic reference`
struct ReferenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reference", abstract: "Print the whole command reference, as Markdown.")

  func run() { Output.standard.write(reference()) }
}
