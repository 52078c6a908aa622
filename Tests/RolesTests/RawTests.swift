internal import Foundation
internal import Glibc
internal import Testing

/// ICMP by hand, in a network of one's own.
@Suite(.enabled(if: Requirement.ownNetwork, "needs unshare, ip and python3"))
struct RawTests {
  private func data(_ script: String, preparing commands: String = "true") throws -> [[UInt8]] {
    let program = try Program(
      Requirement.inOwnNetwork + [
        "sh", "-c", commands + #" && exec "$0" run --json -"#, Program.sockratic,
      ], input: .text(script))
    guard try program.finish(within: 20) == .status(0) else {
      throw Program.Failure(description: "\(program.errorText)\n\(program.outputText)")
    }
    return try events(of: program).filter { $0.kind == "returned" }.compactMap { event in
      let buffer = event.arguments["buf"] as? [String: Any]
      return (buffer?["base64"] as? String).flatMap { Data(base64Encoded: $0) }.map { Array($0) }
    }
  }

  @Test func `an echo request over a raw socket is answered by the kernel`() throws {
    let data = try data(
      "socket icmp; sendto 127.0.0.1:0 echo 7 1 \"hello\"; recvfrom; recvfrom\n")
    let packets = data.suffix(2)
    #expect(packets.count == 2 && packets.allSatisfy { $0.count == 33 }, "\(data)")
    #expect(packets.map { $0[20] } == [8, 0], "the request, and then the reply")
    #expect(packets.allSatisfy { String(decoding: $0[28...], as: UTF8.self) == "hello" })
  }

  @Test func `a ping socket is for the groups that may, and gets the reply alone`() throws {
    let data = try data(
      "socket ping; sendto 127.0.0.1:0 echo 7 1 \"hello\"; recvfrom\n",
      preparing: #"echo "0 0" > /proc/sys/net/ipv4/ping_group_range"#)
    let reply = data.last ?? []
    #expect(reply.count == 13 && reply.first == 0, "\(data)")
  }

  @Test func `whoever may not is told what it takes`() throws {
    let program = try Program(
      Requirement.inOwnNetwork + [
        "setpriv", "--bounding-set", "-net_raw", "--inh-caps", "-net_raw", Program.sockratic, "run",
        "-",
      ], input: .text("socket icmp\n! EPERM\nsocket ping\n! EACCES\n"))
    #expect(try program.finish(within: 20) == .status(0), "\(program.errorText)")
    let text = program.outputText.replacing(/\n  # +/, with: " ")
    #expect(text.contains("CAP_NET_RAW"))
    #expect(text.contains("/proc/sys/net/ipv4/ping_group_range"), "\(text)")
  }
}
