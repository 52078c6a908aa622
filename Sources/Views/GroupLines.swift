public import SystemCalls

/// The multicast groups that a socket is a member of, lines joined by line breaks; empty for none.
public func groupLines(
  _ memberships: [GroupMembership], _ interfaces: InterfaceNames, width: Int, utf8: Bool
) -> String {
  let rows = memberships.enumerated().map { index, membership in
    (label: index == 0 ? "member of" : "", text: text(of: membership, interfaces))
  }
  return labelledLines(rows, width: width, utf8: utf8)
}

/// `239.1.2.3 on lo, from 127.0.0.1 alone`
private func text(of membership: GroupMembership, _ interfaces: InterfaceNames) -> String {
  let group = membership.group
  let place = interfaces.name(of: group.interface) ?? "interface \(group.interface)"
  return "\(group.address.groupText) on \(place)" + senders(of: membership)
}

private func senders(of membership: GroupMembership) -> String {
  let shown = membership.senders.prefix(8).map(\.groupText)
  let more = membership.senderCount - shown.count
  let list = (shown + (more > 0 ? ["\(more) more"] : [])).formattedList
  if membership.takesOthers {
    return membership.senderCount == 0 ? "" : ", from everybody but \(list)"
  }
  return ", from \(list) alone"
}

extension SocketAddress {
  /// `239.1.2.3`, `ff02::4242`: without a port, which a group has none of.
  public var groupText: String {
    switch self {
    case .ipv4: String(with(port: 0).description.dropLast(2))
    case .ipv6(let host, _, _): "\(host)"
    default: description
    }
  }
}
