internal import Foundation
internal import Glibc
internal import Log
internal import SystemCalls
internal import Testing
internal import Wire

/// Who may have a wire, and what is left of it. A python program is its stage, so that it can be
/// killed, or be another user's.
@Suite(.enabled(if: Requirement.wire && Requirement.python, "needs a TUN device and python3"))
struct WireLifeTests {
  /// Starts the wire, prints its process and the first byte of its answer, and then sleeps.
  private static let stage = """
    import os, sys
    inputs, outputs = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(inputs[0], 200); os.dup2(outputs[1], 201); os.closerange(3, 200)
        os.execv(sys.argv[1], ["sockratic-wire"])
    os.close(inputs[0]); os.close(outputs[1])
    os.write(inputs[1], bytes.fromhex(sys.argv[2]))
    answer = os.read(outputs[0], 4096)
    print(pid, answer[4:].hex(), flush=True)
    os.read(outputs[0], 4096)
    """

  /// As they travel: two hosts.
  private static let order: String = {
    let hosts = [
      CableHost(name: "alice", addresses: [.ipv4(0x0a00_0001, port: 0)]),
      CableHost(name: "bob", addresses: [.ipv4(0x0a00_0002, port: 0)]),
    ]
    var writer = ByteWriter()
    writer.put(WireOrder.open(hosts, seed: 1))
    let length = withUnsafeBytes(of: UInt32(writer.bytes.count).littleEndian) { Array($0) }
    return (length + writer.bytes).map { String(format: "%02x", $0) }.joined()
  }()

  /// The stage's process, the wire's, and what the wire answered.
  private func start(_ before: [String] = []) throws -> (
    stage: Program, pid: Int, answer: WireMessage
  ) {
    let words = ["/usr/bin/python3", "-c", Self.stage, Program.sockratic, Self.order]
    let stage = try Program(before + words)
    try? stage.wait("answer", within: 30) { stage.outputText.contains("\n") }
    let parts = stage.outputText.split(whereSeparator: \.isWhitespace)
    // A user who may not enter the folder that the program is in gets nothing.
    try #require(parts.count == 2, "\(stage.errorText)")
    let bytes = stride(from: 0, to: parts[1].count, by: 2).compactMap {
      UInt8(parts[1].dropFirst($0).prefix(2), radix: 16)
    }
    var reader = ByteReader(bytes)
    return (stage, try #require(Int(parts[0])), try WireMessage(from: &reader))
  }

  @Test func `no process and no namespace is left when the stage is killed`() throws {
    let (stage, pid, answer) = try start()
    guard case .ready(_, let hosts, _) = answer else {
      Issue.record("the wire is not ready")
      return
    }
    let spaces = hosts.compactMap { try? link("/proc/\(pid)/fd/\($0.network)") }
    #expect(Set(spaces).count == 2)
    kill(stage.pid, SIGKILL)
    #expect(eventually { !isAlive(pid) })
    #expect(eventually { Set(spaces).isDisjoint(with: self.usedSpaces) })
  }

  @Test(arguments: [SIGKILL, SIGTERM, SIGHUP])
  func `nothing is left when Sockratic itself is killed`(signal: Int32) throws {
    let program = try Program(sockratic: ["run", "--json", "-"], input: .open)
    program.write("wire up\npeer echo on bob\nrole client on alice\nsocket tcp\nconnect echo\n")
    _ = try program.event("returned", role: "client", within: 60) { $0.text("call") == "connect" }
    let own = try link("/proc/self/ns/net")
    let processes = childProcesses(of: Int(program.pid)).map(\.pid)
    let spaces = Set(processes.compactMap { try? link("/proc/\($0)/ns/net") }).subtracting([own])
    // The wire, the partner and the role, of whom two are on hosts.
    #expect(processes.count == 3 && spaces.count == 2, "\(processes) \(spaces)")
    kill(program.pid, signal)
    #expect(eventually { !processes.contains { isAlive($0) } })
    #expect(eventually { spaces.isDisjoint(with: self.usedSpaces) })
  }

  /// The network namespaces that any process is in.
  private var usedSpaces: Set<String> {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return Set(processes.compactMap { try? link("/proc/\($0)/ns/net") })
  }

  private func link(_ path: String) throws -> String {
    try FileManager.default.destinationOfSymbolicLink(atPath: path)
  }

  /// In a mount namespace with a device file that everybody may open, as most systems have it.
  private static let asOrdinaryUser = [
    "unshare", "-m", "sh", "-c",
    """
    mount -t tmpfs none /mnt && mknod -m $0 /mnt/tun c 10 200 \
    && mount --bind /mnt/tun /dev/net/tun \
    && exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
    """,
  ]
  private static let canBecomeOrdinary = Requirement.isMet(asOrdinaryUser + ["666", "true"])

  @Test(.enabled(if: canBecomeOrdinary, "needs root, and leave to mount"))
  func `an ordinary user may have a wire, in a user namespace`() throws {
    let (stage, pid, answer) = try start(Self.asOrdinaryUser + ["666"])
    guard case .ready(let user, let hosts, _) = answer else {
      Issue.record("not ready: \(answer)")
      return
    }
    #expect(user >= 0)
    #expect(hosts.count == 2)
    let ping = try Program([
      "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "nsenter",
      "--user=/proc/\(pid)/fd/\(user)", "--preserve-credentials",
      "--net=/proc/\(pid)/fd/\(hosts[0].network)", "/usr/bin/python3", "-c",
      """
      import socket
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, 1); s.settimeout(20)
      s.connect(("10.0.0.2", 0)); s.send(bytes([8, 0, 0, 0, 0, 0, 0, 1])); print(len(s.recv(100)))
      """,
    ])
    let exit = try ping.finish()
    #expect(exit == .status(0), "\(ping.errorText)")
    kill(stage.pid, SIGKILL)
    #expect(eventually { !isAlive(pid) })
  }

  @Test(.enabled(if: canBecomeOrdinary, "needs root, and leave to mount"))
  func `an ordinary user's hosts have as long a queue for the cable as root's`() throws {
    func length(_ before: [String]) throws -> String {
      let (stage, pid, answer) = try start(before)
      defer { kill(stage.pid, SIGKILL) }
      guard case .ready(_, let hosts, _) = answer else {
        Issue.record("not ready: \(answer)")
        return ""
      }
      let look = try Program([
        "nsenter", "--net=/proc/\(pid)/fd/\(hosts[0].network)", "/usr/bin/python3", "-c",
        """
        import fcntl, socket, struct
        request = struct.pack("16si12x", b"wire0", 0)
        print(struct.unpack("16si12x", fcntl.ioctl(socket.socket(), 0x8942, request))[1])
        """,
      ])
      #expect(try look.finish() == .status(0), "\(look.errorText)")
      return look.outputText
    }
    #expect(try length([]) == "16384\n")
    #expect(try length(Self.asOrdinaryUser + ["666"]) == "16384\n")
  }

  @Test(.enabled(if: canBecomeOrdinary, "needs root, and leave to mount"))
  func `whatever holds of roles on hosts holds for an ordinary user, too`() throws {
    let tests = try Program(
      Self.asOrdinaryUser + [
        "666", CommandLine.arguments[0], "--testing-library", "swift-testing", "--filter",
        "StagedWireTests",
      ], environment: ["SOCKRATIC_REQUIRE_ALL": "1", "HOME": "/tmp"])
    let exit = try tests.finish(within: 120)
    let failures = tests.outputText.split(separator: "\n").filter { $0.contains("✘") }
    #expect(failures == [])
    #expect(exit == .status(0), "\(tests.outputText.suffix(3000)) \(tests.errorText.suffix(3000))")
  }

  @Test(.enabled(if: canBecomeOrdinary, "needs root, and leave to mount"))
  func `who may not open the TUN device is told so`() throws {
    let (_, _, answer) = try start(Self.asOrdinaryUser + ["600"])
    guard case .failed(let refusal) = answer else {
      Issue.record("not refused: \(answer)")
      return
    }
    #expect(refusal.step == .device)
    #expect(refusal.diagnostic().description.contains("chmod 666 /dev/net/tun"))
  }

  @Test(.enabled(if: canBecomeOrdinary, "needs root, and leave to mount"))
  func `where there may be no user namespaces that is what is said`() throws {
    // The limit of a user namespace holds for those made in it.
    let (_, _, answer) = try start([
      "unshare", "-Urn", "sh", "-c", "echo 0 > /proc/sys/user/max_user_namespaces; exec \"$@\"",
      "sh", "setpriv", "--bounding-set=-all", "--inh-caps=-all",
    ])
    guard case .failed(let refusal) = answer else {
      Issue.record("not refused: \(answer)")
      return
    }
    #expect(refusal.step == .userNamespace)
    #expect(refusal.diagnostic().description.contains("max_user_namespaces"))
  }
}
