internal import Foundation
internal import Testing

/// Programs of roles on the wire's hosts, whose addresses nobody has outside.
@Suite(.enabled(if: Requirement.wire, "needs a TUN device"))
struct WireExportTests {
  @Test func `an address of the wire is asked for, and preset nowhere`() throws {
    let text = try transcript(
      of: WireCommandTests.connected.replacing("bind *", with: "bind 10.0.0.2")
        + "export python client -\nexport python server -\n")
    let programs = text.components(separatedBy: "Usage: ").dropFirst()
    #expect(programs.count == 2, "\(text)")
    #expect(programs.first?.hasPrefix("python3 client.py HOST") == true, "\(text)")
    #expect(programs.allSatisfy { !$0.contains("\"10.0.0.") }, "\(text)")
    #expect(programs.last?.hasPrefix("python3 server.py OWN_HOST") == true, "\(text)")
  }
}
