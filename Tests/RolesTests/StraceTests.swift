internal import Foundation
internal import Language
internal import Testing

struct StraceTests {
  @Test(.enabled(if: Requirement.strace, "strace is not installed, or may not trace"))
  func `strace of each role shows the calls of its log, line by line, and no others`() throws {
    let folder = try TemporaryFolder()
    let program = try Program(
      [
        "strace", "-ff", "-o", "\(folder.path)/t", "-e",
        "trace=%network,close,rt_sigaction,unlink,fcntl,poll,ppoll,select,pselect6,epoll_create1,"
          + "epoll_ctl,epoll_wait,epoll_pwait,read,write,readv,writev,dup,dup2,ioctl",
        Program.sockratic, "run", "--json", "-",
      ],
      input: .text(wideConversation))
    #expect(try program.finish(within: 120) == .status(0), "\(program.errorText)")
    let log = try events(of: program)
    expectVariety(log)
    for started in log where started.kind == "role-started" {
      let pid = try #require(started.number("pid"))
      let traced = try trace("\(folder.path)/t.\(pid)")
      let logged = log.filter { $0.kind == "returned" && $0.role == started.role }
      expectSame(traced, logged.compactMap { $0.text("strace") }, role: started.role ?? "")
    }
  }

  @Test func `every command that makes a call of a role's is compared with strace`() throws {
    let typed = Set(
      wideConversation.split(whereSeparator: \.isNewline).flatMap { line in
        words(ofStatementsIn: String(line))
      })
    let calling = try commands.filter(makesCalls).map(\.name)
    #expect(calling.count > 20)
    for name in calling {
      #expect(typed.contains(name), "\(name) has no case in the conversation that strace sees")
    }
  }

  private func words(ofStatementsIn line: String) -> [String] {
    let text = line.firstIndex(of: ">").map { line[line.index(after: $0)...] } ?? line[...]
    return text.split(separator: ";").compactMap { $0.split(separator: " ").first.map(String.init) }
  }

  /// Whether one of its own examples asks a role to act.
  private func makesCalls(_ command: Command) throws -> Bool {
    try command.examples.flatMap(\.lines).contains { line in
      guard !line.contains(where: { "{}".contains($0) }) else { return false }
      return try parse(line, in: Context()).statements.contains { statement in
        guard statement.text.split(separator: " ").first.map(String.init) == command.name else {
          return false
        }
        switch statement.order {
        case .act, .expect: return true
        default: return false
        }
      }
    }
  }

  private func expectVariety(_ log: [LoggedEvent]) {
    #expect(log.count { $0.kind == "typed" } >= 60)
    #expect(Set(log.compactMap { $0.text("errno") }).count >= 12)
    #expect(Set(log.compactMap(\.role)).count == 5)
    // So many that the role is left to play most of them by itself.
    #expect(log.contains { $0.kind == "repeated" && ($0.number("rounds") ?? 0) > 100 })
  }

  /// What strace saw of a role after its start-up, whose last call lets SIGINT interrupt.
  private func trace(_ path: String) throws -> [String] {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let end = lines.lastIndex { $0.hasPrefix("rt_sigaction(SIGINT, {sa_handler=0x") }
    let start = try #require(end, "the role's start-up ends otherwise")
    let network = ["socket", "bind", "connect", "send", "recv", "getsock", "setsock"]
    let early = lines[...start].filter { line in network.contains { line.hasPrefix($0) } }
    #expect(early.isEmpty, "a role makes network calls of its own")
    return lines[(start + 1)...].filter { line in !signs.contains { line.hasPrefix($0) } }
      .map(String.init)
  }

  /// Signals, the end, and the role's own line to the stage.
  private let signs = ["---", "+++", "read(200, ", "write(201, "]

  private func expectSame(_ traced: [String], _ logged: [String], role: String) {
    for (line, (strace, ours)) in zip(traced, logged).enumerated() {
      #expect(strace == ours, "line \(line + 1) of \(role)")
    }
    #expect(traced.count == logged.count, "\(role)")
  }
}
