internal import Glibc
internal import PseudoTerminal

/// `sockratic-benchmark [PATH [WHAT]]`: how fast the sockratic at that path is (the one beside it, if
/// none is given), against programs that people know, both sides in one run; of it only WHAT is
/// measured, if given: `sockratic-benchmark .build/release/sockratic "the wire"`.
@main
enum Main {
  static func main() {
    let arguments = CommandLine.arguments
    let sockratic = arguments.count > 1 ? arguments[1] : "\(productsDirectory)/sockratic"
    guard access(sockratic, X_OK) == 0 else {
      print("there is no \(sockratic): build it first")
      exit(1)
    }
    signal(SIGPIPE, SIG_IGN)
    do {
      try run(sockratic, only: arguments.dropFirst(2).first)
    } catch {
      print("no benchmark: \(error)")
    }
  }

  private static func run(_ sockratic: String, only chosen: String?) throws {
    let folder = try Folder()
    let startUp = StartUp(sockratic: sockratic, folder: folder)
    let commands = Commands(sockratic: sockratic, folder: folder)
    var rows: [Row] = []
    var names: [String] = []
    func measure(_ what: String, _ body: () throws -> [Row]) {
      if names.last != what { names.append(what) }
      guard chosen == nil || chosen == what else { return }
      do {
        rows += try body()
      } catch let failure as Failure {
        print("skipped: \(what): \(failure.reason)")
      } catch {
        print("skipped: \(what): \(error)")
      }
    }
    measure("first prompt") {
      [try startUp.prompt(against: try python(), prompt: ">>>", bound: 0.25)]
    }
    measure("first prompt") {
      [try startUp.prompt(against: try program("sqlite3"), prompt: "sqlite>", bound: 1.5)]
    }
    measure("run of an empty script") {
      let python = Program(path: try python(), arguments: ["-c", "import socket"])
      return [try startUp.emptyScript(against: python, bound: 0.25)]
    }
    measure("run of an empty script") {
      let socat = Program(path: try program("socat"), arguments: ["-V"])
      return [try startUp.emptyScript(against: socat, bound: 1.5)]
    }
    measure("a role's first call") { [try startUp.role()] }
    measure("send, recv") { [try commands.conversation()] }
    measure("10,000 sockets") { try commands.manySockets() }
    measure("4 GiB") { try Bulk(sockratic: sockratic, folder: folder).rows() }
    let rounds = Rounds(sockratic: sockratic, folder: folder)
    measure("echo round trips") { [try rounds.echo()] }
    measure("10,000 connections") { try rounds.connections() }
    measure("diagram") { try Pictures(sockratic: sockratic, folder: folder).rows() }
    measure("the wire") {
      try WireAgainstVeth(sockratic: sockratic, folder: folder).rows()
    }
    if let chosen, !names.contains(chosen) {
      return print("“\(chosen)” is none of: \(names.joined(separator: ", "))")
    }
    print(table([Row.heading] + rows.map(\.cells)))
    print("medians; ± is half the distance of the quartiles")
  }
}
