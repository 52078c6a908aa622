internal import Glibc
internal import Log
internal import SystemCalls
internal import Wire

/// How fast the wire carries what it does nothing to, against a veth pair between two namespaces, which
/// is the kernel alone: the MTU is the same. The wire's devices have segmentation offload, and so has
/// veth in one row; in the other its offloads are off.
struct WireAgainstVeth {
  let sockratic: String
  let folder: Folder

  /// In bytes, over one TCP connection.
  private static let amount = 1 << 30
  private static let rounds = 5
  /// What may be added to a packet's way, in milliseconds.
  private static let addedDelay = 0.1

  func rows() throws -> [Row] {
    let peer = try PythonPeer(folder, "wire", WireAgainstVeth.script, [sockratic, order])
    var samples = [Samples](repeating: Samples(), count: 9)
    for _ in 0..<WireAgainstVeth.rounds {
      let numbers = try peer.line().split(separator: " ").compactMap { Double($0) }
      guard numbers.count == 9 else { throw Failure("no wire, or no veth pair: needs root") }
      for (place, number) in numbers.enumerated() { samples[place].add(number) }
    }
    let delay = samples[4]
    return [
      Row(
        what: "1 GiB over the wire", ours: samples[0], theirs: samples[3],
        against: "veth, offloads off", bound: 3, unit: .gigabytes(WireAgainstVeth.amount)),
      Row(
        what: "1 GiB over the wire", ours: samples[0], theirs: samples[6],
        against: "veth", bound: 3, unit: .gigabytes(WireAgainstVeth.amount)),
      Row(
        what: "a datagram's way over the wire", ours: samples[1], theirs: delay,
        against: "veth", bound: (delay.median + WireAgainstVeth.addedDelay) / delay.median),
      Row(
        what: "datagrams of 64 bytes, as fast as they go", ours: samples[2], theirs: samples[5],
        against: "veth", bound: 3, unit: .commandsPerSecond),
    ]
  }

  /// What the wire process is told first, in hexadecimal digits: two hosts.
  private var order: String {
    let hosts = (1...2).map { number in
      CableHost(name: "h\(number)", addresses: [.ipv4(0x0a00_0000 + UInt32(number), port: 0)])
    }
    var writer = ByteWriter()
    writer.put(WireOrder.open(hosts, seed: 1))
    let length = withUnsafeBytes(of: UInt32(writer.bytes.count).littleEndian) { Array($0) }
    return (length + writer.bytes).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }

  /// Prints, for each round, the milliseconds that the bytes, half a datagram's round trip and each
  /// datagram of a flood take over the wire, and the same over veth.
  private static let script = #"""
    import ctypes, fcntl, json, os, socket, struct, subprocess, sys, threading, time
    offloads = """
    import ctypes, fcntl, socket, struct, sys
    for command in (0x1f, 0x24, 0x2c, 0x17, 0x19):  # TSO, GSO, GRO, checksums, scatter-gather
        value = ctypes.create_string_buffer(struct.pack("II", command, 0), 8)
        request = struct.pack("16sP8x", sys.argv[1].encode(), ctypes.addressof(value))
        fcntl.ioctl(socket.socket(), 0x8946, request)
    """
    server = """
    import socket, sys
    u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind((sys.argv[1], 7000)); u.settimeout(20)
    s = socket.create_server((sys.argv[1], 7000)); print(flush=True)
    c, _ = s.accept(); room = bytearray(1 << 20)
    while c.recv_into(room): pass
    c.close()
    while True: u.sendto(*u.recvfrom(100))
    """
    client = """
    import socket, sys, time
    s = socket.create_connection((sys.argv[1], 7000)); data = bytes(1 << 20)
    start = time.monotonic()
    for _ in range(int(sys.argv[2]) >> 20): s.sendall(data)
    s.shutdown(socket.SHUT_WR); s.recv(1); taken = time.monotonic() - start
    u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.connect((sys.argv[1], 7000)); times = []
    for _ in range(2000):
        start = time.monotonic(); u.send(b"hello"); u.recv(100); times.append(time.monotonic() - start)
    print(taken * 1000, sorted(times)[1000] * 500)
    """
    def python(space, source, *words):
        return subprocess.Popen(["nsenter", f"--net={space}", sys.executable, "-c", source, *words],
                                stdout=subprocess.PIPE, text=True)
    def measure(spaces, address):
        there = python(spaces[1], server, address); there.stdout.readline()
        here = python(spaces[0], client, address, str(1 << 30))
        numbers = here.communicate(timeout=60)[0].strip(); there.kill(); there.wait()
        return f"{numbers} {flood(spaces, address)}"
    def flood(spaces, address):
        def iperf(space, *words):
            return subprocess.Popen(["nsenter", f"--net={space}", "iperf3", *words, "-p", "7001"],
                                    stdout=subprocess.PIPE, text=True)
        there = iperf(spaces[1], "-s", "-1", "-B", address, "--forceflush")
        while "listening" not in there.stdout.readline(): pass
        here = iperf(spaces[0], "-c", address, "-u", "-b", "0", "-l", "64", "-t", "1", "--json")
        total = json.loads(here.communicate(timeout=60)[0])["end"]["sum"]
        there.communicate(timeout=60)
        return 1e3 * total["seconds"] / (total["packets"] - total["lost_packets"])
    def wire():
        inputs, outputs = os.pipe(), os.pipe()
        pid = os.fork()
        if pid == 0:
            os.dup2(inputs[0], 200); os.dup2(outputs[1], 201); os.closerange(3, 200)
            os.execv(sys.argv[1], ["sockratic-wire"])
        os.write(inputs[1], bytes.fromhex(sys.argv[2])); os.read(outputs[0], 4096)
        def listen():
            while os.read(outputs[0], 1 << 20): pass
        threading.Thread(target=listen, daemon=True).start()
        folder = f"/proc/{pid}/fd"
        numbers = sorted(int(n) for n in os.listdir(folder))
        return [f"{folder}/{n}" for n in numbers if os.readlink(f"{folder}/{n}").startswith("net:")]
    def veth(offloaded):
        mine = os.readlink("/proc/self/ns/net")
        keepers = [subprocess.Popen(["unshare", "-n", "cat"], stdin=subprocess.PIPE,
                                    stdout=subprocess.PIPE) for _ in "12"]
        for keeper in keepers:  # cat answers once it is in its namespace
            keeper.stdin.write(b"\n"); keeper.stdin.flush(); keeper.stdout.readline()
        spaces = [f"/proc/{s.pid}/ns/net" for s in keepers]
        assert all(os.readlink(space) != mine for space in spaces)
        def ip(space, words):
            subprocess.run(["nsenter", f"--net={space}", "ip"] + words.split(), check=True)
        ip(spaces[0], f"link add v0 type veth peer name v1 netns {keepers[1].pid}")
        for number, space in enumerate(spaces):
            ip(space, f"addr add 10.0.0.{number + 1}/24 dev v{number}")
            ip(space, f"link set v{number} up")
            assert offloaded or python(space, offloads, f"v{number}").wait() == 0
        return spaces
    ways = wire(), veth(False), veth(True)
    for _ in range(5):
        print(*[measure(way, "10.0.0.2") for way in ways], flush=True)
    """#
}
