import Language
import Log
import Testing

@testable import Lessons

@Suite struct LessonRulesTests {
  private func check(_ text: String) throws {
    try LessonRules.check(try parse(text, in: Context()))
  }

  @Test(arguments: [
    "you> source /etc/passwd", "you> send file /etc/passwd", "you> socket tcp; connect 10.0.0.1:80",
    "you> connect example.org:80", "you> sendto 192.0.2.1:53 hello", "you> bind /tmp/s.sock",
    "you> bind ./folder/s.sock", "you> unlink ./..", "you> unlink /tmp/s.sock",
    "you> sendmsg file /etc/passwd", "you> sendmsg to 192.0.2.1:9 x",
    "you> connect [2001:db8::1]:80", "you> sendto 9000 file x",
    "you> repeat 2 { connect 10.0.0.1:80 }", "you> repeat 20000 { close }", "you> let a = b",
    "you> allow 10.0.0.1", "you> probe 10.0.0.1 80", "you> probe example.org 80",
    "you> repeat 200 { repeat 200 { close } }", "you> repeat 2 as n { connect 127.0.0.{n}:9 }",
  ])
  func `a lesson may not touch files or other hosts`(line: String) {
    let error = #expect(throws: Diagnostic.self) { try check(line) }
    #expect(error?.message.hasPrefix("a lesson may not ") == true)
    #expect(error?.column != nil)
  }

  @Test(arguments: [
    "you> socket tcp", "you> bind 0", "you> bind *:0", "you> connect server",
    "you> connect 127.0.0.2:9", "you> connect [::1]:9", "you> connect localhost:9",
    "you> sendto server hello", "you> send hello", "you> kill server", "! ECONNREFUSED",
    "you> bind unix:@name", "you> repeat 3 { client> send x; server> recv }",
    "you> probe 127.0.0.1 1", "you> probe localhost 1", "you> allow",
  ])
  func `a lesson may use loopback`(line: String) throws {
    try check(line)
  }

  @Test func `nobody is asked whether a lesson may allow something`() throws {
    #expect(throws: Diagnostic.self) {
      try LessonRules.askableIntrusion(of: try parse("allow 10.0.0.1", in: Context()))
    }
    #expect(
      try LessonRules.askableIntrusion(of: try parse("probe 10.0.0.1 1", in: Context()))
        == "reach 10.0.0.1:0")
  }
}
