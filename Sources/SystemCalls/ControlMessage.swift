/// Ancillary data: one struct cmsghdr and what follows it (cmsg(3)).
public struct ControlMessage: Hashable, Sendable {
  /// SOL_SOCKET, IPPROTO_IP, …
  public var level: Int32
  /// SCM_RIGHTS, IP_PKTINFO, …: what it means hangs on the level.
  public var type: Int32
  /// What follows the header; less than it should be where the room ended.
  public var data: [UInt8]
  /// `cmsg_len`: the header and the data, in bytes.
  public var length: Int { ControlMessage.headerSize + data.count }

  /// The size of a struct cmsghdr, which everything is aligned to the half of.
  static let headerSize = 16

  public init(level: Int32, type: Int32, data: [UInt8]) {
    self.level = level
    self.type = type
    self.data = data
  }

  /// SCM_RIGHTS: the receiver gets a descriptor of its own for each of these open files.
  public static func rights(_ descriptors: [Int32]) -> ControlMessage {
    ControlMessage(level: 1, type: 1, data: descriptors.flatMap(nativeBytes))
  }

  /// SCM_CREDENTIALS: who sends, which the kernel checks.
  public static func credentials(pid: Int32, uid: UInt32, gid: UInt32) -> ControlMessage {
    ControlMessage(level: 1, type: 2, data: nativeBytes(pid) + nativeBytes(uid) + nativeBytes(gid))
  }

  /// IP_PKTINFO: from which address of this host, and through which interface (0 for any).
  public static func packetInfo(source: UInt32, interface: Int32) -> ControlMessage {
    ControlMessage(
      level: 0, type: 8,
      data: nativeBytes(interface) + nativeBytes(source.bigEndian) + nativeBytes(UInt32(0)))
  }

  /// IPV6_PKTINFO: the same over IPv6.
  public static func packetInfo(source: IPv6Bytes, interface: Int32) -> ControlMessage {
    ControlMessage(level: 41, type: 50, data: source.bytes + nativeBytes(interface))
  }

  /// A number of the IP header, as an int: IP_TTL, IP_TOS, IPV6_HOPLIMIT, IPV6_TCLASS.
  public static func number(_ number: Int32, level: Int32, type: Int32) -> ControlMessage {
    ControlMessage(level: level, type: type, data: nativeBytes(number))
  }
}

extension ControlMessage {
  /// As it stands in msg_control: aligned to eight bytes.
  var bytes: [UInt8] {
    let padding = [UInt8](repeating: 0, count: -length & 7)
    return nativeBytes(UInt(length)) + nativeBytes(level) + nativeBytes(type) + data + padding
  }

  /// Takes the control messages out of what the kernel wrote.
  static func list(in control: UnsafeRawBufferPointer) -> [ControlMessage] {
    var list: [ControlMessage] = []
    var rest = control
    while rest.count >= headerSize {
      let length = min(Int(rest.loadUnaligned(as: UInt32.self)), rest.count)
      guard length >= headerSize else { break }
      list.append(
        ControlMessage(
          level: rest.loadUnaligned(fromByteOffset: 8, as: Int32.self),
          type: rest.loadUnaligned(fromByteOffset: 12, as: Int32.self),
          data: Array(rest[headerSize..<length])))
      rest = UnsafeRawBufferPointer(rebasing: rest[min((length + 7) & ~7, rest.count)...])
    }
    return list
  }
}

/// A number as it stands in memory.
func nativeBytes(_ number: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: number) { Array($0) }
}
