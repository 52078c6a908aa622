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
