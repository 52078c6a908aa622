internal import ArgumentParser
internal import Roles

/// The executable is the stage, and also, by its first argument, a role or the resolver: these start
/// without a look at the command line's declarations.
@main
enum Main {
  static func main() {
    let arguments = CommandLine.arguments
    switch arguments.first {
    case RoleProcess.marker: Foreign.exit(RoleProcess.run(arguments: arguments))
    case Resolver.marker: Foreign.exit(Resolver.run(arguments: arguments))
    default: Sockratic.main()
    }
  }
}
