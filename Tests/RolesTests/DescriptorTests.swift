internal import Foundation
internal import Glibc
internal import Testing

struct DescriptorTests {
  @Test func `the first socket is 3, though the stage was started with descriptors open`() throws {
    let leaks = (5...20).map { "exec \($0)</dev/null" }.joined(separator: "; ")
    let program = try Program(
      ["bash", "-c", "\(leaks); exec \"$0\" run --json -", Program.sockratic],
      input: .text("server> socket tcp\nsocket udp\nsockets\n"))
    #expect(try program.finish() == .status(0))
    let results = try events(of: program).compactMap { $0.number("result") }
    #expect(results == [3, 4])
  }

  @Test func `a role has its standard streams, the stage's two pipes, and nothing else`() throws {
    let program = try Program(sockratic: ["run", "--json", "-"], input: .open)
    program.write("server> socket tcp\nclose\nclient> socket udp\n")
    let server = try #require(program.event("role-started", role: "server").number("pid"))
    let client = try #require(program.event("role-started", role: "client").number("pid"))
    _ = try program.event("returned", role: "client")
    #expect(try descriptors(of: server) == [0, 1, 2, 200, 201])
    #expect(try descriptors(of: client) == [0, 1, 2, 3, 200, 201])
  }

  @Test func `the stage leaks no descriptor over a thousand roles`() throws {
    let program = try Program(sockratic: ["run", "--json", "-"], input: .open)
    let round = "server> socket tcp\nkill server\n"
    program.write(round + "client> socket tcp\n")
    _ = try program.event("returned", role: "client")
    let before = try descriptors(of: Int(program.pid))
    program.write(String(repeating: round, count: 1000) + "client> socket udp\n")
    _ = try program.event("returned", role: "client", within: 120)
    #expect(try descriptors(of: Int(program.pid)).count == before.count)
  }

  private func descriptors(of pid: Int) throws -> [Int] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").compactMap(Int.init)
      .sorted()
  }
}
