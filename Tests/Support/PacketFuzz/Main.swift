internal import CLinux
internal import Log
internal import SystemCalls
internal import Wire

/// Gives spoilt packets to all of the wire that reads what hosts send: the parser, the cable with each
/// impairment, and what cuts bundles. Meant to be built with --sanitize=address; a trap or a report of
/// the sanitizer's is a failure, and so is its exit status.
///
///     packet-fuzz [COUNT [SEED]]
final class PacketFuzz: CableOutput {
  private var spoiler: Spoiler
  private var cable: Cable?
  private let bundle = Bundle()
  private var now: UInt64 = 0
  private(set) var understood = 0
  private(set) var reported = 0
  private(set) var delivered = 0
  private(set) var segments = 0

  private static let hosts = ["alice", "bob", "carl"].enumerated().map { number, name in
    CableHost(
      name: name,
      addresses: [
        .ipv4(0x0a00_0001 + UInt32(number), port: 0),
        .ipv6(IPv6Bytes(high: 0xfd00 << 48, low: UInt64(number + 1)), port: 0, scope: 0),
      ])
  }

  init(seed: UInt64) {
    spoiler = Spoiler(seed: seed)
    cable = Cable(hosts: PacketFuzz.hosts, seed: seed, output: self)
  }

  func run(_ count: Int) {
    for number in 0..<count {
      if number % 500 == 0 { impair() }
      let packet = spoiler.packet()
      // Memory of exactly that size: the sanitizer sees each byte read behind it.
      let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: packet.count, alignment: 1)
      defer { memory.deallocate() }
      memory.copyBytes(from: packet)
      parse(UnsafeRawBufferPointer(memory))
      carry(UnsafeRawBufferPointer(memory))
      if number % 8 == 0 { unbundle(packet) }
    }
    _ = cable?.release(nil, at: now)
    cable?.deliverDue(by: .max)
  }

  private func parse(_ bytes: UnsafeRawBufferPointer) {
    guard let header = try? PacketHeader(bytes) else { return }
    understood += 1
    precondition(header.length <= bytes.count && header.transportOffset <= header.length)
  }

  private func carry(_ bytes: UnsafeRawBufferPointer) {
    now += UInt64(spoiler.below(2_000_000))
    cable?.carry(bytes, from: spoiler.below(PacketFuzz.hosts.count), at: now)
    cable?.deliverDue(by: now)
  }

  /// Behind a header as a TUN device's, which says anything whatever.
  private func unbundle(_ packet: [UInt8]) {
    var offload = linux_offload()
    offload.flags = UInt8(spoiler.below(2))
    offload.type = [0, 1, 4, 0x81][spoiler.below(4)]
    offload.segment_size = UInt16(spoiler.below(spoiler.below(2) == 0 ? 100 : 65536))
    offload.checksum_start = UInt16([0, 20, 40, spoiler.below(65536)][spoiler.below(4)])
    offload.checksum_offset = UInt16([6, 16, spoiler.below(65536)][spoiler.below(3)])
    var raw = withUnsafeBytes(of: offload) { Array($0) } + packet
    raw += [UInt8](repeating: 7, count: spoiler.below(4) == 0 ? spoiler.below(65000) : 0)
    raw.removeLast(spoiler.below(8) == 0 ? spoiler.below(raw.count) : 0)
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: raw.count, alignment: 1)
    defer { memory.deallocate() }
    memory.copyBytes(from: raw)
    guard var handed = OffloadedPacket(memory) else { return }
    guard handed.isBundle else { return handed.finish() }
    _ = cable?.carryTogether(
      UnsafeRawBufferPointer(handed.bytes), cutAt: handed.segmentSize,
      from: spoiler.below(PacketFuzz.hosts.count), at: now)
    bundle.open(handed)
    while let segment = bundle.next() {
      segments += 1
      carry(segment)
    }
    bundle.close { _, _, _ in }
  }

  /// Another set of impairments, of all kinds.
  private func impair() {
    let shares: [(Double) -> ImpairmentOrder.Setting] = [
      { .loss($0) }, { .duplicate($0) }, { .reorder($0) }, { .corrupt($0) },
    ]
    cable?.apply(ImpairmentOrder(.nothing, .everything))
    for setting in shares {
      cable?.apply(ImpairmentOrder(setting([0, 0.1, 1][spoiler.below(3)] / 2), .everything))
    }
    cable?.apply(ImpairmentOrder(.delay(UInt64(spoiler.below(3_000_000))), .everything))
    cable?.apply(ImpairmentOrder(.jitter(UInt64(spoiler.below(3_000_000))), .everything))
    cable?.apply(ImpairmentOrder(.mtu([nil, 68, 576, 1280][spoiler.below(4)]), .everything))
    cable?.apply(
      ImpairmentOrder(.rate([nil, 9600, 1_000_000][spoiler.below(3)], queue: 4096), .everything))
    cable?.apply(ImpairmentOrder(.cut(spoiler.below(10) == 0), Scope(from: 0)))
    let targets = ExactOrder.Target.allCases
    let target = targets[spoiler.below(targets.count)]
    _ = cable?.add(ExactOrder(spoiler.below(2) == 0 ? .drop : .hold, target, ordinal: 2))
    if spoiler.below(2) == 0 { _ = cable?.release(nil, at: now) }
    if spoiler.below(50) == 0 { cable?.reseed(spoiler.next()) }
  }

  // MARK: CableOutput

  func deliver(_ bytes: UnsafeRawBufferPointer, to host: Int, comment: String?) {
    delivered += 1
    // Every byte of it is there.
    _ = bytes.reduce(0) { $0 &+ Int($1) }
  }

  func took(_ bytes: UnsafeRawBufferPointer, comment: String?) {}

  func report(_ packet: PacketSeen) { reported += 1 }
}

@main
enum Main {
  static func main() {
    let numbers = CommandLine.arguments.dropFirst().map { UInt64($0) }
    let count = Int((numbers.first ?? nil) ?? 1_000_000)
    let seed = (numbers.dropFirst().first ?? nil) ?? UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    let fuzz = PacketFuzz(seed: seed)
    fuzz.run(count)
    print(
      "\(count) inputs: \(fuzz.understood) understood, \(fuzz.reported) reported,"
        + " \(fuzz.segments) segments of bundles, \(fuzz.delivered) delivered; no crash")
  }
}
