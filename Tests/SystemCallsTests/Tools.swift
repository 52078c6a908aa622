import Foundation
import Glibc
import SystemCalls
import Testing

/// True if a test that needs a program may run: it is installed, or must be
/// (SOCKRATIC_REQUIRE_ALL=1), so that the test fails where it is missing.
func canRun(_ program: String) -> Bool {
  if ProcessInfo.processInfo.environment["SOCKRATIC_REQUIRE_ALL"] == "1" { return true }
  let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
  let isFound = folders.contains { access("\($0)/\(program)", X_OK) == 0 }
  if !isFound { print("skipped: \(program) is not installed") }
  return isFound
}

/// The probe, which is built beside the tests.
var probe: String {
  get throws {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(fileURLWithPath: tests).deletingLastPathComponent().path + "/CallProbe"
  }
}

/// A program with its standard output, killed with the value or at the deadline, whichever is first.
final class Child {
  let process = Process()
  private let output = Pipe()

  init(_ arguments: [String], deadline seconds: Int = 30) throws {
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["timeout", "-s", "KILL", "\(seconds)"] + arguments
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGTERM) } }

  /// One line, without its end; "" at the end of the output.
  func line() -> String {
    var bytes: [UInt8] = []
    while let byte = output.fileHandleForReading.readData(ofLength: 1).first, byte != 10 {
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  func finish() -> String {
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}

struct TooLate: Error {}

/// Asks again and again, at most ten seconds long, until the answer is yes.
func eventually(_ holds: () throws -> Bool) throws {
  let end = monotonicNanoseconds() + 10_000_000_000
  while try !holds() {
    if monotonicNanoseconds() > end { throw TooLate() }
    usleep(500)
  }
}

/// Keeps the calls in the order in which it was told of them.
final class Recorder: CallObserver {
  enum Event: Hashable {
    case entered(Call)
    case returned(Call, Outcome)
  }

  var events: [Event] = []

  func entered(_ call: Call) { events.append(.entered(call)) }
  func returned(_ call: Call, _ outcome: Outcome) { events.append(.returned(call, outcome)) }
}

/// SOCK_STREAM and SOCK_DGRAM with SOCK_CLOEXEC: a child that inherits a socket keeps it open.
let stream: Int32 = 0x80001
let datagram: Int32 = 0x80002

/// Two TCP sockets on loopback, connected, and the listener between them; closed with the value.
final class Pair {
  let recorder = Recorder()
  let calls: SocketCalls
  let listener: Int32
  private(set) var client: Int32
  private(set) var server: Int32
  let address: SocketAddress

  init(_ local: SocketAddress = .loopback(port: 0), clientFamily: Int32? = nil) throws {
    let family = if case .ipv6 = local { AF_INET6 } else { AF_INET }
    calls = SocketCalls(observer: recorder)
    listener = try calls.socket(family: family, type: stream, protocolNumber: 0)
    try calls.bind(listener, local)
    try calls.listen(listener, backlog: 7)
    address = try calls.getsockname(listener)
    client = try calls.socket(family: clientFamily ?? family, type: stream, protocolNumber: 0)
    try calls.connect(client, .loopback(port: address.port ?? 0).inFamily(clientFamily ?? family))
    server = try calls.accept(listener).0
    _ = fcntl(server, F_SETFD, FD_CLOEXEC)
  }

  deinit {
    closeClient()
    closeServer()
    close(listener)
  }

  func closeClient() {
    if client >= 0 { close(client) }
    client = -1
  }

  func closeServer() {
    if server >= 0 { close(server) }
    server = -1
  }

  func send(_ text: String, on socket: Int32) throws {
    let sent = try Array(text.utf8).withUnsafeBytes {
      try calls.send(socket, $0, flags: 0)
    }
    #expect(sent == text.utf8.count)
  }
}

extension SocketAddress {
  func inFamily(_ family: Int32) -> SocketAddress {
    family == AF_INET6 ? .ipv6(.loopback, port: port ?? 0, scope: 0) : self
  }
}
