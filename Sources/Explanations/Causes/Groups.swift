internal import SystemCalls

private let setting = ["setsockopt"]

extension Cause {
  /// Multicast groups and interfaces (ip(7), ipv6(7), RFC 1112).
  static let groups = [
    Cause(setting, .noDevice) { failure in
      let isNamed = failure.group?.isOnInterface ?? true
      return Explained(
        isNamed
          ? "\(failure.place) has no such interface."
          : "No route says on which interface \(failure.groupText) is to be joined.",
        next: failure.group == nil
          ? failure.interfaceAdvice
          : "`join \(failure.groupText) on \(failure.usualInterface)` says which.")
    },
    Cause(setting, .addressNotAvailable) { failure in
      if failure.group != nil { return notJoined(failure) }
      return Explained(
        "No interface of \(failure.place.lowercased()) has that address or number, so nothing can be"
          + " sent on it.", next: failure.interfaceAdvice)
    },
    Cause(setting, .addressInUse) { failure in
      Explained(
        "\(failure.here) has joined \(failure.groupText) on that interface already: once is enough.",
        next: "`leave \(failure.groupText)\(failure.groupPlace)` undoes it.")
    },
    Cause(setting, .noBuffers) { failure in
      Explained(
        "\(failure.here) has joined as many groups as one socket may"
          + " (/proc/sys/net/ipv4/igmp_max_memberships, 20 as a rule), or the kernel is short of"
          + " memory.", next: "`leave` one of them, or use a second `socket udp`.")
    },
    Cause(setting, .protocolError) { failure in
      Explained(
        "A TCP connection has two ends: a group cannot be one of them, and \(failure.here) is a TCP"
          + " socket.", next: "`socket udp` opens one that can `join`.")
    },
  ]
}

/// The group was not joined, or on another interface.
func notJoined(_ failure: Failure) -> Explained {
  Explained(
    "\(failure.here) has not joined \(failure.groupText)\(failure.groupPlace): leaving takes the"
      + " same group and the same interface as joining.",
    next: "`join \(failure.groupText)\(failure.groupPlace)` comes first.")
}

/// What is wrong with the address of a group; nil where it is one, or where the call has none.
func invalidGroup(_ failure: Failure) -> Explained? {
  guard let group = failure.group, !group.isMulticast else { return nil }
  let range = group.isIPv6 ? "begin with ff" : "go from 224.0.0.0 to 239.255.255.255"
  return Explained(
    "\(failure.groupText) is the address of a host: those of groups \(range).",
    next:
      "`join \(group.isIPv6 ? "ff02::4242" : "239.1.2.3") on \(failure.usualInterface)` would do."
  )
}

/// A group that a call was to join or leave.
struct Group {
  var text: String
  var isMulticast: Bool
  var isIPv6 = false
  /// Whether the interface was named by its number.
  var isOnInterface: Bool
  /// ` on lo`, or nothing where the kernel was to choose.
  var place: String
}

extension Failure {
  var group: Group? {
    guard case .optionValue(let value)? = call["optval"] else { return nil }
    switch value {
    case .membership(let group, let local, let interface):
      return ipv4Group(group, on: interface.map(interfaceName) ?? hostText(local), interface != nil)
    case .sourceMembership(let group, let local, _):
      return ipv4Group(group, on: hostText(local), false)
    case .membership6(let group, let interface):
      return Group(
        text: "\(group)", isMulticast: group.high >> 56 == 0xff || optionName.hasSuffix("ANYCAST"),
        isIPv6: true, isOnInterface: interface != 0,
        place: interface == 0 ? "" : " on \(interfaceName(interface))")
    default: return nil
    }
  }

  var groupText: String { group?.text ?? "239.1.2.3" }
  var groupPlace: String { group?.place ?? "" }

  /// One that leads to others on the wire; on the machine, the one that is always there.
  var usualInterface: String {
    (isOnWire ? situation.interfaceToOthers : nil) ?? "lo"
  }

  fileprivate var interfaceAdvice: String {
    "`setsockopt \(optionName(or: "IP_MULTICAST_IF")) \(usualInterface)` names one that is always"
      + " there."
  }

  private func interfaceName(_ index: Int32) -> String {
    situation.interfaces.name(of: index) ?? "\(index)"
  }

  private func ipv4Group(_ group: UInt32, on place: String?, _ isNumbered: Bool) -> Group {
    Group(
      text: hostText(group) ?? "0.0.0.0", isMulticast: group >> 28 == 0xe,
      isOnInterface: isNumbered, place: place.map { " on \($0)" } ?? "")
  }
}

/// nil for 0.0.0.0, which names none.
private func hostText(_ host: UInt32) -> String? {
  host == 0 ? nil : SocketAddress.ipv4(host, port: 0).hostText
}

extension SocketAddress {
  fileprivate var hostText: String { String(description.prefix { $0 != ":" }) }
}
