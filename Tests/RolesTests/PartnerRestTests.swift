internal import Foundation
internal import Testing

/// What partners cost that have nothing to do.
@Suite(.enabled(if: Requirement.strace, "strace is not installed, or may not trace"))
struct PartnerRestTests {
  /// How often the stage looks whether a partner sleeps, which takes the kernel longer than most calls.
  private func looks(_ script: String) throws -> Int {
    let folder = try TemporaryFolder()
    let path = folder.path + "/trace"
    let program = try Program(
      ["strace", "-y", "-e", "trace=pread64", "-o", path, Program.sockratic, "run", "-"],
      input: .text("explain off\ntrace off\npeer echo\npeer silent\n" + script))
    #expect(try program.finish(within: 120) == .status(0), "\(program.errorText)")
    return try String(contentsOfFile: path, encoding: .utf8).ranges(of: "/status>").count
  }

  @Test func `partners that nobody speaks to are not looked at in each round`() throws {
    let few = try looks("repeat 10 { socket tcp; bind 0; close }\n")
    let many = try looks("repeat 210 { socket tcp; bind 0; close }\n")
    #expect(many < few + 100, "\(few), then \(many)")
  }

  @Test func `one that is spoken to is looked at`() throws {
    let start = "socket tcp; connect echo\n"
    let few = try looks(start + String(repeating: "send x\nrecv\n", count: 5))
    let many = try looks(start + String(repeating: "send x\nrecv\n", count: 35))
    #expect(many > few + 60, "\(few), then \(many)")
  }
}
