internal import ArgumentParser
internal import Glibc
internal import Roles
internal import Wire

/// The executable is the stage, and also, by its first argument, a role, a partner, the resolver, the
/// wire or another helper: these start without a look at the command line's declarations.
@main
enum Main {
  static func main() {
    let arguments = CommandLine.arguments
    switch arguments.first {
    case RoleProcess.marker: Foreign.exit(RoleProcess.run(arguments: arguments))
    case PartnerProcess.marker: Foreign.exit(PartnerProcess.run(arguments: arguments))
    case Resolver.marker: Foreign.exit(Resolver.run(arguments: arguments))
    case WireProcess.marker: Foreign.exit(WireProcess.run(arguments: arguments))
    case ProberProcess.marker: Foreign.exit(ProberProcess.run(arguments: arguments))
    case FuzzerProcess.marker: Foreign.exit(FuzzerProcess.run(arguments: arguments))
    default: startStage(Array(arguments.dropFirst()))
    }
  }

  /// What is started most often need not be parsed, which would take a third of the time until the
  /// prompt: `sockratic` and `sockratic run FILE`.
  private static func startStage(_ arguments: [String]) {
    if arguments.isEmpty, Foreign.isTerminal(STDIN_FILENO) { return Conversation().hold() }
    if arguments.count == 2, arguments[0] == "run", arguments[1].first != "-" {
      Foreign.exit(Script(file: arguments[1]).run())
    }
    Sockratic.main()
  }
}
