import Foundation
import Testing

@testable import Wire

@Suite struct CaptureTests {
  /// Wireshark's own reader says what a saved file holds.
  @Test(.enabled("tshark is not installed") { isThere("tshark") })
  func `tshark reads the file, both interfaces, the comments and good checksums`() throws {
    var bytes = Capture.opening
    let packets = [
      Made.segment([.syn], sequence: 1), Made.datagram([1, 2, 3]),
      Made.segment([.ack], sequence: 2, [9]),
    ]
    for (number, packet) in packets.enumerated() {
      packet.withUnsafeBytes {
        Capture.add(
          $0, length: packet.count, on: number == 1 ? .arrived : .sent,
          at: 1_700_000_000_000_000_000 + UInt64(number), comment: number == 0 ? "lost" : nil,
          to: &bytes)
      }
    }
    let fields = [
      "frame.interface_name", "frame.comment", "tcp.checksum.status", "udp.checksum.status",
      "frame.time_epoch",
    ]
    let lines = try tshark(
      bytes,
      ["-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE", "-T", "fields"]
        + fields.flatMap { ["-e", $0] })
    #expect(
      lines == [
        "sent\tlost\t1\t\t1700000000.000000000", "arrived\t\t\t1\t1700000000.000000001",
        "sent\t\t1\t\t1700000000.000000002",
      ])
    #expect(try tshark(bytes, ["-Y", "_ws.malformed"]).isEmpty)
  }

  private func tshark(_ bytes: [UInt8], _ arguments: [String]) throws -> [String] {
    let file = NSTemporaryDirectory() + "sockratic-\(UUID().uuidString).pcapng"
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["tshark", "-n", "-r", file] + arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}

/// Where SOCKRATIC_REQUIRE_ALL is 1, the test runs and fails without the program.
private func isThere(_ program: String) -> Bool {
  let environment = ProcessInfo.processInfo.environment
  if environment["SOCKRATIC_REQUIRE_ALL"] == "1" { return true }
  let folders = (environment["PATH"] ?? "/usr/bin").split(separator: ":")
  return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
}
