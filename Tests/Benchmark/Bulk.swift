internal import Glibc

/// How fast much data goes from one role to another over the loopback, against programs that do
/// nothing else.
struct Bulk {
  let sockratic: String
  let folder: Folder

  /// In bytes; 4 GiB.
  private static let amount = 4 << 30
  /// The sizes of the buffers that Sockratic's `send all` and `recv all` have: a peer has one for both.
  private static let pieces = ["1M", "128K"]
  /// Two processes and a kernel on few processors: one run tells little, where they happen to be
  /// decides.
  private static let samples = 15

  func rows() throws -> [Row] {
    let iperfs = Bulk.pieces.map { piece in
      (name: "iperf3 -l \(piece)", ratio: 0.9, time: { try iperf(piece) })
    }
    let peers: [(name: String, ratio: Double, time: () throws -> Double)] =
      iperfs + [("socat", 1, socat), ("nc", 1, nc)]
    return try peers.map { peer in
      let samples = try interleaved(Bulk.samples, [ours, peer.time])
      return Row(
        what: "4 GiB from role to role", ours: samples[0], theirs: samples[1],
        against: peer.name, bound: 1 / peer.ratio, unit: .gigabytes(Bulk.amount))
    }
  }

  /// By its own clock, from the first call to the last: `4 GiB sent in 1.02 s, 3.9 GiB/s`.
  private func ours() throws -> Double {
    let script = try folder.write(
      [
        "server> socket tcp", "server> bind 0", "server> listen", "client> socket tcp",
        "client> connect server", "server> accept", "server> recv all discard",
        "client> send all zeros 4G", "client> close",
      ], to: "bulk")
    _ = try Program(path: sockratic, arguments: ["run", "--deadline", "60s", script])
      .time(output: folder.file("bulk.txt"))
    let words = folder.lines(of: "bulk.txt").last { $0.contains(" sent in ") }?
      .split { " ,".contains($0) }
    guard let words, let place = words.firstIndex(of: "in"), words.count > place + 2,
      let number = Double(words[place + 1]), let unit = ["ms": 1, "s": 1000.0][words[place + 2]]
    else { throw Failure("sockratic prints no time") }
    return number * unit
  }

  /// By its own clock: what it sets up before does not count.
  private func iperf(_ piece: String) throws -> Double {
    let port = "\(try freePort())"
    let path = try program("iperf3")
    let output = folder.file("iperf.txt")
    return try serving(Program(path: path, arguments: ["-s", "-1", "-p", port]), on: port) {
      _ = try Program(
        path: path,
        arguments: ["-c", "127.0.0.1", "-p", port, "-n", "4G", "-l", piece, "-f", "m"]
      ).time(output: output)
      let words = folder.lines(of: "iperf.txt").last { $0.contains("receiver") }?
        .split(separator: " ")
      guard let words, let unit = words.firstIndex(of: "Mbits/sec"), unit > 0,
        let rate = Double(words[unit - 1]), rate > 0
      else { throw Failure("iperf3 prints no rate") }
      return Double(Bulk.amount) * 8 / rate / 1000
    }
  }

  /// It has no clock: what a run of one byte takes is its start-up, which does not count.
  private func socat() throws -> Double { try socat(Bulk.amount) - socat(1) }

  private func socat(_ amount: Int) throws -> Double {
    let port = "\(try freePort())"
    let path = try program("socat")
    let server = Program(
      path: path,
      arguments: ["-u", "-b", "1048576", "TCP-LISTEN:\(port),bind=127.0.0.1", "OPEN:/dev/null"])
    return try serving(server, on: port) {
      try Program(
        path: path,
        arguments: [
          "-u", "-b", "1048576", "OPEN:/dev/zero,readbytes=\(amount)", "TCP:127.0.0.1:\(port)",
        ]
      ).time()
    }
  }

  private func nc() throws -> Double { try nc(Bulk.amount) - nc(1) }

  private func nc(_ amount: Int) throws -> Double {
    let port = "\(try freePort())"
    let path = try program("nc")
    let server = Program(path: "/bin/sh", arguments: ["-c", "exec '\(path)' -l 127.0.0.1 \(port)"])
    return try serving(server, on: port) {
      let client = "head -c \(amount) /dev/zero | '\(path)' -N 127.0.0.1 \(port)"
      return try Program(path: "/bin/sh", arguments: ["-c", client]).time()
    }
  }

  /// Measures while the server runs, which ends by itself after one connection.
  private func serving(
    _ server: Program, on port: String, _ measure: () throws -> Double
  ) throws -> Double {
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    let process = try server.spawn(input: null, output: null)
    defer {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    try waitForListener(port)
    return try measure()
  }
}

/// A port that nobody had a moment ago.
func freePort() throws(Failure) -> UInt16 {
  let fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(fd) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let isNamed = withUnsafeMutablePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(fd, $0, length) == 0 && getsockname(fd, $0, &length) == 0
    }
  }
  guard isNamed else { throw Failure("no port is free") }
  return UInt16(bigEndian: address.sin_port)
}

/// Waits until something listens, without connecting: /proc/net/tcp tells.
private func waitForListener(_ port: String) throws(Failure) {
  let end = now() + 5000
  let number = Int(port) ?? 0
  let digits = String(number, radix: 16, uppercase: true)
  let place = ":" + String(repeating: "0", count: 4 - digits.count) + digits
  while now() < end {
    if try listens(place) { return }
    poll(nil, 0, 2)
  }
  throw Failure("nobody listens on port \(port)")
}

private func listens(_ place: String) throws(Failure) -> Bool {
  for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
    guard let stream = fopen(table, "r") else { continue }
    defer { fclose(stream) }
    var line = [CChar](repeating: 0, count: 512)
    while fgets(&line, 512, stream) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let words = text.split(separator: " ")
      if words.count > 3, words[1].hasSuffix(place), words[3] == "0A" { return true }
    }
  }
  return false
}
