internal import Glibc
internal import Log
internal import SystemCalls
internal import Wire

/// The stage's wire: there is one at most.
extension Stage {
  /// nil while no wire is up.
  var hosts: Hosts? {
    get { network.hosts }
    set { network.hosts = newValue }
  }

  /// Makes the hosts and the cable between them. Throws, in words, why the system does not allow it, or
  /// what is wrong with the names; `limit` in nanoseconds.
  func wireUp(_ names: [String], seed: UInt64, limit: UInt64) throws(Diagnostic) {
    if hosts?.isGone == true { wireDown(limit: limit) }
    guard hosts == nil else {
      throw Diagnostic(
        "the wire is up", advice: "`wire show` shows what crosses it; `wire down` ends it")
    }
    guard (1...Hosts.most).contains(names.count), Set(names).count == names.count else {
      throw Diagnostic("a wire has one to \(Hosts.most) hosts, each with a name of its own")
    }
    if let name = names.first(where: { role(named: $0) != nil }) {
      throw Diagnostic(
        "\(name) is a role already", advice: "a host needs a name that is nobody's yet")
    }
    hosts = try Hosts(
      names, first: nextHost, seed: seed, executable: executable, limit: limit)
    nextHost += names.count
    lastRecord = nil
  }

  /// Why this machine allows no wire; nil if it does, which is tried.
  public var lackOfWire: String? {
    do throws(Diagnostic) {
      _ = try Hosts(["probe"], seed: 0, executable: executable, limit: 20_000_000_000)
      return nil
    } catch {
      return error.description
    }
  }

  /// Ends the partners and the roles on the hosts, and with them the hosts. What was recorded stays.
  func wireDown(limit: UInt64) {
    for partner in partners where partner.host != 0 { stop(partner, limit: limit) }
    for role in roles where role.host != 0 { kill(role, signal: SIGKILL, limit: limit) }
    logPackets()
    lastRecord = hosts.map { WireRecord(of: $0, limit: limit) }
    hosts = nil
  }

  /// The role of that name, spawned on a host if this is the first time it is named. Throws, in words,
  /// if there is no such host or the role is somewhere else.
  func spawnedRole(named name: String, onHost host: String) throws(Diagnostic) -> Role {
    let hosts = try presentHosts()
    guard let number = hosts.number(named: host), let place = hosts.place(number) else {
      throw unknownHost(host, hosts)
    }
    guard let role = role(named: name) else { return try spawnedRole(named: name, on: place) }
    guard role.host == number else {
      let place = hosts.host(role.host)?.name
      throw Diagnostic(
        "\(name) is already on \(place ?? "this machine, and on no host")",
        advice: "a process stays where it is: `kill \(name)` ends it, and it can start on \(host)")
    }
    return role
  }

  /// The address of a host, of the family of the socket that asks, with port 0; nil if no host is called
  /// that. Throws, in words, where the socket is on no host: nothing of the wire can be reached there.
  func address(
    ofHost name: String, for socket: Seeker?
  ) throws(Diagnostic) -> SocketAddress? {
    guard let address = hosts?.address(ofHost: name, isIPv6: socket?.isIPv6 == true) else {
      return nil
    }
    guard socket?.host ?? 0 != 0 else { throw Hosts.unreachable("\(name) is a host, which is") }
    return address
  }

  /// Where the current doings of a role are: its host, or nil where the stage is.
  func place(ofRole name: String) -> HostPlace? {
    role(named: name).flatMap { hosts?.place($0.host) }
  }

  /// The name of a role's host; nil for one that is where the stage is.
  func hostName(of role: Role) -> String? { hosts?.host(role.host)?.name }
}

extension Hosts {
  /// With port 0; nil if no host is called that.
  func address(ofHost name: String, isIPv6: Bool = false) -> SocketAddress? {
    number(named: name).flatMap { host($0) }?.addresses.first { $0.isIPv6 == isIPv6 }
  }

  /// From where the stage is, nothing of the wire is reached.
  static func unreachable(_ what: String) -> Diagnostic {
    Diagnostic(
      "\(what) reached from the wire alone", advice: "`role NAME on HOST` puts a new role there")
  }
}

extension SocketAddress {
  fileprivate var isIPv6: Bool { if case .ipv6 = self { true } else { false } }
}
