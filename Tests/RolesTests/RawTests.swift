internal import Foundation
internal import Glibc
internal import Testing

/// ICMP by hand, in a network of one's own.
@Suite(.enabled(if: Requirement.ownNetwork, "needs unshare, ip and python3"))
struct RawTests {
  private func data(_ script: String, preparing commands: String = "true") throws -> [[UInt8]] {
    let program = try finished(script, "--json", preparing: commands)
    return try events(of: program).filter { $0.kind == "returned" }.compactMap { event in
      let buffer = event.arguments["buf"] as? [String: Any]
      return (buffer?["base64"] as? String).flatMap { Data(base64Encoded: $0) }.map { Array($0) }
    }
  }

  @Test func `a ping's own request is no reply, and said to be none`() throws {
    let program = try finished(
      "socket icmp; sendto 127.0.0.1:0 echo 1 1 \"hi\"; recv; recv\n", "--json", preparing: "true")
    let said = try events(of: program).filter { $0.text("text")?.contains("is 8, an echo") == true }
    #expect(said.count == 1)
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

  /// What a script prints there; the explanations each in one line.
  private func printed(_ script: String, preparing commands: String = "true") throws -> String {
    try finished(script, preparing: commands).outputText.replacing(/\n  # +/, with: " ")
  }

  private func finished(
    _ script: String, _ options: String..., preparing commands: String
  ) throws -> Program {
    let run = commands + #" && exec "$0" run "# + (options + ["-"]).joined(separator: " ")
    let program = try Program(
      Requirement.inOwnNetwork + ["sh", "-c", run, Program.sockratic], input: .text(script))
    guard try program.finish(within: 20) == .status(0) else {
      throw Program.Failure(description: "\(program.errorText)\n\(program.outputText)")
    }
    return program
  }

  @Test func `a raw socket's queue is told as others fill it`() throws {
    let text = try printed(
      """
      you> socket raw 6
      b> socket tcp; bind 0; listen
      c> socket tcp; connect b
      c> sockets

      """)
    let call = try #require(text.firstRange(of: "connect(3, "))
    let change = try #require(text.firstRange(of: "you @3      receive queue 0 → 60"), "\(text)")
    let end = try #require(text.firstRange(of: "c> sockets"))
    #expect(call.lowerBound < change.lowerBound && change.lowerBound < end.lowerBound)
  }

  @Test func `what a ping socket does not send is no fault of the address`() throws {
    let text = try printed(
      """
      socket ping; connect 127.0.0.1:1; send "garbage"; send echo 7 1 "hello"; recv
      a> socket AF_INET6 SOCK_DGRAM 58; connect [::1]:1; send "garbage"
      send hex 80 00 00 00 00 00 00 01 68 69; recv; sockets

      """, preparing: #"echo "0 0" > /proc/sys/net/ipv4/ping_group_range"#)
    #expect(text.contains("nothing but echo requests: 8 bytes of ICMP header, type 8"), "\(text)")
    #expect(text.contains("nothing but echo requests: 8 bytes of ICMPv6 header, type 128"))
    #expect(text.contains("The identifier in both is the kernel's"))
    #expect(!text.contains("UDP has no handshake"))
    #expect(text.contains(#/recv\(3, .*\) = 10\b/#), "the kernel took the ICMPv6 request: \(text)")
    #expect(text.contains("ping6"))
  }

  @Test func `a raw socket's protocol is not passed off as a port`() throws {
    let text = try printed("socket raw 47; getsockname; socket AF_NETLINK SOCK_RAW 0; bind 0\n")
    #expect(text.contains("= 0: 0.0.0.0:47 A raw socket has no port: "), "\(text)")
    #expect(text.contains("@4 is an AF_NETLINK socket, and 127.0.0.1:0 is an IPv4 address"))
  }

  @Test func `a group of IPv6 on the loopback is not said to need what was done`() throws {
    let text = try printed(
      """
      socket udp6; bind [::]:5008; join ff02::4242 on lo
      b> socket udp6; set IPV6_MULTICAST_IF lo; sendto [ff02::4242%lo]:5008 six

      """)
    #expect(text.contains("but nobody can send it: lo has no route for groups of IPv6"), "\(text)")
    #expect(text.contains("lo has none, whatever IPV6_MULTICAST_IF says"), "\(text)")
    #expect(!text.contains("set ip_multicast_if") && !text.contains("chooses one, then send again"))
  }

  /// The kernel gives an interface its route for groups soon after it is up.
  @Test(.enabled(if: Requirement.pairOfInterfaces, "needs veth"))
  func `what is advised for a group of IPv6 on another interface works`() throws {
    let text = try printed(
      """
      socket udp6; bind [::]:5008; join ff02::4242 on v0
      b> socket udp6; sendto [ff02::4242%v0]:5008 hello
      you> recv dontwait

      """,
      preparing: """
        ip link add v0 type veth peer name v1 && ip link set v1 up \
        && ip link set v0 up && ip -6 address add fe80::1/64 dev v0 nodad \
        && for i in $(seq 200); do ip -6 route show table local | grep -q 'ff00::/8 dev v0' && break; \
        sleep 0.05; done
        """)
    #expect(
      text.contains("another `socket udp6` can `sendto [ff02::4242%v0]:5008 hello`"), "\(text)")
    #expect(text.contains("recv(3, \"hello\", 4096, MSG_DONTWAIT) = 5"), "\(text)")
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
