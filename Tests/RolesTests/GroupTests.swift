internal import Foundation
internal import Testing

/// Which multicast groups a socket is a member of, as the kernel has them at the moment.
struct GroupTests {
  private static let four = "239.77.1.3"
  /// As /proc/net/igmp writes it.
  private static let fourInTable = "03014DEF"

  private func isInTable(_ table: String, _ group: String) throws -> Bool {
    try String(contentsOfFile: "/proc/net/\(table)", encoding: .utf8).contains(group)
  }

  @Test func `a group is listed as long as the socket is in it, and the kernel has it`() throws {
    let program = try Program(sockratic: ["run", "-"], input: .open)
    program.write("a> socket udp; join \(Self.four) on lo; dup; close @3; options @4\n")
    program.write("a> check group == \(Self.four)\n")
    try program.wait("the group", within: 20) {
      program.outputText.contains("  member of  \(Self.four) on lo\n")
        && program.outputText.contains("check group")
    }
    #expect(try isInTable("igmp", Self.fourInTable))
    program.write("a> leave \(Self.four) on lo; options @4; check group == none\n")
    try program.wait("no group", within: 20) { program.outputText.contains("check group == none") }
    #expect(try !isInTable("igmp", Self.fourInTable))
    program.closeInput()
    #expect(try program.finish() == .status(0), "\(program.errorText)")
    #expect(program.outputText.count(of: "member of") == 1, "\(program.outputText)")
  }

  @Test func `the senders that are taken, or not taken, are listed`() throws {
    let text = try printedLines(
      """
      a> socket udp; join 239.77.1.4 from 127.0.0.9 on lo
      set IP_ADD_SOURCE_MEMBERSHIP 239.77.1.4 from 127.0.0.10 on lo; join 239.77.1.5 on lo
      set IP_BLOCK_SOURCE 239.77.1.5 from 127.0.0.8 on 127.0.0.1; options
      set IP_UNBLOCK_SOURCE 239.77.1.5 from 127.0.0.8 on 127.0.0.1
      set IP_DROP_SOURCE_MEMBERSHIP 239.77.1.4 from 127.0.0.9 on lo; options

      """
    ).joined(separator: "\n")
    for part in [
      "239.77.1.4 on lo, from 127.0.0.9 and 127.0.0.10 alone\n",
      "239.77.1.5 on lo, from everybody but 127.0.0.8\n", "239.77.1.5 on lo\n",
      "239.77.1.4 on lo, from 127.0.0.10 alone\n",
    ] { #expect(text.contains(part), "\(part): \(text)") }
  }

  @Test(.enabled(if: Requirement.ipv6, "there is no IPv6"))
  func `a socket that gets the number of a member is none, and IPv6 has groups, too`() throws {
    let lines = try printedLines(
      """
      a> socket udp6; join ff02::7742 on lo; check group == ff02:0::7742; options
      a> close; socket udp6; options; check group == none
      b> socket tcp; check group == none

      """)
    #expect(lines.filter { $0.contains("member of") } == ["  member of  ff02::7742 on lo"])
  }
}

extension String {
  fileprivate func count(of part: String) -> Int { components(separatedBy: part).count - 1 }
}
