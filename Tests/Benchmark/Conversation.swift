internal import Glibc

/// A `sockratic run -` that is fed lines and read as it goes.
final class Conversation {
  private let process: pid_t
  private let input: Int32
  private let output: Int32
  private var batches = 0
  /// The end of what the last lines printed.
  private var tail: [UInt8] = []
  private static let tailSize = 4096

  init(_ sockratic: String) throws(Failure) {
    var toChild: [Int32] = [0, 0]
    var fromChild: [Int32] = [0, 0]
    guard pipe(&toChild) == 0, pipe(&fromChild) == 0 else { throw Failure("no pipes left") }
    for descriptor in [toChild[1], fromChild[0]] {
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }
    input = toChild[1]
    output = fromChild[0]
    process = try Program(path: sockratic, arguments: ["run", "-"])
      .spawn(input: toChild[0], output: fromChild[1])
    close(toChild[0])
    close(fromChild[1])
  }

  deinit {
    close(input)
    close(output)
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
  }

  /// Has the lines carried out, and waits until all that they print has come. Milliseconds.
  @discardableResult
  func perform(_ lines: [String]) throws(Failure) -> Double {
    batches += 1
    // A line that is true whatever happens, and is printed as it was typed.
    let last = "check server.sent != \(1 << 40 + batches)"
    let start = now()
    try exchange(
      Array((lines + [last, ""]).joined(separator: "\n").utf8), until: Array((last + "\n").utf8))
    return now() - start
  }

  var lastLines: [Substring] {
    String(decoding: tail, as: UTF8.self).split(separator: "\n")
  }

  /// Writes and reads at the same time, lest both sides wait for each other.
  private func exchange(_ bytes: [UInt8], until mark: [UInt8]) throws(Failure) {
    var rest = bytes[...]
    tail = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      var entries = [pollfd(fd: output, events: Int16(POLLIN), revents: 0)]
      if !rest.isEmpty { entries.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0)) }
      guard poll(&entries, nfds_t(entries.count), 20_000) > 0 else {
        throw Failure("sockratic run - says nothing for 20 s")
      }
      if entries.count > 1, entries[1].revents != 0 {
        rest = rest.dropFirst(
          max(0, rest.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }))
      }
      guard entries[0].revents != 0 else { continue }
      let count = read(output, &chunk, chunk.count)
      guard count > 0 else { throw Failure("sockratic run - has ended") }
      tail = Array(tail.suffix(Conversation.tailSize) + chunk[..<count])
      if rest.isEmpty, tail.suffix(mark.count) == mark[...] { return }
    }
  }
}

extension Conversation {
  /// What it and its roles hold in memory (VmRSS of each, added up), in bytes.
  func residentBytes() throws(Failure) -> Int {
    let children = text(of: "/proc/\(process)/task/\(process)/children").split(separator: " ")
    var sum = 0
    for pid in ["\(process)"] + children.map(String.init) {
      sum += try kibibytes("VmRSS", of: pid) << 10
    }
    return sum
  }

  /// The most that Sockratic itself has ever held in memory (VmHWM), in bytes.
  func peakBytes() throws(Failure) -> Int { try kibibytes("VmHWM", of: "\(process)") << 10 }

  private func kibibytes(_ name: String, of pid: String) throws(Failure) -> Int {
    let line = text(of: "/proc/\(pid)/status").split(separator: "\n").first {
      $0.hasPrefix(name + ":")
    }
    guard let line, let number = Int(line.filter(\.isNumber)) else {
      throw Failure("/proc/\(pid)/status has no \(name)")
    }
    return number
  }

  private func text(of path: String) -> String {
    guard let stream = fopen(path, "r") else { return "" }
    defer { fclose(stream) }
    var bytes = [UInt8](repeating: 0, count: 8192)
    return String(decoding: bytes[..<fread(&bytes, 1, bytes.count, stream)], as: UTF8.self)
  }
}
