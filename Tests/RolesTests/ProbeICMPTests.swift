internal import Foundation
internal import Testing

/// A SYN that ICMP answers, or a route of this machine's: never taken for an RST. In a network of the
/// test's own, behind whose tunnel a python program answers as routers and firewalls do.
@Suite(.enabled(if: Requirement.ownNetwork && Requirement.tunnel, "needs a tunnel and python3"))
struct ProbeICMPTests {
  /// Answers a SYN to port 1000 + code with ICMP's destination unreachable of that code, to port 2000
  /// with RST, and runs sockratic meanwhile.
  private static let router = #"""
    import fcntl, os, struct, subprocess, sys, threading
    tun = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(tun, 0x400454ca, struct.pack("16sH", b"probe0", 0x1001))
    for words in ["link set probe0 up", "addr add 10.6.0.1/24 dev probe0",
                  "-6 addr add fd06::1/64 dev probe0 nodad",
                  "route add unreachable 10.5.1.0/24", "route add prohibit 10.5.2.0/24",
                  "route add blackhole 10.5.3.0/24"]:
        subprocess.run(["ip"] + words.split(), check=True)
    def total(data):
        data += b"\0" * (len(data) % 2)
        value = sum(struct.unpack("!%dH" % (len(data) // 2), data))
        while value >> 16: value = (value & 0xffff) + (value >> 16)
        return ~value & 0xffff
    def ipv4(source, target, protocol, payload):
        head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 0, 0, 64, protocol, 0,
                           source, target)
        return head[:10] + struct.pack("!H", total(head)) + head[12:] + payload
    def ipv6(source, target, protocol, payload):
        return struct.pack("!IHBB16s16s", 6 << 28, len(payload), protocol, 64, source, target) + payload
    def answer4(packet):
        source, target = packet[12:16], packet[16:20]
        port, sequence = struct.unpack("!HI", packet[22:28])
        if packet[9] != 6 or not packet[33] & 2: return b""
        if port == 2000:
            tcp = struct.pack("!HHIIBBHHH", port, struct.unpack("!H", packet[20:22])[0], 0,
                              sequence + 1, 0x50, 0x14, 0, 0, 0)
            check = total(target + source + struct.pack("!BBH", 0, 6, 20) + tcp)
            return ipv4(target, source, 6, tcp[:16] + struct.pack("!H", check) + tcp[18:])
        icmp = struct.pack("!BBHI", 3, port - 1000, 0, 0) + packet[:28]
        icmp = icmp[:2] + struct.pack("!H", total(icmp)) + icmp[4:]
        return ipv4(bytes([10, 6, 0, 99]), source, 1, icmp)
    def answer6(packet):
        source, target = packet[8:24], packet[24:40]
        port = struct.unpack("!H", packet[42:44])[0]
        if packet[6] != 6 or not packet[53] & 2: return b""
        icmp = struct.pack("!BBHI", 1, port - 1000, 0, 0) + packet[:60]
        check = total(target + source + struct.pack("!II", len(icmp), 58) + icmp)
        return ipv6(target, source, 58, icmp[:2] + struct.pack("!H", check) + icmp[4:])
    def serve():
        while True:
            packet = os.read(tun, 4096)
            reply = answer4(packet) if packet[0] >> 4 == 4 else answer6(packet)
            if reply: os.write(tun, reply)
    threading.Thread(target=serve, daemon=True).start()
    sys.exit(subprocess.run(sys.argv[1:]).returncode)
    """#

  private func output(_ script: String) throws -> String {
    let folder = try TemporaryFolder()
    let router = try folder.file("router.py", Self.router)
    let program = try Program(
      Requirement.inOwnNetwork + ["python3", router, Program.sockratic, "run", "-"],
      input: .text(script))
    #expect(try program.finish(within: 60) == .status(0), "\(program.errorText)")
    return program.outputText
  }

  @Test func `an ICMP message is told from an RST, with who sent it`() throws {
    let shown = try output("allow 10.6.0.0/24\nprobe 10.6.0.2 1001,1003,1013,2000 within 5s\n")
    #expect(shown.contains(#/\n  1001 +unreachable +\S+ +ICMP host unreachable from 10.6.0.99\n/#))
    #expect(shown.contains(#/\n  1003 +unreachable +\S+ +ICMP port unreachable from 10.6.0.99\n/#))
    #expect(shown.contains(#/\n  1013 +unreachable +\S+ +ICMP admin prohibited from 10.6.0.99\n/#))
    #expect(shown.contains(#/\n  2000 +closed +\S+ +RST\n/#), "\(shown)")
    let text = shown.replacing("\n  # ", with: " ")
    #expect(text.contains("ICMP came instead of SYN-ACK or RST"), "\(shown)")
    #expect(text.contains("closed: the SYN was answered by RST"))
  }

  @Test func `so it is over IPv6`() throws {
    let shown = try output("allow fd06::/64\nprobe fd06::2 1001,1004 within 5s\n")
    #expect(shown.contains(#/\n  1001 +unreachable +\S+ +ICMP admin prohibited from fd06::2\n/#))
    #expect(
      shown.contains(#/\n  1004 +unreachable +\S+ +ICMP port unreachable from fd06::2\n/#),
      "\(shown)")
  }

  @Test func `what a route of this machine says is said to be its own`() throws {
    let shown = try output(
      """
      allow 10.5.0.0/16
      probe 10.5.1.1 80
      probe 10.5.2.1 80
      probe 10.5.3.1 80
      socket tcp; connect 10.5.2.1:80
      ! EACCES
      """)
    for name in ["EHOSTUNREACH", "EACCES", "EINVAL"] {
      #expect(shown.contains(try Regex("unreachable +\\S+ +\(name)\n")), "\(name): \(shown)")
    }
    let text = shown.replacing("\n  # ", with: " ")
    for words in ["says unreachable", "says prohibit", "is a blackhole"] {
      #expect(text.contains(words), "\(shown)")
    }
    #expect(text.contains("A route of this machine prohibits what goes to 10.5.2.1:80"), "\(shown)")
    #expect(!text.contains("ICMP came"), "\(shown)")
  }
}
