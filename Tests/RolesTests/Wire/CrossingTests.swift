internal import Foundation
internal import Testing

@testable import Roles

/// Simultaneous opens, as a person makes them by hand.
@Suite(.enabled(if: Requirement.wire, "needs a TUN device"))
struct CrossingTests {
  @Test func `two SYNs that are held cross when they are let go`() throws {
    let text = try transcript(
      of: """
        wire up
        role left on alice
        socket tcp; bind alice:7001; nonblocking on
        role right on bob
        socket tcp; bind bob:7002; nonblocking on
        wire hold next SYN from alice
        wire hold next SYN from bob
        wire show live
        left> connect bob:7002
        right> connect alice:7001
        wire
        wire release
        check left.state == ESTABLISHED
        check right.state == ESTABLISHED

        """)
    for part in [
      "  alice → bob   SYN seq 0, held", "  bob → alice   SYN seq 0, held",
      "  2 packets so far, 2 held", "  alice → bob   SYN seq 0, released",
      "  alice → bob   SYN-ACK seq 0 ack 1",
    ] { #expect(text.contains(part), "\(part) is missing in\n\(text)") }
  }

  @Test func `of SYNs that cross the first connect that returns tells, and of others none`() throws
  {
    let text = try transcript(
      of: """
        wire up
        role left on alice
        socket tcp; bind alice:7001
        role right on bob
        socket tcp; bind bob:7002
        wire hold next SYN from alice
        wire hold next SYN from bob
        left> nonblocking on
        left> connect bob:7002
        right> nonblocking on
        right> connect alice:7001
        wire release
        left> connect bob:7002
        right> connect alice:7001
        left> close; socket tcp; connect bob:7002
        role third on bob
        socket tcp; bind bob:7003; listen
        left> connect bob:7003

        """
    ).replacing("\n  # ", with: " ")
    #expect(text.components(separatedBy: "A simultaneous open").count == 2, "\(text)")
    #expect(text.contains("the SYNs of @3 and of right @3 have crossed"), "\(text)")
  }
}
