internal import Foundation
internal import SystemCalls
internal import Testing

@testable internal import Roles

/// Services that hang: their kernel still takes connections, until the queue of those is full. With a
/// queue of 4 (`stuck`) nobody gets a connection any more, with one of 100 (`deep`) nobody an answer.
@Suite(.enabled(if: Requirement.python, "python3 is not installed"), .serialized)
struct FuzzHangTests {
  @Test func `a service whose queue is full has not crashed`() throws {
    let program = try Program(
      sockratic: ["run", "-"],
      input: .text(
        """
        server> socket tcp; bind 0; listen 1
        a> socket tcp; connect server
        b> socket tcp; connect server
        fuzz server "GET" times 5 seed 1 within 200ms
        """))
    #expect(try program.finish(within: 30) == .status(1))
    #expect(program.errorText.contains("gave no answer to the connect within 1 s"))
    #expect(
      program.errorText.contains("accept queue is full (2 connections, backlog 1)"),
      "\(program.errorText)")
    #expect(!program.outputText.contains("crash"))
  }

  @Test(arguments: ["stuck", "deep"])
  func `a saved script fails as long as the service hangs`(behaviour: String) throws {
    let service = try Service(silence: "len(data) > 300", behaviour: behaviour)
    let folder = try TemporaryFolder()
    let path = folder.path + "/found"
    let output = try service.output("\"hello\\n\" save \(path) within 100ms seed 7 times 100")
    #expect(output.contains("inputs in ") && output.contains("seed 7: hang\n"), "\(output)")
    #expect(!output.contains("crash") && !output.contains("while true"))
    let text = output.replacing("\n  ", with: " ")
    let number = try #require(output.firstMatch(of: #/hang: input (\d+), /#).flatMap { Int($0.1) })
    #expect(text.contains("`kill` it in a shell"))
    #expect(text.contains("with `seed 7 from \(number + 1)` goes on"), "\(text)")
    let again = try Program(sockratic: ["run", path])
    #expect(try again.finish(within: 60) == .status(1), "\(again.outputText)")
    #expect(
      again.errorText.contains("does not answer the template, which it did when this was saved")
        || again.errorText.contains("gave no answer to the connect"), "\(again.errorText)")
    let script = try String(contentsOfFile: path, encoding: .utf8)
    let sound = try Service()
    let mended = script.replacing(":\(service.port) ", with: ":\(sound.port) ")
    let success = try Program(sockratic: ["run", "-"], input: .text(mended))
    #expect(try success.finish(within: 60) == .status(0), "\(success.errorText)")
  }

  @Test func `what hangs the service while a crash is made smaller is no crash`() throws {
    let mutator = Mutator(template: Array("hello\n".utf8), seed: 7)
    let number = try #require(
      (1...5000).first {
        let input = mutator.input($0)
        return input.contains(UInt8(ascii: "%")) && input.count > 300
      })
    let service = try Service(
      crash: "b'%' in data", silence: "len(data) > 300 and b'%' not in data", behaviour: "stuck")
    let folder = try TemporaryFolder()
    let path = folder.path + "/found"
    let output = try service.output(
      "\"hello\\n\" times 1 seed 7 from \(number) within 200ms save \(path)")
    #expect(output.contains("seed 7: crash, hang\n"), "\(output)")
    let size = mutator.input(number).count
    #expect(output.contains("crash: input \(number), \(size) bytes, not shrunk\nsend "))
    #expect(
      output.contains("hang: input \(number), \(size) bytes, met while it was made smaller\n"))
    let script = try String(contentsOfFile: path, encoding: .utf8)
    let lines = script.split(separator: "\n").filter { $0.hasPrefix("fuzz ") }
    #expect(lines.count == 2 && lines.first?.contains("%") == true, "\(script)")
    #expect(lines.allSatisfy { $0.hasSuffix(" answered") })
  }

  @Test func `the template has no number to be sent again by`() {
    let template = Array("hello\n".utf8)
    var report = FuzzReport(
      FuzzJob(
        address: .loopback(port: 9), isDatagram: false, template: template, first: 1, times: 5,
        seed: 1, patience: 0, limit: 0))
    report.take(.found(FuzzFinding(kind: .crash, number: 0, input: template)))
    let text = report.parts(width: 80).map { "\($0)" }.joined()
    #expect(text.contains("crash: the template itself, 6 bytes"), "\(text)")
    #expect(!text.contains("from 0") && !report.script.contains("from 0"))
  }
}
