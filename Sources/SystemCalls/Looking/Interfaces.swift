internal import Glibc

/// A network interface of this host (getifaddrs(3), netdevice(7)).
public struct Interface: Hashable, Sendable {
  public var name: String
  /// From 1: what a scope names.
  public var index: UInt32
  /// `UP`, `LOOPBACK`, `BROADCAST`, `MULTICAST`, …: those that are set, without IFF_.
  public var flags: [String]
  /// With the length of the prefix in bits.
  public var addresses: [Address]

  public struct Address: Hashable, Sendable {
    public var address: SocketAddress
    public var prefix: Int
  }

  /// Every interface, in the kernel's order. Throws what getifaddrs(3) answers.
  public static func all() throws(Errno) -> [Interface] {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0 else { throw Errno(Glibc.errno) }
    defer { freeifaddrs(list) }
    var found: [Interface] = []
    var next = list
    while let entry = next {
      add(entry.pointee, to: &found)
      next = entry.pointee.ifa_next
    }
    return found
  }

  /// The index of an interface by its name; nil if there is none.
  public static func index(of name: String) -> UInt32? {
    let index = if_nametoindex(name)
    return index == 0 ? nil : index
  }

  private static func add(_ entry: ifaddrs, to found: inout [Interface]) {
    guard let pointer = entry.ifa_name else { return }
    let name = String(cString: pointer)
    let known = found.firstIndex { $0.name == name }
    let place = known ?? found.count
    if known == nil {
      found.append(
        Interface(
          name: name, index: if_nametoindex(name), flags: flags(in: Int(entry.ifa_flags)),
          addresses: []))
    }
    guard let address = internetAddress(entry.ifa_addr) else { return }
    let mask = internetAddress(entry.ifa_netmask, family: address.family) ?? address
    found[place].addresses.append(
      Address(address: address.address, prefix: mask.bytes.reduce(0) { $0 + $1.nonzeroBitCount }))
  }

  private static func flags(in number: Int) -> [String] {
    flagNames.filter { number & $0.number != 0 }.map(\.name)
  }

  private static let flagNames: [(name: String, number: Int)] = [
    ("UP", 0x1), ("RUNNING", 0x40), ("LOOPBACK", 0x8), ("BROADCAST", 0x2), ("POINTOPOINT", 0x10),
    ("MULTICAST", 0x1000), ("NOARP", 0x80), ("PROMISC", 0x100),
  ]
}

/// An IPv4 or IPv6 address, and its host's bytes; a mask may lack the family.
private func internetAddress(
  _ pointer: UnsafeMutablePointer<sockaddr>?, family: Int32? = nil
) -> (address: SocketAddress, family: Int32, bytes: [UInt8])? {
  guard let pointer else { return nil }
  let family = family ?? Int32(pointer.pointee.sa_family)
  guard family == AF_INET || family == AF_INET6 else { return nil }
  let size =
    family == AF_INET ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
  let raw = UnsafeRawBufferPointer(start: pointer, count: size)
  guard let address = SocketAddress(raw: raw) else { return nil }
  return (address, family, Array(family == AF_INET ? raw[4..<8] : raw[8..<24]))
}
