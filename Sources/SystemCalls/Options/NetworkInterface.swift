internal import Glibc

/// The network interfaces of this host, by name and number (netdevice(7)).
public enum NetworkInterface {
  /// nil where there is none of that number.
  public static func name(of index: Int32) -> String? {
    var name = [CChar](repeating: 0, count: Int(IF_NAMESIZE))
    guard index > 0, if_indextoname(UInt32(index), &name) != nil else { return nil }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// nil where there is none of that name.
  public static func index(of name: String) -> Int32? {
    let index = if_nametoindex(name)
    return index == 0 ? nil : Int32(exactly: index)
  }

  /// The names, in the order of the numbers.
  public static var names: [String] {
    guard let list = if_nameindex() else { return [] }
    defer { if_freenameindex(list) }
    var names: [String] = []
    var next = list
    while next.pointee.if_index != 0 {
      if let name = next.pointee.if_name { names.append(String(cString: name)) }
      next += 1
    }
    return names
  }
}
