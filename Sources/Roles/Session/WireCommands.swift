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
    case .impair(let settings, let way): try impair(settings, way)
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
    _ = try stage.presentHosts()
    stage.wireDown(limit: deadline)
  }

  // MARK: What is done to packets

  private func impair(_ settings: [WireSetting], _ way: WireWay) throws(Diagnostic) {
    let direction = WireDirection(way)
    for setting in settings {
      try stage.impair(ImpairmentOrder.Setting(setting), direction, limit: deadline)
      if setting == .clear, way == .every { try stage.forgetExactOrders(limit: deadline) }
    }
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
    let missed = try stage.saveCapture(to: expandingHome(path), limit: deadline)
    let loss = missed > 0 ? "; \(missed) packets of a flood found no room in it" : ""
    stage.record(.note("\(path) is written\(loss)"))
  }

  // MARK: What there is to see

  private func showWire() {
    guard let hosts = stage.hosts else {
      return stage.record(
        .output("there is no wire; `wire up` makes one, with the hosts alice and bob"))
    }
    var lines = hostLines + hosts.impairmentLines + hosts.standingLines
    lines.append("seed \(hosts.seed)")
    if let counts = hosts.settle(limit: deadline) {
      let held = counts.held > 0 ? ", \(counts.held) held" : ""
      lines.append("\(counts.count) \(counts.count == 1 ? "packet" : "packets") so far\(held)")
    }
    stage.record(.output(lines.joined(separator: "\n")))
  }

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

  /// The most lines on a terminal.
  private static let mostPackets = 200

  private func showPackets(last: Int?) {
    let most = min(last ?? Session.mostPackets, Session.mostPackets)
    var table = PacketsTable(utf8: isUTF8)
    var lines: [String] = []
    var count = 0
    stage.log.visit { event in
      guard case .packet(let packet) = event.kind else { return }
      if packet.isFirst { (table, lines, count) = (PacketsTable(utf8: isUTF8), [], 0) }
      count += 1
      lines.append(table.line(for: packet, at: event.time))
      if lines.count > 2 * most { lines.removeFirst(lines.count - most) }
    }
    let shown = lines.suffix(most)
    let left = last == nil ? count - shown.count : 0
    let before = left > 0 ? ["(\(left) before these are left out: wire save FILE has all)"] : []
    stage.record(
      .output(
        count == 0 ? "no packet has crossed the wire" : (before + shown).joined(separator: "\n")))
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
