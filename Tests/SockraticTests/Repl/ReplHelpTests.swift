import Foundation
import PseudoTerminal
import Testing

/// Completion and hints, with the words that there really are.
struct ReplHelpTests {
  @Test(arguments: [
    ("lis", "you> listen"), ("serve", "you> server>"), ("connect ser", "you> connect server"),
    ("socket AF_INET SOCK_ST", "you> socket AF_INET SOCK_STREAM"),
    ("shutdown SHUT_R", "you> shutdown SHUT_RD"),
    ("trace fu", "you> trace full"), ("explain of", "you> explain off"),
    ("close @", "you> close @3"), ("help soc", "you> help sock"),
    ("kill server SIGKI", "you> kill server SIGKILL"),
    ("check server.sta", "you> check server.state"),
    ("recv 10 MSG_PEEK|MSG_WAITA", "you> recv 10 MSG_PEEK|MSG_WAITALL"),
  ])
  func `TAB completes`(_ typed: String, _ completed: String) throws {
    let person = try Person()
    try person.hold(["server> socket tcp": "server>", "you> socket tcp": "you>"])
    person.terminal.send(typed + "\t")
    try person.seeScreen(completed) { $0.currentLine.hasPrefix(completed) }
  }

  @Test func `TAB completes file names, with spaces and below the home folder`() throws {
    let home = try temporaryFolder()
    let folder = home + "/a folder {x}"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    try "trace\n".write(toFile: folder + "/first script", atomically: false, encoding: .utf8)
    let person = try Person(home: home)
    person.terminal.send("source ~/a\t")
    try person.seeScreen("the folder") { $0.currentLine.contains("~/a folder {{x}/") }
    person.terminal.send("fi\t")
    try person.seeScreen("the file") { $0.currentLine.contains("first script") }
    person.terminal.send("\r")
    try person.seePrompt("you>")
    #expect(person.transcript.contains("  trace short"))
  }

  @Test func `TAB lists what there is, below the line, which stays`() throws {
    let person = try Person()
    person.terminal.send("get\t\t")
    try person.seeScreen("the list") {
      $0.contains("getsockname") && $0.contains("getpeername")
        && $0.currentLine.hasPrefix("you> get")
    }
  }

  @Test func `a hint shows the usage of the command being typed, and is no part of it`() throws {
    let person = try Person()
    person.terminal.send("bind ")
    try person.seeScreen("the hint") {
      $0.currentLine == "you> bind ADDRESS" || $0.currentLine.contains("ADDRESS")
    }
    person.terminal.send("\u{15}trace\r")
    try person.seePrompt("you>")
    #expect(person.transcript.contains("  trace short"))
  }
}
