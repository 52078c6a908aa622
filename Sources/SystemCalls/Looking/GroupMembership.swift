internal import CLinux
internal import Glibc

/// A multicast group that a socket is a member of, on one interface.
public struct GroupMembership: Hashable, Sendable {
  public var group: JoinedGroup
  /// Whether it takes everybody but the senders that are listed; else those alone.
  public var takesOthers: Bool
  /// At most 16 of them, of so many; their ports mean nothing.
  public var senders: [SocketAddress]
  public var senderCount: Int

  public init(
    group: JoinedGroup, takesOthers: Bool, senders: [SocketAddress], senderCount: Int
  ) {
    (self.group, self.takesOthers) = (group, takesOthers)
    (self.senders, self.senderCount) = (senders, senderCount)
  }
}

/// A multicast group that somebody has joined on an interface.
public struct JoinedGroup: Hashable, Sendable {
  /// Its port means nothing.
  public var address: SocketAddress
  public var interface: Int32

  public init(address: SocketAddress, interface: Int32) {
    (self.address, self.interface) = (address, interface)
  }
}

extension ProcessView {
  /// The groups that one of its sockets is a member of: the kernel tells that of one group at a time, so
  /// it is asked for each that anybody in the process's network has joined. EBADF: the descriptor is not
  /// open.
  public func memberships(of fd: Int32) throws(Errno) -> [GroupMembership] {
    let joined = try JoinedGroup.all(in: self)
    return try withDuplicate(of: fd) { duplicate in
      joined.compactMap { GroupMembership($0, of: duplicate) }
    }
  }
}

extension GroupMembership {
  /// nil where the socket is no member.
  fileprivate init?(_ group: JoinedGroup, of descriptor: Int32) {
    let isIPv4 = if case .ipv4 = group.address { true } else { false }
    let level = Int32(isIPv4 ? IPPROTO_IP : IPPROTO_IPV6)
    var filter = linux_group_filter()
    let status = RawAddress(group.address).withSockaddr {
      Int(linux_group_filter(descriptor, level, group.interface, $0, $1, &filter))
    }
    guard status == 0 else { return nil }
    let count = Int(filter.count)
    let senders = withUnsafeBytes(of: filter.senders) { room in
      let size = Int(LINUX_SENDER_SIZE)
      return (0..<min(count, room.count / size)).compactMap { index in
        SocketAddress(
          raw: UnsafeRawBufferPointer(rebasing: room[index * size..<(index + 1) * size]))
      }
    }
    self.init(
      group: group, takesOthers: filter.all_but != 0, senders: senders, senderCount: count)
  }
}

extension JoinedGroup {
  /// In the kernel's order, those of IPv4 first; without IPv6 there is no table of it.
  fileprivate static func all(in view: ProcessView) throws(Errno) -> [JoinedGroup] {
    let old = groups4(try view.readWhole("net/igmp"))
    do throws(Errno) {
      return old + groups6(try view.readWhole("net/igmp6"))
    } catch Errno(ENOENT) {
      return old
    }
  }

  /// An interface's line begins with its number, and below it there is one for each group, whose number
  /// is written as the machine has it in memory.
  static func groups4(_ table: String) -> [JoinedGroup] {
    var interface: Int32?
    return table.split(separator: "\n").dropFirst().compactMap { line in
      let words = line.split { $0.isWhitespace }
      if line.first?.isNumber == true {
        interface = words.first.flatMap { Int32($0) }
        return nil
      }
      guard let interface, let word = words.first, let group = UInt32(word, radix: 16) else {
        return nil
      }
      return JoinedGroup(
        address: .ipv4(UInt32(bigEndian: group), port: 0), interface: interface)
    }
  }

  /// One line for each: the interface's number and name, the group, …
  static func groups6(_ table: String) -> [JoinedGroup] {
    table.split(separator: "\n").compactMap { line in
      let words = line.split { $0.isWhitespace }
      guard words.count > 2, let interface = Int32(words[0]), words[2].utf8.count == 32,
        let high = UInt64(words[2].prefix(16), radix: 16),
        let low = UInt64(words[2].suffix(16), radix: 16)
      else { return nil }
      return JoinedGroup(
        address: .ipv6(IPv6Bytes(high: high, low: low), port: 0, scope: 0), interface: interface)
    }
  }
}
