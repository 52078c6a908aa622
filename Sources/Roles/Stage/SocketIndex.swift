internal import SystemCalls

/// A role's socket, by name and number.
struct SocketKey: Hashable, Sendable {
  var role: String
  var fd: Int32

  /// Few roles have a socket of the same number, and the name takes longer than it tells apart.
  func hash(into hasher: inout Hasher) { hasher.combine(fd) }
}

extension SocketKey: Comparable {
  static func < (left: SocketKey, right: SocketKey) -> Bool {
    (left.role, left.fd) < (right.role, right.fd)
  }
}

/// The two ends of a connection, as one of them sees it.
struct AddressPair: Hashable, Sendable {
  var protocolNumber: Int32
  var local: SocketAddress
  var remote: SocketAddress
  var realm = Realm.machine

  /// As the peer sees it.
  var reversed: AddressPair {
    AddressPair(protocolNumber: protocolNumber, local: remote, remote: local, realm: realm)
  }
}

/// Where an address means the same to everybody: each host has a loopback of its own.
enum Realm: Hashable, Sendable {
  case machine
  /// Inside one host, by its number.
  case host(Int)
  /// Between hosts.
  case wire

  /// That of a connection of a host's, whose remote end is there.
  init(host: Int, remote: SocketAddress) {
    self = host == 0 ? .machine : remote.isLoopback ? .host(host) : .wire
  }
}

/// Finds sockets by their addresses, at the same cost however many there are.
struct SocketIndex {
  private struct LocalKey: Hashable {
    var host: Int
    var protocolNumber: Int32
    var address: SocketAddress

    init(host: Int, protocolNumber: Int32, address: SocketAddress) {
      self.host = host
      self.protocolNumber = protocolNumber
      self.address = address
    }

    init(_ snapshot: SocketSnapshot, at local: SocketAddress) {
      self.init(
        host: snapshot.host, protocolNumber: snapshot.protocolNumber, address: local)
    }
  }

  private var connected: [AddressPair: SocketKey] = [:]
  private var bound: [LocalKey: [SocketKey]] = [:]
  /// How many of them have each port: most ports that are asked for, a client's, have none.
  private var boundToPort: [UInt16: Int] = [:]
  /// By inode: a socket that was passed on has several descriptors.
  private var held: [UInt64: [SocketKey]] = [:]

  /// Every descriptor that is known for a socket.
  func holders(of inode: UInt64) -> [SocketKey] { held[inode] ?? [] }

  mutating func add(_ key: SocketKey, _ snapshot: SocketSnapshot) {
    held[snapshot.inode, default: []].append(key)
    if let pair = snapshot.pair { connected[pair] = key }
    // A connected UDP socket is found by what its peer sends, too, be that itself connected or not.
    let isReached = snapshot.pair == nil || snapshot.protocolNumber == ProtocolNumber.udp
    if isReached, snapshot.isBound, let local = snapshot.local?.unmapped {
      bound[LocalKey(snapshot, at: local), default: []].append(key)
      if let port = local.port { boundToPort[port, default: 0] += 1 }
    }
  }

  mutating func remove(_ key: SocketKey, _ snapshot: SocketSnapshot) {
    held[snapshot.inode]?.removeAll { $0 == key }
    if held[snapshot.inode]?.isEmpty == true { held[snapshot.inode] = nil }
    if let pair = snapshot.pair, connected[pair] == key {
      connected[pair] = held[snapshot.inode]?.last
    }
    guard snapshot.isBound, let local = snapshot.local?.unmapped else { return }
    let place = LocalKey(snapshot, at: local)
    guard var keys = bound[place] else { return }
    keys.removeAll { $0 == key }
    if let port = local.port {
      let others = (boundToPort[port] ?? 0) + keys.count - (bound[place]?.count ?? 0)
      boundToPort[port] = others > 0 ? others : nil
    }
    bound[place] = keys.isEmpty ? nil : keys
  }

  subscript(pair: AddressPair) -> SocketKey? { connected[pair] }

  /// The sockets that what is sent to an address can reach: those bound to it, or to the wildcard
  /// with its port, on that host.
  func receivers(
    protocolNumber: Int32, at address: SocketAddress, on host: Int
  ) -> [SocketKey] {
    if let port = address.port, boundToPort[port] == nil { return [] }
    var candidates = [address.unmapped]
    if let port = address.port {
      candidates += [.any(port: port), .ipv6(.any, port: port, scope: 0)]
      if address.isWildcard {
        candidates += [.loopback(port: port), .ipv6(.loopback, port: port, scope: 0)]
      }
    }
    return Set(candidates).flatMap {
      bound[LocalKey(host: host, protocolNumber: protocolNumber, address: $0)] ?? []
    }
  }
}

extension SocketAddress {
  func hasSameHost(as other: SocketAddress) -> Bool {
    unmapped.with(port: 0) == other.unmapped.with(port: 0)
  }
}

extension SocketSnapshot {
  /// Stevens' name for TCP; `UNCONNECTED`, `CONNECTED` or `LISTEN` for the others.
  var stateName: String {
    tcpState?.name ?? (isListening ? "LISTEN" : remote == nil ? "UNCONNECTED" : "CONNECTED")
  }

  var isTCP: Bool { tcpState != nil }

  var isUnix: Bool { family == 1 }

  /// Whether it has an address that others can send to.
  var isBound: Bool { local.map { $0.port != 0 && $0 != .unixUnnamed } ?? false }

  /// Something that a receive would return: an empty datagram counts, too.
  var isReadable: Bool { receiveQueue > 0 || hasEmptyInput }

  var pair: AddressPair? {
    guard let local = local?.unmapped, let remote = remote?.unmapped, local.port != nil else {
      return nil
    }
    return AddressPair(
      protocolNumber: protocolNumber, local: local, remote: remote,
      realm: Realm(host: host, remote: remote))
  }

  /// Whether both ends are on this machine, as far as their addresses say.
  var isLocal: Bool {
    guard let remote else { return false }
    return remote.isLoopback || local.map { $0.hasSameHost(as: remote) } ?? false
  }
}
