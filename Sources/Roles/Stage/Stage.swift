internal import Glibc
internal import Language
public import Log
internal import SystemCalls

/// The process that a person types into: it spawns roles, hands them actions, and looks at them from
/// outside.
public final class Stage {
  public internal(set) var log: Log
  /// Where what its roles did stands, if they did it before they came to this log.
  var earlierLog: Log?
  let executable: String
  /// In the order in which they were named.
  private(set) var roles: [Role] = []
  /// Roles that were and are no more, and how they ended; the newest last.
  private(set) var ended: [(name: String, end: RoleEnd, host: String?)] = []
  /// In the order in which they were started.
  var partners: [Partner] = []
  /// Partners that were and are no more, the last of each name and transport: facts still know them.
  private(set) var pastPartners: [PastPartner] = []
  let network = Network()
  /// Where the roles are, if it is not where this process is.
  var folder: PrivateFolder?
  /// nil where /proc does not show it: then packets are taken to be delivered at once, as they are
  /// unless the machine steers them to other processors.
  private(set) lazy var softnet = try? SoftnetBacklog()
  /// How many packets had been steered to other processors at the last look.
  var packetsSteered = 0
  /// Whether packets have waited for a processor since it was last proved that none is on its way.
  var packetsWaited = false
  /// Called before the stage sleeps: what was printed so far must be seen by then.
  public var willSleep: () -> Void = {}
  /// Called now and then while a role makes many calls.
  var whileFlooding: () -> Void = {}
  var courtesy = Courtesy()
  /// Whether the kernel's answers are explained; a replay turns it off.
  public var explains = true
  /// The explanations that are given only once and have been.
  var remarksMade: Set<String> = []
  /// The sockets whose reset a call's explanation has told of in this story, and what else was said.
  var explainedResets: Set<SocketKey> = []
  /// What the calls since the last look can have changed.
  var touch = Touch()
  /// What roles could not do for reasons that are not the kernel's, so far.
  var problems: [Diagnostic] = []
  /// How the person says that they do not want to wait any longer, if they can.
  public var interruption: Interruption?
  /// False while something still moves: `takeLateNews` has more to tell, though no role says so.
  public internal(set) var isAtRest = true
  /// Whether rounds are carried out that nobody is shown, and what they went on without.
  var isHurried = false
  var unacknowledged: [AddressPair: Orphans.Orphan] = [:]
  /// The connections whose figures are told when they change, with the last look at each.
  var watched: [SocketKey: TCPInfo] = [:]
  /// What of them was logged last as numbers, and when the next look is due.
  var measured: [SocketKey: Measurement] = [:]
  var nextMeasurement: UInt64 = 0
  /// The simultaneous opens among the connections on the wire.
  var crossings = Crossings()
  /// The number of the next host: none is given twice.
  var nextHost = 1
  /// What the last wire has recorded, if it is down.
  var lastRecord: WireRecord?
  /// Whether packets are shown between the calls that caused them; the log has them in any case.
  public internal(set) var showsPackets = false
  /// Is told of every packet on the wire, in order.
  var packetObserver: (PacketSeen, UInt64) -> Void = { _, _ in }
  /// Whether they said so since the statement began.
  var isInterrupted = false

  /// `executable` is what a role is a process of: this one, as a rule.
  public init(executable: String = "/proc/self/exe", log: Log = Log()) {
    self.executable = executable
    self.log = log
    signal(SIGPIPE, SIG_IGN)
  }

  func record(_ kind: Event.Kind, of role: Role? = nil) {
    log.append(kind, role: role?.name, time: monotonicNanoseconds())
  }

  func logTyped(_ text: String, as role: String) {
    log.append(.typed(text), role: role, time: monotonicNanoseconds())
  }

  // MARK: Roles

  /// Whether there is, or was, a role of that name.
  func knows(_ name: String) -> Bool {
    role(named: name) != nil || ended.contains { $0.name == name }
  }

  func role(named name: String) -> Role? { roles.first { $0.name == name } }

  /// The role of that name, spawned if this is the first time it is named: on that host, or where the
  /// stage is.
  func spawnedRole(
    named name: String, on place: HostPlace? = nil
  ) throws(Diagnostic) -> Role {
    if let role = role(named: name) { return role }
    let place = place ?? formerPlace(of: name)
    guard hosts?.number(named: name) == nil else {
      throw Diagnostic("\(name) is a host", advice: "`role NAME on \(name)` puts a role there")
    }
    do throws(Errno) {
      let role = try Role(
        name: name, executable: executable, folder: try folder?.path(), place: place)
      roles.append(role)
      network.roles[name] = role
      role.interfaces = network.interfaces(on: role.host)
      let start = RoleStart(
        pid: role.pid, host: hostName(of: role), interfaces: role.interfaces)
      record(.roleStarted(start), of: role)
      if place == nil, let host = formerHost(of: name) {
        record(
          .note(
            "\(name) was on the host \(host), which is gone: it runs on this machine now. `role NAME on"
              + " HOST` puts a new role on a host"), of: role)
      }
      return role
    } catch {
      throw Diagnostic(
        "the process for \(name) could not be started: \(error)",
        advice: "close some programs, or raise the limits (`ulimit -u`, `ulimit -n`)")
    }
  }

  /// Where a role that has ended was, on the wire: it starts there again.
  private func formerPlace(of name: String) -> HostPlace? {
    guard let hosts, !hosts.isGone, let host = formerHost(of: name),
      let number = hosts.number(named: host)
    else { return nil }
    return hosts.place(number)
  }

  private func formerHost(of name: String) -> String? {
    ended.last { $0.name == name }?.host
  }

  func removeGonePartners() {
    for partner in partners where partner.isGone {
      pastPartners.removeAll { $0.label == partner.label }
      pastPartners.append(PastPartner(partner))
    }
    partners.removeAll(where: \.isGone)
  }

  func remove(_ role: Role) {
    ended.removeAll { $0.name == role.name }
    if let end = role.end { ended.append((role.name, end, hostName(of: role))) }
    roles.removeAll { $0 === role }
    network.roles[role.name] = nil
  }

  /// The descriptors on which late news arrives.
  public var descriptors: [Int32] {
    roles.map(\.messageDescriptor) + partners.map(\.messageDescriptor)
      + (hosts.map { $0.isGone ? [] : [$0.messageDescriptor] } ?? [])
  }

  // MARK: Acting

  /// Has a role carry out an action, and returns when everything is at rest, or after `limit`
  /// nanoseconds. True if it came to rest. `isExpecting`: what did not come will be said by `expect`.
  func act(
    _ action: Action, as role: Role, limit: UInt64, isExpecting: Bool = false
  ) -> Bool {
    if !role.send(action) { role.isGone = true }
    role.progress.isExpected = isExpecting
    return settle(acting: role, limit: limit)
  }

  /// Takes in what has arrived while nobody acted. Late results come to the log in canonical order.
  ///
  /// A ⌃C that comes meanwhile is for whoever reads the keys: here nothing waits that it could end.
  public func takeLateNews() { takeLateNews(limit: Stage.limitOfNews) }

  /// Whether there is a socket that somebody outside, or a timer of the kernel's, could change while
  /// nobody acts; not where there are so many that looking at them takes long.
  public var isWorthALook: Bool {
    let count = roles.reduce(0) { $0 + $1.sockets.descriptors.count }
    return count <= Stage.lookedAtIdly && (count > 0 || !network.orphans.isEmpty)
  }
  private static let lookedAtIdly = 256

  /// Tells what outsiders and the kernel's timers have changed.
  func lookAround() {
    guard isAtRest, isWorthALook else { return takeLateNews() }
    touch.isEverything = true
    takeLateNews(limit: Stage.limitOfNews)
  }

  /// How long late news are waited for, in nanoseconds.
  static let limitOfNews: UInt64 = 20_000_000

  func takeLateNews(limit: UInt64) {
    let (keys, wasInterrupted) = (interruption, isInterrupted)
    (interruption, isInterrupted) = (nil, false)
    defer { (interruption, isInterrupted) = (keys, wasInterrupted) }
    if receive(waiting: 0) || !isAtRest || touch.isEverything {
      _ = settle(acting: nil, limit: limit)
    } else {
      logWatched()
    }
  }
}

/// ⌃C, as the stage learns of it while it waits.
public struct Interruption {
  /// Readable when there may have been one.
  public let descriptor: Int32
  /// Whether there was one, which is then forgotten.
  public let take: () -> Bool
  /// A wait has ended because the descriptor became readable.
  var isDue = false
  /// When to look for one without that.
  var nextLook: UInt64 = 0

  public init(descriptor: Int32, take: @escaping () -> Bool) {
    self.descriptor = descriptor
    self.take = take
  }
}
