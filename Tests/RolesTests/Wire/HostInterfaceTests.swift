internal import Foundation
internal import Testing

@testable import Roles

/// Interfaces and options are those of the host that a role is on, not those of the machine.
@Suite(.enabled(if: Requirement.wire, "needs a TUN device"))
struct HostInterfaceTests {
  @Test func `a group is joined, left and sent to by the name of the host's interface`() throws {
    let text = try transcript(
      of: """
        wire up
        role server on bob
        socket udp; bind *:9000; join 239.1.2.3 on wire0
        socket udp6; bind [::]:9001; join ff02::4242 on wire0
        role client on alice
        socket udp
        sendto 239.1.2.3:9000 lost
        set IP_MULTICAST_IF wire0
        sendto 239.1.2.3:9000 hi
        socket udp6
        sendto [ff02::4242%wire0]:9001 six
        set SO_BINDTODEVICE wire0
        set IPV6_MULTICAST_IF wire0
        get IPV6_MULTICAST_IF
        server> recv @3
        recv @4
        leave @3 239.1.2.3 on wire0

        """
    ).replacing("\n  # ", with: " ")
    #expect(text.contains("recv(3, \"hi\", 4096, 0) = 2"), "\(text)")
    #expect(text.contains("recv(4, \"six\", 4096, 0) = 3"), "\(text)")
    for part in [
      "imr_ifindex=if_nametoindex(\"wire0\")", "ipv6mr_interface=if_nametoindex(\"wire0\")",
      "sendto(4, \"six\", 3, 0, [ff02::4242%wire0]:9001) = 3", "SO_BINDTODEVICE, \"wire0\") = 0",
      "IPV6_MULTICAST_IF) = 0: wire0",
      "neither a route of this host nor the socket names one for 239.1.2.3. `client> set"
        + " IP_MULTICAST_IF wire0` chooses one",
    ] {
      #expect(text.contains(part), "\(part): \(text)")
    }
  }

  @Test(arguments: ["join 239.1.2.3 on nosuch0", "sendto [fe80::1%nosuch0]:9 x"])
  func `a name that the host does not have is refused with those that it has`(line: String) throws {
    let program = try Program(
      sockratic: ["run", "-"],
      input: .text("wire up\nrole client on alice\nsocket udp6\n\(line)\n"))
    #expect(try program.finish(within: 60) == .status(1))
    #expect(program.errorText.contains("there is no interface “nosuch0”"), "\(program.errorText)")
    #expect(program.errorText.contains("alice has lo, wire0;"), "\(program.errorText)")
  }

  @Test(arguments: ["tcp", "tcp6", "udp", "udp6", "unix", "ping", "raw 47"])
  func `a new socket on a host has no option that is marked as changed`(kind: String) throws {
    let text = try transcript(
      of: "wire up\nrole client on alice\nsocket \(kind)\noptions all\nset SO_PRIORITY 5\noptions\n"
    )
    let parts = text.components(separatedBy: "> set SO_PRIORITY 5\n")
    #expect(parts.count == 2)
    #expect(parts[0].contains("SO_NETNS_COOKIE"))
    #expect(!parts[0].contains("*"), "\(parts[0])")
    #expect(parts.last?.contains("*  SO_PRIORITY") == true, "\(text)")
  }

  @Test func `what an option's fact says is compared with new sockets of the host`() throws {
    let wire = try StagedWire(roles: [("client", on: "alice")])
    try wire.lines("client> socket tcp", "client> set SO_PRIORITY 5")
    #expect(wire.session.observed("client", 3, "option") == ["SO_PRIORITY"])
  }

  @Test func `the log says on which host a role is`() throws {
    let log = try log(of: "wire up\nrole client on alice\nsocket tcp\nhere> socket tcp\n")
    let starts = log.filter { $0.kind == "role-started" }
    #expect(starts.map { $0.members["host"] as? String } == ["alice", nil])
    #expect(starts.allSatisfy { $0.members.keys.contains("host") })
  }
}
