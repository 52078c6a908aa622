/// A host as a role gets there.
struct HostPlace {
  /// From 1.
  var number: Int
  /// What its process enters, in this order.
  var doors: [HostDoor]
}

/// A namespace, as the descriptor by which a process enters it.
struct HostDoor {
  enum Kind: String {
    case user, network
  }

  var kind: Kind
  var descriptor: OwnDescriptor

  /// What a role's process is told of it.
  var argument: String { kind.rawValue }
}

extension Hosts {
  /// nil if there is no such host.
  func place(_ number: Int) -> HostPlace? {
    guard let host = host(number) else { return nil }
    let user = userSpace.map { [HostDoor(kind: .user, descriptor: $0)] } ?? []
    return HostPlace(
      number: number, doors: user + [HostDoor(kind: .network, descriptor: host.space)])
  }
}
