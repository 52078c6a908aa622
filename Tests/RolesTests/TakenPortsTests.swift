internal import Foundation
internal import Testing

/// Somebody else has the ports that lessons speak of.
@Suite struct TakenPortsTests {
  /// Runs a program while every port from 8000 to 10000 is taken, over TCP and UDP, IPv4 and IPv6.
  private static let taker = """
    import resource, socket, subprocess, sys
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 20000), hard))
    held = []
    for port in range(8000, 10001):
        for family, host in (socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::"):
            for kind in socket.SOCK_STREAM, socket.SOCK_DGRAM:
                taken = socket.socket(family, kind)
                if family == socket.AF_INET6:
                    taken.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                taken.bind((host, port))
                held.append(taken)
    print("held", len(held), flush=True)
    sys.exit(subprocess.run(sys.argv[1:]).returncode)
    """

  @Test(.enabled(if: Requirement.ownNetwork, "needs unshare, ip and python3"))
  func `the lessons replay while ports 8000 to 10000 are taken by someone else`() throws {
    let program = try Program(
      Requirement.inOwnNetwork + [
        "python3", "-c", Self.taker, Program.sockratic, "lesson", "replay",
      ])
    #expect(try program.finish(within: 120) == .status(0))
    let lines = program.outputText.split(separator: "\n").map(String.init)
    #expect(lines.first == "held \(2001 * 4)")
    #expect(lines.count { $0.hasPrefix("passed   ") } >= 10, "\(lines)")
    let others = lines.dropFirst().filter { line in
      !line.hasPrefix("passed   ") && !line.contains("no wire can be made here")
    }
    #expect(others == [])
  }
}
