internal import Foundation
internal import Glibc
internal import Log
internal import Wire

@testable import Roles

/// A wire of a test's own, with programs on its hosts that are no roles.
final class PlainWire {
  let hosts: Hosts
  private(set) var packets: [PacketSeen] = []

  init(_ names: [String] = ["alice", "bob"], seed: UInt64 = 7) throws {
    hosts = try Hosts(names, seed: seed, executable: Program.sockratic, limit: 20_000_000_000)
  }

  /// A program in the network of the host of that number, from 1.
  func program(on number: Int, _ words: [String], input: Program.Input = .text("")) throws
    -> Program
  {
    guard let host = hosts.host(number) else { throw Program.Failure(description: "no host") }
    return try Program(
      ["nsenter", "--net=/proc/\(getpid())/fd/\(host.space.number)"] + words, input: input)
  }

  func python(on number: Int, _ script: String) throws -> Program {
    try program(on: number, ["python3", "-c", script])
  }

  /// Waits until the cable has nothing to carry, and takes what was told.
  func settle() -> (count: Int, queued: Int, held: Int)? {
    let settled = hosts.settle(limit: 10_000_000_000)
    packets += hosts.takeNews().packets.map(\.packet)
    return settled
  }

  func set(_ setting: ImpairmentOrder.Setting, _ scope: Scope = .everything) {
    hosts.carryOut(.impair(ImpairmentOrder(setting, scope)), limit: 10_000_000_000)
  }

  /// Everything that was carried so far, as a file; `packets` are those that are in it.
  func save(in folder: TemporaryFolder) throws -> String {
    guard hosts.flushCapture(limit: 10_000_000_000) == 0, let capture = hosts.capture else {
      throw Program.Failure(description: "no capture")
    }
    packets += hosts.takeNews().packets.map(\.packet)
    let path = folder.path + "/wire.pcapng"
    try Data(contentsOf: URL(fileURLWithPath: "/proc/self/fd/\(capture.number)"))
      .write(to: URL(fileURLWithPath: path))
    return path
  }

  /// What tshark says of a file, a line for each packet.
  static func tshark(_ path: String, _ filter: String) throws -> [Substring] {
    let checks = ["tcp", "udp", "ip"].flatMap { ["-o", "\($0).check_checksum:TRUE"] }
    let tshark = try Program(["tshark", "-n", "-r", path] + checks + ["-Y", filter])
    guard try tshark.finish(within: 60) == .status(0) else {
      throw Program.Failure(description: tshark.errorText)
    }
    return tshark.outputText.split(separator: "\n")
  }
}

extension Requirement {
  /// A TUN device and network namespaces, for this user; nsenter(1).
  static let wire: Bool = {
    if ProcessInfo.processInfo.environment["SOCKRATIC_REQUIRE_ALL"] == "1" { return true }
    return (try? PlainWire()) != nil && isMet(["nsenter", "--version"])
  }()
  static let tshark = isMet(["tshark", "--version"])
}
