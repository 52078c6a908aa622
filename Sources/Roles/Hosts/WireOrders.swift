internal import Glibc
internal import Log
internal import SystemCalls
internal import Wire

/// Which packets an order is about, by the names of hosts; nil for any.
struct WireDirection {
  var from: String?
  var to: String?
  /// Both directions of the two.
  var isMutual = false
}

/// What the cable is told. Each returns when it holds for the next packet; `limit` is in nanoseconds.
extension Stage {
  /// Throws, in words, if there is no wire, or no host of that name.
  func impair(
    _ setting: ImpairmentOrder.Setting, _ direction: WireDirection, limit: UInt64
  ) throws(Diagnostic) {
    let order = ImpairmentOrder(setting, try scope(direction))
    try carryOut(.impair(order), limit: limit)
  }

  /// Drops or holds a packet that is meant exactly: the next that fits, or the so many-th.
  func give(
    _ action: ExactOrder.Action, _ target: ExactOrder.Target, ordinal: Int?,
    _ direction: WireDirection, limit: UInt64
  ) throws(Diagnostic) {
    let order = ExactOrder(action, target, ordinal: ordinal, try scope(direction))
    guard try presentHosts().add(order, limit: limit) else {
      throw Diagnostic(
        "too many such orders wait for their packets",
        advice: "what has come is over; wait for some")
    }
  }

  func forgetExactOrders(
    _ direction: WireDirection, limit: UInt64
  ) throws(Diagnostic) {
    try carryOut(.forgetExactOrders(try scope(direction)), limit: limit)
  }

  /// From now on every packet's fate is told from this seed, and flows count from 1 again.
  func reseed(_ seed: UInt64, limit: UInt64) throws(Diagnostic) {
    try carryOut(.reseed(seed), limit: limit)
  }

  /// Lets held packets go, in their order: that many, or all. Returns how many went, when what they
  /// caused has come to rest.
  func release(_ count: Int?, limit: UInt64) throws(Diagnostic) -> Int {
    guard let released = try presentHosts().release(count, limit: limit) else { throw noAnswer }
    _ = settle(acting: nil, limit: limit)
    return released
  }

  /// Writes all that the wire has carried, as a pcapng file; after it is down, what the last one has.
  /// Returns what is recorded.
  func saveCapture(to path: String, limit: UInt64) throws(Diagnostic) -> WireRecord {
    guard let record = hosts.map({ WireRecord(of: $0, limit: limit) }) ?? lastRecord else {
      throw noWire
    }
    guard record.missed != nil else { throw noAnswer }
    guard let capture = record.capture else {
      throw Diagnostic(
        "nothing was recorded: no temporary file could be made",
        advice: "TMPDIR names the folder for it")
    }
    let file = try WholeFile(path)
    var offset: off_t = 0
    while let piece = try piece(of: capture, at: offset) {
      try file.append(piece)
      offset += off_t(piece.count)
    }
    try file.finish()
    return record
  }

  /// At most a mebibyte; nil at the end.
  private func piece(of file: OwnDescriptor, at offset: off_t) throws(Diagnostic) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = pread(file.number, &bytes, bytes.count, offset)
    guard count >= 0 else {
      throw Diagnostic("what was recorded cannot be read: \(Errno(errno))")
    }
    return count == 0 ? nil : Array(bytes.prefix(count))
  }

  private func carryOut(_ order: WireOrder, limit: UInt64) throws(Diagnostic) {
    guard try presentHosts().carryOut(order, limit: limit) else { throw noAnswer }
  }

  private func scope(_ direction: WireDirection) throws(Diagnostic) -> Scope {
    Scope(
      from: try place(direction.from), to: try place(direction.to),
      isMutual: direction.isMutual)
  }

  /// A host's place on the cable, from 0.
  private func place(_ name: String?) throws(Diagnostic) -> Int? {
    guard let name else { return nil }
    let hosts = try presentHosts()
    guard let number = hosts.number(named: name) else { throw unknownHost(name, hosts) }
    return number - hosts.first
  }

  func presentHosts() throws(Diagnostic) -> Hosts {
    guard let hosts else { throw noWire }
    guard !hosts.isGone else {
      throw Diagnostic(
        Hosts.loss,
        advice: "`wire up` makes another, and ends the roles that were on its hosts")
    }
    return hosts
  }

  var noWire: Diagnostic {
    Diagnostic("there is no wire", advice: "`wire up` makes one, with the hosts alice and bob")
  }

  /// What waits for its packet, and what is held.
  func pending(limit: UInt64) throws(Diagnostic) -> Hosts.Listed {
    guard let listed = try presentHosts().list(limit: limit) else { throw noAnswer }
    return listed
  }

  func unknownHost(_ name: String, _ hosts: Hosts) -> Diagnostic {
    let names = hosts.all.map(\.name).joined(separator: ", ")
    return Diagnostic("no host is called \(name)", advice: "the wire has \(names)")
  }

  private var noAnswer: Diagnostic {
    Diagnostic(
      "the process for the wire\(hosts.map { " (\($0.pid))" } ?? "") has not answered in time",
      advice: "what it was told holds as soon as it goes on; is it stopped? `wire down` ends it")
  }
}
