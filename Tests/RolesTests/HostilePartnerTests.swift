internal import Foundation
internal import Glibc
internal import Testing

/// Whatever a hostile partner sends, the program neither grows, nor hangs, nor lets it through to the
/// terminal.
@Suite(.serialized) struct HostilePartnerTests {
  /// In KiB, of the stage and of each role and partner.
  private static let mostMemory = 64 << 10

  @Test(arguments: [
    "recv exactly 100M", "recv all discard", "expect \"never\" within 4s",
    "recv 64K\ntranscript\nrecv until \"b\" discard\ntranscript\nrecv 1M\nsockets",
  ])
  func `a gigabyte without a line end does not make it grow`(statement: String) throws {
    let program = try Program(
      sockratic: ["run", "--deadline", "240s", "-"],
      input: .text("peer hostile\nclient> socket tcp; connect hostile\n\(statement)\n"))
    let peaks = try memoryPeaks(of: program, within: 280)
    #expect(["sockratic", "client", "hostile"].allSatisfy { peaks.keys.contains($0) }, "\(peaks)")
    for (name, peak) in peaks { #expect(peak < HostilePartnerTests.mostMemory, "\(name)") }
    expectHarmless(program.output + program.errors)
  }

  @Test(arguments: ["short", "full", "off"])
  func `nothing that it sends reaches the terminal raw`(trace: String) throws {
    let script = """
      peer hostile
      client> socket tcp; connect hostile
      recv 40
      recv 200 peek
      recv until "fake"
      recv exactly 100000
      transcript
      expect "no such text" within 200ms
      """
    let program = try Program(sockratic: ["run", "--trace", trace, "-"], input: .text(script))
    #expect(try program.finish(within: 60) == .status(1))
    #expect(program.outputText.contains("1b 5b 32 4a"))
    #expect(program.errorText.contains("expected \"no such text\" within 200 ms, but "))
    expectHarmless(program.output + program.errors)
  }

  @Test(
    .enabled(if: Requirement.python, "python3 is not installed"),
    arguments: [
      "echo", "http", "slow", "silent", "chargen", "discard",
    ])
  func `clients that send without end and read nothing do not make a partner grow`(
    kind: String
  ) throws {
    let program = try Program(sockratic: ["run", "--json", "-"], input: .open)
    program.write("peer \(kind)\n")
    let place = try program.event("output").text("text") ?? ""
    let client = try Program(
      [
        "python3", "-c",
        """
        import socket, sys
        junk = b"GET /zeros/99999999 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n" * 20000
        all = []
        for _ in range(100):
          s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 20)
          s.setblocking(False)
          all.append(s)
        for s in all:
          for _ in range(10):
            try: s.send(junk)
            except BlockingIOError: break
            except OSError: break
        print("sent", flush=True)
        sys.stdin.read()
        """, String(place.split(separator: ":").last ?? ""),
      ], input: .open)
    try client.wait("clients", within: 60) { client.outputText.contains("sent") }
    let partner = try #require(childProcesses(of: Int(program.pid)).first { $0.name == kind })
    program.write("peer\n")
    let list = try program.event("output", within: 30) { $0.text("text")?.contains("at ") == true }
    #expect(list.text("text")?.contains("100 connections") == true)
    let peak = try #require(memoryPeak(of: partner.pid))
    #expect(peak < HostilePartnerTests.mostMemory)
    client.closeInput()
    #expect(try client.finish() == .status(0))
    program.write("peer stop \(kind)\n")
    _ = try program.event("output", within: 30) { $0.text("text")?.contains("is stopped") == true }
    program.closeInput()
    #expect(try program.finish() == .status(0))
  }

  @Test func `it is stopped in the middle, and its client sees that`() throws {
    let log = try log(
      of: "peer hostile\nclient> socket tcp; connect hostile; recv 100\npeer stop hostile\n")
    let notes = log.filter { $0.kind == "note" }.compactMap { $0.text("text") }
    #expect(notes.contains { $0.hasSuffix("then hostile was stopped") })
    #expect(log.last?.text("text")?.hasPrefix("hostile is stopped: 1 connection, 0 open") == true)
  }

  private func expectHarmless(_ bytes: [UInt8]) {
    #expect(String(validating: bytes, as: UTF8.self) != nil)
    let raw = String(decoding: bytes, as: UTF8.self).unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control: scalar != "\n"
      case .format, .lineSeparator, .paragraphSeparator, .surrogate: true
      default: false
      }
    }
    #expect(raw.isEmpty, "\(Set(raw.map { String($0.value, radix: 16) }))")
  }

  /// The most memory, in KiB, that the program and each of its children ever held, by name.
  private func memoryPeaks(of program: Program, within seconds: Double) throws -> [String: Int] {
    var peaks: [String: Int] = [:]
    try program.wait("end", within: seconds) {
      for (pid, name) in [(Int(program.pid), "sockratic")] + childProcesses(of: Int(program.pid)) {
        guard let peak = memoryPeak(of: pid) else { continue }
        peaks[name] = max(peaks[name] ?? 0, peak)
      }
      return program.exit != nil
    }
    return peaks
  }

  /// VmHWM of proc(5).
  private func memoryPeak(of pid: Int) -> Int? {
    let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { Int($0.filter(\.isNumber)) }
  }
}
