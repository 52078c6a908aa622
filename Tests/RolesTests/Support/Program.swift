internal import Foundation
internal import Glibc
internal import PseudoTerminal

/// A program that a test runs. Whatever a test waits for has a deadline, and when the test lets go of
/// the program it is killed.
final class Program {
  enum Exit: Equatable, Sendable {
    case status(Int32)
    case signal(Int32)
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  enum Input {
    /// This, and then the end of the file.
    case text(String)
    case bytes([UInt8])
    /// Open until the test closes it; see `write`.
    case open
  }

  let pid: pid_t
  private(set) var output: [UInt8] = []
  private(set) var errors: [UInt8] = []
  private(set) var exit: Exit?
  private var inputPipe: Int32
  private var outputPipe: Int32
  private var errorPipe: Int32
  private let words: [String]
  private var eventsEnd = 0

  /// - Parameter words: The program, looked up along PATH, and its arguments.
  init(_ words: [String], input: Input = .text(""), environment: [String: String] = [:]) throws {
    self.words = words
    var input = input
    if case .text(let text) = input { input = .bytes(Array(text.utf8)) }
    let inputs = try Program.input(input)
    let outputs = try Program.pipe()
    let errors = try Program.pipe()
    inputPipe = inputs.write
    outputPipe = outputs.read
    errorPipe = errors.read
    defer { for end in [inputs.read, outputs.write, errors.write] { close(end) } }
    pid = try Program.spawn(
      words, standard: [inputs.read, outputs.write, errors.write], environment)
  }

  /// `sockratic` as it was built with these tests.
  convenience init(sockratic arguments: [String], input: Input = .text("")) throws {
    try self.init([Program.sockratic] + arguments, input: input)
  }

  static let sockratic = "\(productsDirectory)/sockratic"

  deinit {
    closeInput()
    if exit == nil {
      kill(-pid, SIGKILL)
      waitpid(pid, nil, 0)
    }
    for pipe in [outputPipe, errorPipe] where pipe >= 0 { close(pipe) }
  }

  // MARK: The other side of its standard streams

  /// Writes to its standard input, reading meanwhile what it prints.
  func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    let deadline = Date().addingTimeInterval(120)
    while !rest.isEmpty, Date() < deadline {
      pump(milliseconds: 0)
      var entry = pollfd(fd: inputPipe, events: Int16(POLLOUT), revents: 0)
      guard poll(&entry, 1, 10) > 0 else { continue }
      let count = rest.prefix(4096).withUnsafeBytes {
        Glibc.write(inputPipe, $0.baseAddress, $0.count)
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  func closeInput() {
    if inputPipe >= 0 { close(inputPipe) }
    inputPipe = -1
  }

  var outputText: String { String(decoding: output, as: UTF8.self) }
  var errorText: String { String(decoding: errors, as: UTF8.self) }

  /// Waits for the end, within so many seconds.
  func finish(within seconds: Double = 30) throws -> Exit {
    try wait("end", within: seconds) { self.exit != nil }
    while pump(milliseconds: 0) {}
    guard let exit else { throw Failure(description: "no end") }
    return exit
  }

  /// Waits for an event in the JSON Lines of its output, behind those that were waited for before.
  func event(
    _ kind: String, role: String? = nil, within seconds: Double = 15,
    where holds: (LoggedEvent) -> Bool = { _ in true }
  ) throws -> LoggedEvent {
    var found: LoggedEvent?
    try wait("event “\(kind)” of \(role ?? "any role")", within: seconds) {
      while let end = self.output[self.eventsEnd...].firstIndex(of: UInt8(ascii: "\n")) {
        let event = LoggedEvent(line: self.output[self.eventsEnd..<end])
        self.eventsEnd = end + 1
        guard let event, event.kind == kind, role == nil || event.role == role, holds(event)
        else { continue }
        found = event
        return true
      }
      return false
    }
    guard let found else { throw Failure(description: "no event") }
    return found
  }

  func wait(_ what: String, within seconds: Double, _ condition: () -> Bool) throws {
    let deadline = Date().addingTimeInterval(seconds)
    while !condition() {
      guard Date() < deadline else {
        throw Failure(
          description: "no \(what) within \(seconds) s of \(words.joined(separator: " "))\n"
            + "output: …\(String(decoding: output.suffix(2000), as: UTF8.self))\n"
            + "errors: …\(String(decoding: errors.suffix(2000), as: UTF8.self))")
      }
      pump(milliseconds: 20)
      look()
    }
  }

  // MARK: Details

  private func look() {
    var status: Int32 = 0
    guard exit == nil, waitpid(pid, &status, WNOHANG) == pid else { return }
    exit = status & 0x7f == 0 ? .status(status >> 8 & 0xff) : .signal(status & 0x7f)
  }

  @discardableResult private func pump(milliseconds: Int32) -> Bool {
    var entries = [outputPipe, errorPipe].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    guard poll(&entries, 2, milliseconds) > 0 else { return false }
    let hasMore = [
      entries[0].revents != 0 && Program.drain(&outputPipe, into: &output),
      entries[1].revents != 0 && Program.drain(&errorPipe, into: &errors),
    ]
    return hasMore.contains(true)
  }

  private static func drain(_ pipe: inout Int32, into bytes: inout [UInt8]) -> Bool {
    let count = withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { room in
      let count = read(pipe, room.baseAddress, room.count)
      if count > 0 { bytes.append(contentsOf: room[..<count]) }
      return count
    }
    if count <= 0 {
      close(pipe)
      pipe = -1
    }
    return count > 0
  }
}
