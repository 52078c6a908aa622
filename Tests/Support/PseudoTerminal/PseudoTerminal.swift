internal import CPseudoTerminal
internal import Glibc

/// A program on a pseudo-terminal of its own, with the test in the person's place.
///
/// The program leads a session, so that ⌃C, ⌃Z and hanging up work as on a real terminal.
public final class PseudoTerminal {
  public enum Failure: Error, CustomStringConvertible {
    case spawn(String)
    case timeout(waitingFor: String, screen: String, untaken: Int)

    public var description: String {
      switch self {
      case .spawn(let path): "cannot run \(path) on a pseudo-terminal"
      case .timeout(let wanted, let screen, let untaken):
        "no \(wanted) in time; \(untaken == 0 ? "" : "the program took no more: \(untaken) bytes were not typed; ")"
          + "the screen:\n\(screen)"
      }
    }
  }

  /// How a program ended.
  public enum Exit: Equatable, Sendable {
    case status(Int32)
    case signal(Int32)
  }

  public let process: Int32
  public private(set) var screen: Screen
  /// Everything the program wrote, sequences included.
  public private(set) var output: [UInt8] = []
  private var master: Int32
  private var exit: Exit?
  private var expected = 0
  private var expectedRaw = 0
  /// Bytes that the program left waiting until the person gave up.
  private var untaken = 0

  /// - Parameters:
  ///   - path: The program; a plain name is looked up among the build's products.
  ///   - environment: Added to (or, with nil, taken from) a minimal environment with TERM=xterm-256color.
  ///   - standardOutput: Where standard output goes instead of the terminal.
  public init(
    _ path: String, _ arguments: [String] = [], environment: [String: String?] = [:],
    columns: Int = 80, rows: Int = 24, standardOutput: Int32 = -1
  ) throws {
    let program = path.contains("/") ? path : "\(productsDirectory)/\(path)"
    screen = Screen(columns: columns, rows: rows)
    var process: Int32 = 0
    master = withCStrings([program] + arguments) { words in
      withCStrings(variables(adding: environment)) { variables in
        pseudo_terminal_spawn(
          program, words, variables, Int32(rows), Int32(columns), standardOutput, &process)
      }
    }
    self.process = process
    guard master >= 0 else { throw Failure.spawn(program) }
  }

  deinit {
    if exit == nil { kill(-process, SIGKILL) }
    hangUp()
    if exit == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
  }

  // MARK: The person

  /// Types text; `\u{3}` is ⌃C, `\r` the Enter key.
  public func send(_ text: String) { send(bytes: Array(text.utf8)) }

  public func send(bytes: [UInt8]) {
    var rest = bytes[...]
    defer { untaken += rest.count }
    while !rest.isEmpty, master >= 0 {
      pump(milliseconds: 0)  // lest both sides wait for the other to read
      guard isReady(POLLOUT, milliseconds: 20_000) else { return }
      let count = rest.prefix(1024).withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  public func resize(columns: Int, rows: Int) {
    pump(milliseconds: 0)
    screen.resize(columns: columns, rows: rows)
    _ = pseudo_terminal_resize(master, Int32(rows), Int32(columns))
  }

  /// Closes the terminal, as a window that is closed does.
  public func hangUp() {
    if master >= 0 { close(master) }
    master = -1
  }

  // MARK: What the person sees

  /// Waits for text in the output since the last `expect` that was met; sequences such as colours are passed over,
  /// unless the text itself has one.
  public func expect(_ text: String, within seconds: Double = 5) throws {
    let wanted = Array(text.utf8)
    let isRaw = wanted.contains(0x1B)
    try waitUntil("“\(text)”", within: seconds) {
      let output = isRaw ? self.output : self.screen.plain
      let start = isRaw ? self.expectedRaw : self.expected
      guard let end = Self.find(wanted, in: output, from: start) else { return false }
      if isRaw { self.expectedRaw = end } else { self.expected = end }
      return true
    }
  }

  /// Waits until the screen is as wanted.
  public func expectScreen(
    _ what: String = "such screen", within seconds: Double = 5, _ condition: (Screen) -> Bool
  ) throws {
    try waitUntil(what, within: seconds) { condition(self.screen) }
  }

  public func waitUntil(_ what: String, within seconds: Double = 5, _ condition: () -> Bool) throws
  {
    let deadline = now() + seconds
    while !condition() {
      guard now() < deadline else {
        throw Failure.timeout(waitingFor: what, screen: screen.text, untaken: untaken)
      }
      pump(milliseconds: 20)
    }
  }

  /// Waits for the program's end, reading what it still writes.
  public func waitForExit(within seconds: Double = 5) throws -> Exit {
    try waitUntil("end of the program", within: seconds) {
      self.look(for: 0)
      return self.exit != nil
    }
    while pump(milliseconds: 0) {}
    return exit ?? .status(-1)
  }

  /// Waits until the program is stopped, as ⌃Z does.
  public func waitForStop(within seconds: Double = 5) throws {
    var stopped = false
    try waitUntil("stop of the program", within: seconds) {
      var status: Int32 = 0
      if waitpid(self.process, &status, WNOHANG | WUNTRACED) == self.process {
        stopped = status & 0xFF == 0x7F
      }
      return stopped
    }
  }

  /// Whether the terminal's modes are those of a shell: whole lines, echoed. Editing turns both off.
  public var isCooked: Bool {
    var modes = termios()
    guard tcgetattr(master, &modes) == 0 else { return false }
    return modes.c_lflag & tcflag_t(ICANON) != 0 && modes.c_lflag & tcflag_t(ECHO) != 0
  }

  /// The output as text.
  public var outputText: String { String(decoding: output, as: UTF8.self) }

  /// Reads what the program has written, waiting for it at most so long.
  /// - Returns: Whether there was anything.
  @discardableResult public func pump(milliseconds: Int32) -> Bool {
    guard master >= 0 else {
      poll(nil, 0, milliseconds)
      return false
    }
    guard isReady(POLLIN, milliseconds: milliseconds) else { return false }
    var chunk = [UInt8](repeating: 0, count: 65536)
    let count = read(master, &chunk, chunk.count)
    guard count > 0 else {
      poll(nil, 0, milliseconds)  // EIO: nobody has the slave side open
      return false
    }
    output += chunk[..<count]
    screen.write(chunk[..<count])
    return true
  }

  // MARK: Details

  private func look(for flags: Int32) {
    var status: Int32 = 0
    guard exit == nil, waitpid(process, &status, WNOHANG | flags) == process else { return }
    exit = status & 0x7F == 0 ? .status(status >> 8 & 0xFF) : .signal(status & 0x7F)
  }

  private func isReady(_ event: Int32, milliseconds: Int32) -> Bool {
    var polled = pollfd(fd: master, events: Int16(event), revents: 0)
    return poll(&polled, 1, milliseconds) > 0 && polled.revents & Int16(event | POLLHUP) != 0
  }

  private static func find(_ wanted: [UInt8], in output: [UInt8], from start: Int) -> Int? {
    guard output.count >= wanted.count, start <= output.count - wanted.count else { return nil }
    for place in start...(output.count - wanted.count)
    where output[place..<(place + wanted.count)].elementsEqual(wanted) {
      return place + wanted.count
    }
    return nil
  }

  private func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
