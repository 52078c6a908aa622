internal import Language
internal import Log
internal import SystemCalls
internal import Views
internal import Wire

/// `wire`, and roles on its hosts.
extension Session {
  /// To make hosts takes a tenth of a second; on a busy machine more.
  private static let patience: UInt64 = 20_000_000_000

  func carryOut(_ request: WireRequest) throws(Diagnostic) {
    switch request {
    case .status: showWire()
    case .up(let names): try wireUp(names.isEmpty ? WireRequest.usualHosts : names)
    case .down: try wireDown()
    case .show(let last): showPackets(last: last)
    case .live(let isLive): stage.showsPackets = isLive
    case .save(let path): try saveCapture(to: path)
    case .impair(let settings, let way):
      try impair(settings, way)
      for note in try notes(on: settings, way) { stage.record(.note(note)) }
    case .exact(let order): try give(order)
    case .release(let count): try release(count)
    case .seed(let seed): try stage.reseed(seed, limit: deadline)
    }
  }

  /// Makes a role the current one, and starts it there if it is new.
  func beRole(_ name: String, on host: String?) throws(Diagnostic) {
    if let host {
      _ = try stage.spawnedRole(named: name, onHost: host)
    } else {
      _ = try stage.spawnedRole(named: name)
    }
    currentRole = name
  }

  private func wireUp(_ names: [String]) throws(Diagnostic) {
    if names.contains(currentRole) {
      throw Diagnostic(
        "\(currentRole) is the current role", advice: "a host needs a name that is nobody's yet")
    }
    try stage.wireUp(names, seed: Session.firstSeed, limit: Session.patience)
    stage.record(.output(hostLines.joined(separator: "\n")))
  }

  /// What chance is told from until `wire seed` says otherwise.
  private static let firstSeed: UInt64 = 1

  private func wireDown() throws(Diagnostic) {
    guard stage.hosts != nil else { throw stage.noWire }
    stage.wireDown(limit: deadline)
  }

  // MARK: What is done to packets

  private func impair(_ settings: [WireSetting], _ way: WireWay) throws(Diagnostic) {
    let direction = WireDirection(way)
    for setting in settings {
      try stage.impair(ImpairmentOrder.Setting(setting), direction, limit: deadline)
      if setting == .clear { try stage.forgetExactOrders(direction, limit: deadline) }
    }
  }

  /// What is easily overlooked about settings.
  private func notes(
    on settings: [WireSetting], _ way: WireWay
  ) throws(Diagnostic) -> [String] {
    var notes: [String] = []
    for case .mtu(let bytes?) in settings where bytes < leastIPv6MTU {
      notes.append(
        "IPv6 relies on \(leastIPv6MTU) bytes (RFC 8200): the router can ask for no less, so that IPv6"
          + " packets of more than \(bytes) bytes never get through")
    }
    if settings.contains(.clear), way == .every {
      let held = try stage.pending(limit: deadline).held.count
      if held > 0 {
        notes.append(
          "\(held) \(held == 1 ? "packet is" : "packets are") still held: `wire release` lets"
            + " \(held == 1 ? "it" : "them") go")
      }
    }
    return notes
  }

  private func give(_ order: WireExactOrder) throws(Diagnostic) {
    try stage.give(
      order.action == .drop ? .drop : .hold, ExactOrder.Target(order.target),
      ordinal: order.ordinal, WireDirection(order.way), limit: deadline)
  }

  private func release(_ count: Int?) throws(Diagnostic) {
    guard try stage.release(count, limit: deadline) == 0 else { return }
    throw Diagnostic(
      "no packet is held", advice: "`wire hold` keeps the next packet, `wire hold next SYN` a SYN")
  }

  private func saveCapture(to path: String) throws(Diagnostic) {
    let record = try stage.saveCapture(to: expandingHome(path), limit: deadline)
    var loss = ""
    if let missed = record.missed, missed > 0 {
      loss = "; \(missed) packets of a flood found no room in it"
    }
    if record.isBrokenOff { loss += "; the last packets are missing, for \(Hosts.loss)" }
    stage.record(
      .note(
        "\(path) is written\(loss). It has each packet twice, as it was sent and as it arrived:"
          + " in Wireshark, `\(WireRequest.sentFilter)` shows one side"))
  }

  // MARK: What there is to see

  private func showWire() {
    guard let hosts = stage.hosts else {
      return stage.record(
        .output("there is no wire; `wire up` makes one, with the hosts alice and bob"))
    }
    let lines = hostLines + (hosts.isGone ? [Hosts.loss] : cableLines(hosts))
    stage.record(.output((lines + hosts.unseenLines).joined(separator: "\n")))
  }

  /// What is done to packets, what waits for them, and what is in the learner's hand.
  private func cableLines(_ hosts: Hosts) -> [String] {
    var lines = hosts.impairmentLines
    let listed = hosts.list(limit: deadline)
    lines += (listed?.orders ?? []).map(hosts.line)
    lines.append("seed \(hosts.seed)")
    guard let counts = hosts.settle(limit: deadline) else { return lines }
    let held = counts.held > 0 ? ", \(counts.held) held" : ""
    lines.append("\(counts.count) \(counts.count == 1 ? "packet" : "packets") so far\(held)")
    return lines + heldLines(listed?.held ?? [])
  }

  /// In the order in which they will go.
  private func heldLines(_ packets: [PacketSeen]) -> [String] {
    let lines = packets.prefix(Session.mostHeld).map {
      String(packetLine($0, utf8: isUTF8).dropFirst(2))
    }
    let rest = packets.count - lines.count
    return lines + (rest > 0 ? ["and \(rest) more"] : [])
  }

  /// Lines of held packets.
  private static let mostHeld = 8

  /// `alice  10.0.0.1  fd00::1  client, twin`
  private var hostLines: [String] {
    guard let hosts = stage.hosts else { return [] }
    let width = hosts.all.map { displayWidth($0.name) }.max() ?? 0
    return hosts.all.map { host in
      let roles = stage.roles.filter { stage.hostName(of: $0) == host.name }.map(\.name)
      return
        ([padded(host.name, to: width)] + host.addresses.map(\.hostText)
        + (roles.isEmpty ? [] : [roles.joined(separator: ", ")])).joined(separator: "  ")
    }
  }

  /// The most lines on a terminal, unless more are asked for.
  private static let mostPackets = 200

  private func showPackets(last: Int?) {
    let most = last ?? Session.mostPackets
    let began = stage.hosts?.began ?? stage.lastRecord?.began ?? .max
    var table = PacketsTable(utf8: isUTF8, width: outputWidth)
    var lines: [String] = []
    var count = 0
    stage.visitStory { event in
      guard case .packet(let packet) = event.kind, event.time >= began else { return }
      if packet.isFirst {
        (table, lines, count) = (PacketsTable(utf8: isUTF8, width: outputWidth), [], 0)
      }
      count += 1
      lines.append(table.line(for: packet, at: event.time))
      if lines.count / 2 > most { lines.removeFirst(lines.count - most) }
    }
    let shown = lines.suffix(most)
    let left = last == nil ? count - shown.count : 0
    let before = left > 0 ? ["(\(left) before these are left out: wire save FILE has all)"] : []
    let unseen = stage.hosts?.unseenLines ?? stage.lastRecord?.unseenLines ?? []
    stage.record(
      .output(
        ((count == 0 ? ["no packet has crossed the wire"] : before + shown) + unseen)
          .joined(separator: "\n")))
  }
}

extension PacketSeen {
  /// Of its wire; it comes again if it was held.
  fileprivate var isFirst: Bool { number == 1 && fate.verdict != .released }
}

extension WireDirection {
  init(_ way: WireWay) {
    self.init(from: way.from, to: way.to, isMutual: way.isMutual)
  }
}

extension ImpairmentOrder.Setting {
  fileprivate init(_ setting: WireSetting) {
    switch setting {
    case .loss(let share): self = .loss(share)
    case .duplicate(let share): self = .duplicate(share)
    case .reorder(let share): self = .reorder(share)
    case .corrupt(let share): self = .corrupt(share)
    case .delay(let time): self = .delay(time)
    case .jitter(let time): self = .jitter(time)
    case .rate(let bits, let queue): self = .rate(bits, queue: queue)
    case .mtu(let bytes): self = .mtu(bytes)
    case .cut: self = .cut(true)
    case .mend: self = .cut(false)
    case .clear: self = .nothing
    }
  }
}

extension ExactOrder.Target {
  fileprivate init(_ target: WireExactOrder.Target) {
    switch target {
    case .syn: self = .syn
    case .synACK: self = .synACK
    case .fin: self = .fin
    case .rst: self = .rst
    case .data: self = .data
    case .ack: self = .ack
    case .datagram: self = .datagram
    case .packet: self = .packet
    }
  }
}
