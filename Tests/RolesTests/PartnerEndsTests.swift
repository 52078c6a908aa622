internal import Foundation
internal import Glibc
internal import Testing

/// How partners end, and that none outlives the stage.
struct PartnerEndsTests {
  @Test(arguments: [SIGKILL, SIGTERM, SIGINT])
  func `no partner outlives the stage`(signal: Int32) throws {
    let (program, pids) = try partners()
    kill(program.pid, signal)
    #expect(eventually { !pids.contains(where: isAlive) })
  }

  @Test func `no partner outlives the stage whose script ends`() throws {
    let (program, pids) = try partners()
    program.closeInput()
    #expect(try program.finish() == .status(0))
    #expect(eventually { !pids.contains(where: isAlive) })
  }

  @Test func `a partner that is killed from outside is told of, and its client sees it`() throws {
    let (program, pids) = try partners()
    program.write("socket tcp\nconnect echo\n")
    _ = try program.event("note") { $0.text("text") == "echo: you @3 is connected" }
    kill(pid_t(try #require(pids.first)), SIGKILL)
    #expect(eventually { !isAlive(pids[0]) })
    program.write("recv\n")
    _ = try program.event("note") { $0.text("text") == "echo: ended: killed by SIGKILL" }
    program.closeInput()
    #expect(try program.finish() == .status(0))
  }

  @Test func `what is said of a partner that is killed during rounds is true`() throws {
    let (program, pids) = try partners()
    program.write("socket tcp\nconnect echo\nrepeat 1000000 { send x; recv }\n")
    _ = try program.event("round") { ($0.number("number") ?? 0) > 1000 }
    kill(pid_t(try #require(pids.first)), SIGKILL)
    let why = try program.event("explanation") {
      $0.text("text")?.contains("bytes sent to it have no reader") == true
    }
    #expect(why.text("text")?.contains("(@3 is CLOSED)") == true, "\(why)")
    kill(program.pid, SIGINT)
    _ = try program.event("note") { $0.text("text") == "echo: ended: killed by SIGKILL" }
    program.closeInput()
    _ = try program.finish()
  }

  /// A live session with two partners, and their processes.
  private func partners() throws -> (Program, [Int]) {
    let program = try Program(sockratic: ["run", "--json", "-"], input: .open)
    program.write("peer echo\npeer chatty\nsocket tcp\nconnect chatty\nclose\n")
    _ = try program.event("returned") { $0.text("call") == "close" }
    let pids = childProcesses(of: Int(program.pid)).filter { ["echo", "chatty"].contains($0.name) }
    try #require(pids.map(\.name) == ["echo", "chatty"])
    return (program, pids.map(\.pid))
  }
}

/// The children of a process, in the order of their numbers.
func childProcesses(of parent: Int) -> [(pid: Int, name: String)] {
  let path = "/proc/\(parent)/task/\(parent)/children"
  let list = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  return list.split(separator: " ").compactMap { Int($0) }.map { pid in
    let name = (try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8)) ?? ""
    return (pid, name.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}
