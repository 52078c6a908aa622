import Foundation
import Language
import Log
import Testing

@testable import Lessons

@Suite struct LessonRulesTests {
  private func check(_ text: String) throws {
    try LessonRules.check(
      try LessonRules.reading(of: text, in: Context(hosts: ["alice", "bob"])))
  }

  @Test(arguments: [
    "you> source /etc/passwd", "you> send file /etc/passwd", "you> socket tcp; connect 10.0.0.1:80",
    "you> connect example.org:80", "you> sendto 192.0.2.1:53 hello", "you> bind /tmp/s.sock",
    "you> bind ./folder/s.sock", "you> unlink ./..", "you> unlink /tmp/s.sock",
    "you> sendmsg file /etc/passwd", "you> sendmsg to 192.0.2.1:9 x",
    "you> connect [2001:db8::1]:80", "you> sendto 9000 file x",
    "you> repeat 2 { connect 10.0.0.1:80 }", "you> repeat 20000 { close }", "you> let a = b",
    "you> allow 10.0.0.1", "you> fuzz 10.0.0.1:80 x", "you> fuzz 9000 x save f",
    "you> fuzz 9000 file /etc/passwd", "you> probe 10.0.0.1 80", "you> probe example.org 80",
    "you> repeat 200 { repeat 200 { close } }", "you> repeat 2 as n { connect 10.0.0.{n}:9 }",
    "you> repeat 128 as n { connect {n}.0.0.1:9 }",
    "you> repeat 9 as n { repeat 9 as m { close; connect 1{n}{m}.0.0.1:9 } }",
    "you> repeat 200 as n { repeat 200 { send {n} } }", "you> repeat 20000 as n { send {n} }",
    "you> repeat 2 as n { repeat 20000 { send {n} } }",
    "you> repeat 2 as n { let m = {n}; send {m} }",
    "you> join 239.1.2.3", "you> sendmsg to 239.1.2.3:9 x", "you> repeat 2 { join 239.1.2.3 }",
    "you> join 239.1.2.3 on eth0", "you> join 239.1.2.3 on 10.0.0.1", "you> join ff02::1 on 2",
    "you> connect 239.1.2.3:9", "you> bind 239.1.2.3:0", "you> set ip_multicast_if 10.0.0.1",
    "you> set ip_multicast_if eth0", "you> set ipv6_multicast_if 2", "you> sendto [ff02::1]:9 x",
    "you> wire save packets.pcapng", "you> connect carl:80",
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
    "you> probe 127.0.0.1 1", "you> probe localhost 1", "you> allow", "you> fuzz 9000 x",
    "you> join 239.1.2.3 on lo", "you> leave 239.1.2.3 on 127.0.0.1",
    "you> set ip_multicast_if 127.0.0.1", "you> set nodelay on", "you> join ff02::4242 on lo",
    "you> wire up; wire loss 5%; wire show live", "you> role client on bob", "you> connect bob:80",
    "you> sendto bob:80 hello", "you> repeat 2 as n { connect 127.0.0.{n}:9 }",
    "you> repeat 3 as n { repeat 3 as m { send \"{n} {m}\" }; repeat 2 { send {n} } }",
    "you> repeat 10000 as n { send {n} }",
  ])
  func `a lesson may use loopback`(line: String) throws {
    try check(line)
  }

  @Test func `a role on the wire may name any address, and nobody else`() throws {
    let performer = StagePerformer(executable: try builtProgram().path)
    guard performer.lack(of: .wire) == nil else { return }
    for line in [
      "you> wire up", "you> role guest on alice", "guest> socket udp",
      "guest> connect 10.0.0.9:80", "guest> close", "guest> socket udp",
      "guest> sendto 10.0.0.2:9 x", "guest> bind 10.0.0.1:0",
    ] { _ = try performer.perform(line) }
    for line in [
      "you> connect 10.0.0.2:80", "guest> sendto 10.0.0.2:9 file /etc/passwd",
      "guest> role you; connect 10.0.0.2:80", "guest> probe 10.0.0.2 80",
      "guest> connect example.org:80", "guest> bind /tmp/s.sock",
    ] {
      let error = #expect(throws: Diagnostic.self, "\(line)") { _ = try performer.perform(line) }
      #expect(error?.message.hasPrefix("a lesson may not ") == true, "\(line)")
    }
  }

  @Test func `nobody is asked whether a lesson may allow something`() throws {
    #expect(throws: Diagnostic.self) {
      try LessonRules.askableIntrusion(
        of: try parse("allow 10.0.0.1", in: Context()), keepsMulticastHere: true)
    }
    #expect(
      try LessonRules.askableIntrusion(
        of: try parse("probe 10.0.0.1 1", in: Context()), keepsMulticastHere: true)
        == "reach 10.0.0.1:0")
  }

  @Test func `a lesson's multicast has to stay on the loopback`() throws {
    let performer = StagePerformer(executable: try builtProgram().path)
    _ = try performer.perform("you> socket udp")
    for line in [
      "you> sendto 239.1.2.3:9 x", "you> repeat 2 { sendto 239.1.2.3:9 x }",
      "you> use; sendto 239.1.2.3:9 x",
    ] {
      let error = #expect(throws: Diagnostic.self) { _ = try performer.perform(line) }
      #expect(error?.message == "a lesson may not send multicast to the network")
    }
    _ = try performer.perform("you> set ip_multicast_if 127.0.0.1")
    let lines = try performer.perform("you> sendto 239.1.2.3:9 x")
    #expect(lines.contains { $0.hasPrefix("sendto(3, \"x\", 1, 0, 239.1.2.3:9) = 1") }, "\(lines)")
    #expect(try performer.finish() == [])
  }

  @Test func `a file that a lesson may source cannot allow anything either`() throws {
    let file = NSTemporaryDirectory() + "allowing-\(UUID().uuidString)"
    try "allow 192.0.2.1\n".write(toFile: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: file) }
    let performer = StagePerformer(executable: "/bin/true")
    performer.allow("read the file \(file)")
    let refusal = #expect(throws: Diagnostic.self) {
      _ = try performer.perform("you> source \(file)")
    }
    #expect(refusal?.message == "a lesson may not allow anything in your name")
  }
}
