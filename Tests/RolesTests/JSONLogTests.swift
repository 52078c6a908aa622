internal import Foundation
internal import Log
internal import Roles
internal import SystemCalls
internal import Testing

struct JSONLogTests {
  /// What every event has, and what each kind has besides; `role` where one is concerned.
  private static let members: [String: Set<String>] = [
    "typed": ["text"], "role-started": ["pid", "host"], "called": ["call", "arguments"],
    "returned": ["call", "arguments", "result", "nanoseconds", "strace", "late"],
    "waiting": ["call", "arguments"], "role-ended": ["signal"], "note": ["text"],
    "explanation": ["text"], "output": ["text"],
    "round": ["number", "of", "depth"], "repeated": ["rounds", "of", "depth", "nanoseconds"],
    "transferred": ["direction", "bytes", "of", "calls", "nanoseconds"],
    "state": ["fd", "property", "from", "to", "local", "remote", "orphaned"],
  ]

  @Test func `every event has its place, its time, and what its kind promises`() throws {
    let log = try log(of: wideConversation + "kill sender\nsockets\nrole\n", within: 60)
    #expect(log.compactMap { $0.number("seq") } == Array(1...log.count))
    var lastCall: [String: Int] = [:]
    for event in log {
      let time = try #require(event.number("time"))
      var expected = try #require(JSONLogTests.members[event.kind], "\(event.kind)")
      expected.formUnion(["seq", "time", "event"])
      if !["output", "note", "round", "repeated"].contains(event.kind) { expected.insert("role") }
      if event.number("result") == -1 { expected.insert("errno") }
      #expect(Set(event.members.keys).subtracting(["role"]) == expected.subtracting(["role"]))
      #expect(!expected.contains("role") || event.role != nil)
      if let role = event.role, event.text("call") != nil {
        #expect(time >= lastCall[role] ?? 0, "a role's calls are in the order of time")
        lastCall[role] = time
      }
    }
    for kind in JSONLogTests.members.keys where kind != "note" {
      #expect(log.contains { $0.kind == kind }, "the conversation has no \(kind)")
    }
  }

  @Test func `a diagnostic says where`() throws {
    let program = try Program(
      sockratic: ["run", "--json", "-"], input: .text("socket tcp\nlisen\n"))
    #expect(try program.finish() == .status(1))
    let last = try #require(try events(of: program).last)
    #expect(last.kind == "diagnostic")
    #expect(last.number("line") == 2 && last.number("column") == 1)
    #expect(last.text("file") == "standard input" && last.text("source") == "lisen")
    #expect(last.text("advice")?.contains("listen") == true)
  }

  @Test func `data is cut at 4 KiB, with its length and the hash of the whole`() throws {
    let script = """
      server> socket udp; bind 0
      client> socket udp
      sendto server repeat "ab" 5000
      sendto server hex 00 ff
      server> recv 20000
      """
    let log = try log(of: script)
    let whole = Array(String(repeating: "ab", count: 5000).utf8)
    let long = try buffer(#require(log.first { $0.text("call") == "sendto" }))
    #expect(long.data == Array(whole.prefix(4096)))
    #expect(long.length == 10_000)
    #expect(long.hash == hash(whole))
    let received = try buffer(#require(log.last { $0.kind == "returned" }))
    #expect(received.data == Array(whole.prefix(4096)))
    #expect(received.hash == hash(whole))
    let short = try buffer(#require(log.last { $0.text("call") == "sendto" }))
    #expect(short.data == [0, 255])
    #expect(short.hash == hash([0, 255]))
  }

  private func buffer(_ event: LoggedEvent) throws -> (data: [UInt8], length: Int?, hash: String?) {
    let members = try #require(event.arguments["buf"] as? [String: Any])
    let text = try #require(members["base64"] as? String)
    let data = try #require(Data(base64Encoded: text))
    return (
      Array(data), (members["length"] as? NSNumber)?.intValue, members["fnv1a"] as? String
    )
  }

  /// FNV-1a, 64 bits, as its authors describe it.
  private func hash(_ bytes: [UInt8]) -> String {
    var hash: UInt64 = 14_695_981_039_346_656_037
    for byte in bytes {
      hash ^= UInt64(byte)
      hash = hash &* 1_099_511_628_211
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  // MARK: Long sessions

  @Test func `a session of 100,000 events takes no more memory than one of 20,000`() throws {
    let program = try Program(sockratic: ["run", "--trace", "off", "-"], input: .open)
    program.write("server> socket udp; bind 0\nclient> socket udp; connect server\n")
    // Each makes two events: what was typed, and the answer.
    let lines = String(repeating: "explain\n", count: 10_000)
    program.write(String(repeating: "send repeat \"x\" 4096\n", count: 500) + lines + "help wait\n")
    try program.wait("beginning", within: 60) { program.outputText.contains("wait ROLE") }
    let early = try #require(peakMemory(of: program.pid))
    program.write(String(repeating: lines, count: 4) + "help check\n")
    try program.wait("end", within: 120) { program.outputText.contains("check FACT") }
    let late = try #require(peakMemory(of: program.pid))
    #expect(late < early + 8_000, "\(early) kB, then \(late) kB")
  }

  /// In kilobytes.
  private func peakMemory(of pid: Int32) -> Int? {
    let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { Int($0.filter(\.isNumber)) }
  }

  @Test func `old events are spilled, and none is lost`() {
    let log = Log(spill: TemporaryFile())
    for number in 1...100_000 {
      log.append(.note("\(number)"), role: number % 2 == 0 ? "server" : nil, time: UInt64(number))
    }
    var next = 1
    let check = { (event: Event) in
      if event.seq == next, event.time == UInt64(next), event.kind == .note("\(next)") { next += 1 }
    }
    log.visit(check)
    #expect(next == 100_001)
    #expect(log.forgotten == 0)
  }
}
