internal import Foundation
internal import Testing

/// `fuzz`, against services in python3 of which the test knows what is wrong with them.
@Suite(.enabled(if: Requirement.python, "python3 is not installed"), .serialized)
struct FuzzTests {
  @Test func `planted bugs are found, and shrunk to what matters, with the same seed alike`() throws
  {
    let service = try Service(
      crash: "b'%n' in data", silence: "b'\\0' in data", reset: "b'\\xff\\xfe' in data")
    let lines = try (1...2).map { _ in try service.fuzz("\"hello world 12\\n\" times 300 seed 7") }
    for found in lines {
      #expect(Set(found.keys) == ["crash", "silence", "reset"])
      #expect(found["crash"]?.line == #"send "%n""#)
      #expect(found["silence"]?.line == #"send "\x00""#)
      #expect(found["reset"]?.line == #"send "\xff\xfe""#)
    }
    #expect(lines[0].mapValues(\.number) == lines[1].mapValues(\.number))
  }

  @Test func `a buffer that is too small is shown with the least that overflows it`() throws {
    let service = try Service(crash: "len(data) > 600")
    let found = try service.fuzz("\"GET /\\n\" times 300 seed 3")
    #expect(found["crash"]?.line == #"send repeat "A" 601"#)
    #expect(found.count == 1)
  }

  @Test(arguments: ["greets", "closes", "echoes", "drops", "naps"])
  func `a service that behaves well is not blamed`(kind: String) throws {
    let service = try Service(behaviour: kind)
    let output = try service.output("\"hello 12\\r\\n\" times 150 seed 5", status: 0)
    #expect(output.contains("150 inputs in "), "\(output)")
    #expect(output.contains("seed 5: nothing found"), "\(output)")
  }

  @Test func `a service that serves one at a time and hangs is told from one that is silent`()
    throws
  {
    let service = try Service(silence: "b'\\xff' in data", behaviour: "single")
    let output = try service.output("\"hello\\n\" times 40 seed 1 within 50ms")
    #expect(output.contains("hang: input "), "\(output)")
    #expect(output.contains("after it nobody gets an answer any more"))
  }

  @Test func `a service that is gone for good ends it, with the input that did it`() throws {
    let service = try Service(crash: "b'%' in data", behaviour: "mortal")
    let output = try service.output("\"hello\\n\" times 500 seed 2")
    #expect(output.contains("crash: input "), "\(output)")
    #expect(output.contains("not shrunk"))
    #expect(output.contains("The service did not come back, which ended it. To have it go on"))
    #expect(output.contains("while true; do"))
    #expect(output.contains(#/\nsend .*%/#))
    let tried = try #require(output.firstMatch(of: #/: (\d+) inputs in/#)).1
    #expect(output.contains("crash: input \(tried), "), "\(output)")
  }

  @Test func `an input is sent again by its seed and its number`() throws {
    let service = try Service(reset: "b'\\xff\\xfe' in data")
    let all = try service.output("\"hi\\n\" times 300 seed 7")
    let told = try #require(
      all.firstMatch(
        of: #/reset: input (\d+), shrunk to 2 bytes\nsend .*\n  and \d+ more: inputs ([0-9, ]+)/#))
    for number in [told.1] + told.2.split(separator: ", ").prefix(4) {
      let one = try service.output("\"hi\\n\" times 1 seed 7 from \(number)")
      #expect(one.contains(": 1 input in "))
      #expect(one.contains("reset: input \(number), shrunk to 2 bytes\n"), "\(one)")
    }
  }

  @Test func `a crash right after the answer is found with the next input`() throws {
    let service = try Service(crash: "b'%n' in data", behaviour: "late")
    let found = try service.fuzz("\"hello world\\n\" times 200 seed 4")
    #expect(found["crash"]?.line == #"send "%n""#)
    #expect(found.count == 1)
  }

  @Test func `datagrams are tried as well`() throws {
    let service = try Service(crash: "b'%n' in data", behaviour: "udp")
    let output = try service.output("\"hello world\" times 100 seed 7 within 50ms", udp: true)
    #expect(output.contains("crash: input "), "\(output)")
    #expect(output.contains("\nsend \"%n\"\n"), "\(output)")
  }

  @Test func `the line that sends a finding is whole, however narrow the window`() throws {
    let template =
      (0x23..<0x7f).compactMap { UnicodeScalar($0) }
      .filter { !"\\{".unicodeScalars.contains($0) }.map { $0.value % 20 == 0 ? "\($0) " : "\($0)" }
      .joined() + "a b"
    // Any input but the template itself, as long as it has that many different bytes.
    let service = try Service(
      reset: "len(set(data)) > 85 and data.count(b' ') > 3 and len(data) != \(template.utf8.count)")
    let output = try service.output("\"\(template)\" times 100 seed 1")
    let sent = try #require(output.split(separator: "\n").first { $0.hasPrefix("send ") })
    #expect(sent.utf8.count > 85 && sent.contains(" ") && sent.hasSuffix("\""), "\(sent)")
    let again = try Program(
      sockratic: ["run", "-"],
      input: .text("socket tcp; connect 127.0.0.1:\(service.port)\n\(sent)\n"))
    #expect(try again.finish() == .status(0), "\(again.errorText)")
  }

  @Test func `a partner is fuzzed by its name, over UDP too, whatever else the name means`() throws
  {
    let program = try Program(
      sockratic: ["run", "-"],
      input: .text(
        """
        peer echo
        peer daytime udp
        fuzz echo "hello" times 5 seed 1
        fuzz echo hello times 5 seed 1
        fuzz udp daytime "x" times 5 seed 1
        """))
    #expect(try program.finish() == .status(0), "\(program.errorText)")
    #expect(program.outputText.ranges(of: ": 5 inputs in ").count == 3)
    #expect(program.outputText.ranges(of: "nothing found").count == 3)
  }

  @Test func `a saved script fails while the fault is there, and waits for the service`() throws {
    let service = try Service(reset: "b'\\xff\\xfe' in data")
    let folder = try TemporaryFolder()
    let path = folder.path + "/found"
    let output = try service.output("\"hi\\n\" times 300 seed 7 save \(path)")
    #expect(output.contains("reset: input "))
    let script = try String(contentsOfFile: path, encoding: .utf8)
    let line = "fuzz 127.0.0.1:\(service.port) \"hi\\n\" input \"\\xff\\xfe\" answered\n"
    #expect(script.contains(line), "\(script)")
    let count = try #require(output.firstMatch(of: #/and (\d+) more: /#)).1
    #expect(script.ranges(of: " input \"").count == (Int(count) ?? 0) + 1)
    #expect(output.contains("\(path) tries all \((Int(count) ?? 0) + 1)"))
    let again = try Program(sockratic: ["run", path])
    #expect(try again.finish() == .status(1))
    #expect(again.errorText.contains("fuzz found something wrong"), "\(again.errorText)")
    #expect(again.outputText.contains("reset: the input, 2 bytes\nsend \"\\xff\\xfe\"\n"))
    // Where the service is sound the same script succeeds.
    let sound = try Service()
    let mended = script.replacing(":\(service.port) ", with: ":\(sound.port) ")
    let success = try Program(sockratic: ["run", "-"], input: .text(mended))
    #expect(try success.finish() == .status(0), "\(success.errorText)")
    // What was saved is replaced, but never by nothing.
    let untouched = try sound.output("\"hi\\n\" times 5 seed 7 save \(path)", status: 0)
    #expect(
      untouched.replacing("\n  # ", with: " ").contains("was found: \(path) is not written"),
      "\(untouched)")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == script)
    _ = try service.output("\"hi\\n\" seed 7 save \(path) times 300")
    let replaced = try String(contentsOfFile: path, encoding: .utf8)
    #expect(replaced == script)
  }

  @Test func `an input that ends the service is tried again once it is back`() throws {
    let service = try Service(crash: "b'%n' in data")
    let line = "127.0.0.1:\(service.port) \"hi\\n\" input \"%n\""
    for _ in 0..<5 {
      let run = try Program(sockratic: ["run", "-"], input: .text("fuzz \(line)\n"))
      #expect(try run.finish() == .status(1))
      #expect(run.outputText.contains("crash: the input, 2 bytes"), "\(run.outputText)")
    }
  }

  @Test(arguments: [
    ("fuzz udp 1 \"x\"", "no socket is bound to 127.0.0.1:1 over UDP"),
    ("peer daytime udp\nfuzz daytime \"x\"", "over UDP, and not over TCP"),
    ("peer http\nfuzz udp http \"x\"", "over TCP, and not over UDP"),
    ("fuzz 1 \"x\" input \"\"", "an input has 1 to"),
    ("fuzz 1 \"x\"", "nobody answers there"), ("fuzz \"x\"", "no socket"),
    ("socket tcp; fuzz \"x\"", "connected to nobody"), ("fuzz 1 zeros 20K", "1 to 16384 bytes"),
    ("fuzz 192.0.2.1:80 \"x\"", "needs your word first"), ("fuzz 1 \"\"", "1 to 16384 bytes"),
    ("fuzz 1 \"x\" save /nowhere/at/all", "cannot be written: ENOENT"),
  ])
  func `what cannot be fuzzed says why`(script: String, reason: String) throws {
    let program = try Program(sockratic: ["run", "-"], input: .text(script))
    #expect(try program.finish() == .status(1))
    #expect(program.errorText.contains(reason), "\(program.errorText)")
  }

  @Test func `the peer of a role's socket is fuzzed by the socket's own protocol`() throws {
    let service = try Service(behaviour: "udp")
    let program = try Program(
      sockratic: ["run", "-"],
      input: .text("socket udp; connect 127.0.0.1:\(service.port)\nfuzz @3 \"x\" times 20 seed 1\n")
    )
    #expect(try program.finish() == .status(0), "\(program.errorText)")
    #expect(program.outputText.contains("20 inputs in "))
  }
}
