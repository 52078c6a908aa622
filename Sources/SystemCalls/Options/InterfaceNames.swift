internal import CLinux
internal import Glibc

/// The interfaces of one network, by name and number (netdevice(7)).
public struct InterfaceNames: Hashable, Sendable {
  /// nil for the network of this process: it is asked each time.
  private let table: [Int32: String]?

  /// Those of the network that this process is in, as they are whenever they are asked for.
  public static let own = InterfaceNames(table: nil)

  public init(_ names: [Int32: String]) { self.init(table: names) }

  private init(table: [Int32: String]?) { self.table = table }

  /// nil where there is none of that number.
  public func name(of index: Int32) -> String? {
    guard let table else { return ownName(of: index) }
    return table[index]
  }

  /// nil where there is none of that name.
  public func index(of name: String) -> Int32? {
    guard let table else { return ownIndex(of: name) }
    return table.first { $0.value == name }?.key
  }

  /// With their numbers, in the order of these.
  public var all: [(index: Int32, name: String)] {
    (table ?? ownNames()).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

private func ownName(of index: Int32) -> String? {
  var name = [CChar](repeating: 0, count: Int(IF_NAMESIZE))
  guard index > 0, if_indextoname(UInt32(index), &name) != nil else { return nil }
  return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}

private func ownIndex(of name: String) -> Int32? {
  let index = if_nametoindex(name)
  return index == 0 ? nil : Int32(exactly: index)
}

private func ownNames() -> [Int32: String] {
  guard let list = if_nameindex() else { return [:] }
  defer { if_freenameindex(list) }
  var names: [Int32: String] = [:]
  var next = list
  while next.pointee.if_index != 0 {
    if let name = next.pointee.if_name {
      names[Int32(bitPattern: next.pointee.if_index)] = String(cString: name)
    }
    next += 1
  }
  return names
}

extension SocketDiagnosis {
  /// So many numbers are asked for: a host that was just made gives them out from 1.
  private static let mostInterfaces: Int32 = 256

  /// The interfaces of the network that the socket was made in.
  public var interfaceNames: InterfaceNames {
    var names: [Int32: String] = [:]
    var name = [CChar](repeating: 0, count: Int(IF_NAMESIZE))
    for index in 1...SocketDiagnosis.mostInterfaces
    where linux_interface_name(descriptor, index, &name) == 0 {
      names[index] = String(
        decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
    return InterfaceNames(names)
  }
}
