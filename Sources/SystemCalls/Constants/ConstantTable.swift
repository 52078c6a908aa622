extension ConstantTable {
  /// The number of a single name of this table, or nil.
  public func number(named name: String) -> Int? { tables.numbers[name] }

  /// Every name of this table, in the order of their numbers.
  public var names: [String] { tables.list.map(\.name) }

  /// True where a value is a set of names joined by `|`.
  public var isFlags: Bool {
    switch self {
    case .socketType, .messageFlags, .acceptFlags, .pollEvents, .epollFlags, .epollEvents,
      .lookUpFlags, .nameFlags:
      true
    default: false
    }
  }

  /// A value as C code spells it: `AF_INET`, `MSG_PEEK|MSG_DONTWAIT`. What has no name is shown in
  /// hexadecimal, no flags as `0`, and protocol 0, which means any, as `0`.
  public func text(_ number: Int) -> String {
    if number == 0, isFlags || self == .protocolNumber { return "0" }
    let parts = parts(of: number)
    // A number that is no type still ends in the bits of one: 99 is not SOCK_RAW and something.
    if self == .socketType, parts.rest != 0 {
      return hexadecimal(Int(UInt32(truncatingIfNeeded: number)))
    }
    let rest = parts.rest == 0 ? [] : [hexadecimal(parts.rest)]
    return (parts.names + rest).joined(separator: "|")
  }

  /// The names in a value, and what of it no name covers (0 where a name covers all).
  func parts(of number: Int) -> (names: [String], rest: Int) {
    let number = Int(UInt32(truncatingIfNeeded: number))
    switch self {
    case .socketType: return ConstantTable.socketTypeParts(number)
    case .fileFlags: return ConstantTable.fileFlagParts(number)
    case _ where isFlags: return ConstantTable.flags(in: number, of: tables.list)
    default:
      guard let name = tables.names[number] else { return ([], number) }
      return ([name], 0)
    }
  }

  /// strace names a known type before the flags; an unknown one is left over with the bits that no
  /// flag has.
  private static func socketTypeParts(_ number: Int) -> (names: [String], rest: Int) {
    let type = ConstantNames.socketTypes.first { $0.number == number & 0xf }
    let (flags, rest) = flags(
      in: type == nil ? number : number & ~0xf, of: ConstantNames.socketTypeFlags)
    return ((type.map { [$0.name] } ?? []) + flags, rest)
  }

  /// Two bits of them are a number, the way the file was opened.
  private static func fileFlagParts(_ number: Int) -> (names: [String], rest: Int) {
    let modes = ConstantNames.accessModes.filter { $0.number == number & 3 }.map(\.name)
    let (flags, rest) = flags(in: number & ~3, of: ConstantNames.fileFlags)
    return (modes + flags, rest)
  }

  private static func flags(
    in number: Int, of list: [ConstantNames.Entry]
  ) -> (names: [String], rest: Int) {
    var rest = number
    var names: [String] = []
    for entry in list where entry.number != 0 && rest & entry.number == entry.number {
      names.append(entry.name)
      rest &= ~entry.number
    }
    return (names, rest)
  }

  private var tables: ConstantIndex { ConstantIndex.all[Int(rawValue)] }
}

/// A table's list, and the look-ups made from it once.
private struct ConstantIndex: Sendable {
  let list: [ConstantNames.Entry]
  let names: [Int: String]
  let numbers: [String: Int]

  init(_ list: [ConstantNames.Entry]) {
    self.list = list
    names = Dictionary(list.map { ($0.number, $0.name) }) { first, _ in first }
    numbers = Dictionary(list.map { ($0.name, $0.number) }) { first, _ in first }
  }

  /// In the order of the raw values.
  static let all = ConstantTable.allCases.map { ConstantIndex(ConstantNames.list(of: $0)) }
}

func hexadecimal(_ number: Int) -> String {
  "0x" + String(UInt(bitPattern: number), radix: 16)
}
