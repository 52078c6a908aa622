internal import Foundation
internal import Testing

/// `probe`, in a network of the test's own: its loopback has the ports that the test opens and no
/// others, and behind a virtual cable are an address that swallows everything, one that nobody has,
/// and a network that the kernel says is out of reach.
@Suite(.enabled(if: Requirement.ownNetwork, "needs unshare, ip and python3"))
struct ProbeTests {
  private static let cable = """
    ip link add v0 type veth peer name v1 && ip addr add 10.9.0.1/24 dev v0 && ip link set v0 up \
    && ip link set v1 up && ip neigh add 10.9.0.77 lladdr 02:00:00:00:00:99 dev v0 \
    && ip route add unreachable 10.8.0.0/24 && exec "$@"
    """

  private func run(_ script: String) throws -> Program {
    let words = Requirement.inOwnNetwork + ["sh", "-c", Self.cable, "sh", Program.sockratic]
    return try Program(words + ["run", "-"], input: .text(script))
  }

  private func output(_ script: String, status: Int32 = 0) throws -> String {
    let program = try run(script)
    #expect(try program.finish(within: 60) == .status(status), "\(program.errorText)")
    return program.outputText
  }

  @Test func `open and closed ports are told apart, with their services, and explained`() throws {
    let shown = try output(
      """
      server> socket tcp; bind 8080; listen
      other> socket tcp; bind 22; listen
      probe 127.0.0.1 1-1024,8080
      """)
    #expect(shown.contains(": 2 open, 1023 closed"))
    #expect(shown.contains(#/\n  22 +open +ssh +SYN-ACK\n/#))
    #expect(shown.contains(#/\n  8080 +open +\S+ +SYN-ACK\n/#))
    #expect(shown.contains("  closed: 1-21, 23-1024\n"))
    #expect(shown.contains("open: the SYN was answered by SYN-ACK"))
    #expect(shown.contains("closed: the SYN was answered by RST"))
    #expect(!shown.contains("filtered"))
    #expect(shown.contains("server @3   accept queue 0 → 1"))
  }

  @Test func `a role's or a partner's name is where that one is`() throws {
    let shown = try output(
      """
      peer silent
      let port = silent.port
      probe silent {port}
      server> socket tcp; bind 8080; listen
      probe server 8080
      """)
    #expect(shown.ranges(of: "127.0.0.1: 1 port in ").count == 2, "\(shown)")
    #expect(shown.ranges(of: ": 1 open\n").count == 2)
    #expect(!shown.contains("getaddrinfo"))
  }

  @Test func `an address of this machine's own needs nobody's word`() throws {
    let shown = try output("probe 10.9.0.1 80\nallow\n")
    #expect(shown.contains(#/\n  80 +closed +- +RST\n/#), "\(shown)")
    #expect(shown.contains("this machine: 127.0.0.0/8, ::1, and what `interfaces` lists"))
    let program = try run("probe 10.9.0.77 80\n")
    #expect(try program.finish(within: 60) == .status(1))
    #expect(program.errorText.contains("10.9.0.77 is not this machine"))
  }

  @Test(arguments: ["9000", "*:9000"])
  func `a listener whose queue is full is told from a firewall`(place: String) throws {
    let shown = try output(
      """
      server> socket tcp; bind \(place); listen 1
      a> socket tcp; connect server
      b> socket tcp; connect server
      probe 127.0.0.1 9000 within 300ms
      """)
    #expect(shown.contains(#/\n  9000 +filtered +\S* +no answer: the accept queue is full\n/#))
    let text = shown.replacing("\n  # ", with: " ")
    #expect(text.contains("its accept queue is full (2 connections, backlog 1)"), "\(shown)")
    #expect(!text.contains("firewall") && !text.contains("no such host"))
  }

  @Test func `what gives no answer is filtered, and what is out of reach says so`() throws {
    let shown = try output(
      """
      allow 10.0.0.0/8
      probe 10.9.0.77 80,443 within 300ms
      probe 10.8.0.5 80
      probe 10.7.0.1 80
      probe 10.9.0.1 80
      """)
    #expect(shown.contains("10.9.0.77: 2 ports in "))
    #expect(shown.contains(#/\n  443 +filtered +- +no answer\n/#))
    #expect(shown.contains("filtered: no answer within 300 ms"))
    #expect(shown.contains(#/\n  80 +unreachable +- +EHOSTUNREACH\n/#))
    #expect(shown.contains(#/\n  80 +unreachable +- +ENETUNREACH\n/#))
    #expect(shown.contains(#/\n  80 +closed +- +RST\n/#))
  }

  @Test func `many filtered ports are waited for together`() throws {
    let start = Date()
    let shown = try output("allow 10.9.0.77\nprobe 10.9.0.77 1-1000 within 500ms\n")
    #expect(shown.contains("1000 filtered"))
    #expect(shown.contains("  filtered: 1-1000\n"))
    #expect(Date().timeIntervalSince(start) < 20)
  }

  @Test func `every port of the loopback is found, and none that is connected to itself`() throws {
    let shown = try output("server> socket tcp6; bind [::1]:50000; listen\nprobe ::1 1-65535\n")
    #expect(shown.contains("::1: 65535 ports in "))
    #expect(shown.contains(": 1 open, 65534 closed"))
  }

  @Test func `a greeting is shown, and harms no terminal`() throws {
    let folder = try TemporaryFolder()
    let greeter = try folder.file(
      "greeter.py",
      """
      import socket, subprocess, sys
      s = socket.create_server(("127.0.0.1", 0))
      port = str(s.getsockname()[1])
      run = subprocess.Popen(sys.argv[1:] + ["run", "-"], stdin=subprocess.PIPE)
      run.stdin.write(("probe 127.0.0.1 " + port + "\\n").encode()); run.stdin.close()
      s.settimeout(10)
      c, _ = s.accept()
      c.sendall(b"SSH-2.0-test\\x1b[2J\\x00\\xff\\r\\n" + b"x" * 1000)
      sys.exit(run.wait(20))
      """)
    let program = try Program(["python3", greeter, Program.sockratic])
    #expect(try program.finish(within: 40) == .status(0), "\(program.errorText)")
    #expect(program.outputText.contains(#"SYN-ACK, then "SSH-2.0-test\x1b[2J\0\xff\r\nx"#))
    #expect(!program.outputText.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    for line in program.outputText.split(separator: "\n") { #expect(line.count <= 80) }
  }
}
