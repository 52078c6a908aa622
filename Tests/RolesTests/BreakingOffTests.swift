internal import Foundation
internal import Glibc
internal import Testing

/// ⌃C at a script: SIGINT, as the terminal sends it to the process in the foreground.
struct BreakingOffTests {
  /// A script that waits for ever in its last line, and what it has going by then.
  private static let script = """
    peer echo
    server> socket tcp; bind 0; listen; accept
    client> socket udp; bind 0; recv
    client> wait client

    """

  private func broken(
    _ script: String, _ options: [String] = [], fromFile: Bool = true
  ) throws -> Program {
    let folder = try TemporaryFolder()
    let path = try folder.file("script", script)
    let words = ["run", "--deadline", "60s"] + options + [fromFile ? path : "-"]
    let program = try Program(sockratic: words, input: fromFile ? .text("") : .open)
    if !fromFile { program.write(script) }
    try program.wait("the waits", within: 20) {
      program.outputText.components(separatedBy: "waits").count > 2
        || program.outputText.components(separatedBy: #""waiting""#).count > 2
    }
    let children = try descendants(of: Int(program.pid))
    #expect(children.count == 3)
    kill(program.pid, SIGINT)
    #expect(try program.finish(within: 20) == .status(130), "\(program.errorText)")
    #expect(eventually { !children.contains(where: isAlive) })
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["script"])
    return program
  }

  @Test func `it ends with what was waiting, status 130, and nobody left`() throws {
    let program = try broken(Self.script)
    #expect(program.errorText.contains("interrupted by ⌃C while server waits in accept(3)"))
    #expect(program.errorText.contains("client waits in recv(3"), "\(program.errorText)")
    #expect(program.errorText.contains(":4"), "\(program.errorText)")
    #expect(program.outputText.hasSuffix("\n"))
  }

  @Test func `the log of one that was broken off is whole lines`() throws {
    let program = try broken(Self.script, ["--json"])
    #expect(try events(of: program).last?.kind == "diagnostic")
  }

  @Test func `it ends one that waits for the next line of standard input`() throws {
    let lines = Self.script.replacing("client> wait client\n", with: "")
    let program = try broken(lines, fromFile: false)
    #expect(program.errorText.contains("interrupted by ⌃C while server waits in accept(3)"))
  }

  @Test func `a long repeat ends in the round that it is in`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file(
      "script", "a> socketpair\nrepeat 100000000 {\n a> send @3 x; recv @4\n}\n")
    let program = try Program(sockratic: ["run", "--json", path])
    _ = try program.event("returned", role: "a") { $0.text("call") == "recv" }
    kill(program.pid, SIGINT)
    #expect(try program.finish(within: 20) == .status(130), "\(program.errorText)")
    #expect(program.errorText.contains("interrupted by ⌃C"), "\(program.errorText)")
  }

  private func descendants(of pid: Int) throws -> [Int] {
    let text = try String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)
    return text.split(separator: " ").compactMap { Int($0) }
  }
}
