internal import CLinux
internal import Frames
internal import Glibc
internal import SystemCalls

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

  /// What a process is told of it.
  var argument: String { kind.rawValue }

  /// Puts this process on a host for good, if it was started with doors: these are the arguments that
  /// name them. False, with errno set, if that fails: then it must not stay where it is, and ends.
  static func enter(_ words: ArraySlice<String>) -> Bool {
    guard !words.isEmpty else { return true }
    var found: [Kind: Int32] = [:]
    for (place, word) in words.enumerated() {
      guard let kind = Kind(rawValue: word) else { return false }
      found[kind] = RoleDescriptor.others + Int32(place)
    }
    guard let network = found[.network] else { return false }
    guard linux_enter_host(found[.user] ?? -1, network) == 0 else { return false }
    for descriptor in found.values { close(descriptor) }
    return true
  }
}

extension Hosts {
  /// The host's number; 0 is the machine that the stage is on.
  func number(named name: String) -> Int? {
    all.firstIndex { $0.name == name }.map { first + $0 }
  }

  /// Whose address it is; nil if it is no host's.
  func number(at address: SocketAddress) -> Int? {
    let place = address.unmapped.with(port: 0)
    return all.firstIndex { $0.addresses.contains(place) }.map { first + $0 }
  }

  var numbers: Range<Int> { first..<first + all.count }

  func host(_ number: Int) -> Host? {
    numbers.contains(number) ? all[number - first] : nil
  }

  /// nil if it is the address of none.
  func place(at address: SocketAddress) -> HostPlace? {
    number(at: address).flatMap { place($0) }
  }

  /// nil if there is no such host.
  func place(_ number: Int) -> HostPlace? {
    guard let host = host(number) else { return nil }
    let user = userSpace.map { [HostDoor(kind: .user, descriptor: $0)] } ?? []
    return HostPlace(
      number: number, doors: user + [HostDoor(kind: .network, descriptor: host.space)])
  }
}
