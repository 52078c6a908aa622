/// What an option's value is in C, and how it is read.
public enum OptionType: Hashable, Sendable {
  /// An int that is 0 or not.
  case flag
  /// An int.
  case integer
  /// An int that counts bytes.
  case size
  /// An int that is a time, in this unit.
  case duration(OptionUnit)
  /// An int that is an errno, or 0.
  case error
  /// An int whose values have names.
  case named(OptionNames)
  /// struct linger
  case linger
  /// struct timeval; all zero means no limit.
  case time
  /// A name of at most 15 characters: an interface's, a congestion control's.
  case text
  /// An interface's number (netdevice(7)), 0 for none.
  case interface
  /// The same in network byte order.
  case networkInterface
  /// The interface that multicast goes out of: struct in_addr or ip_mreqn.
  case outgoing
  /// A multicast group and the interface it is joined on: struct ip_mreq or ip_mreqn.
  case membership
  /// The same for one sender: struct ip_mreq_source.
  case sourceMembership
  /// struct ipv6_mreq
  case membership6
  /// struct ucred
  case credentials
  /// A number of 64 bits.
  case unsigned
  /// Another structure, of at most this many bytes.
  case structure(Int)

  /// In bytes; the most where it varies.
  public var size: Int {
    switch self {
    case .flag, .integer, .size, .duration, .error, .named, .interface, .networkInterface,
      .outgoing:
      4
    case .linger, .unsigned, .membership: 8
    case .sourceMembership, .credentials: 12
    case .time, .text: 16
    case .membership6: 20
    case .structure(let size): size
    }
  }

  /// Whether C has no more of it than an int.
  var isInteger: Bool {
    switch self {
    case .flag, .integer, .size, .duration: true
    default: false
    }
  }
}

/// What an int counts that is a time.
public enum OptionUnit: String, Hashable, Sendable {
  case seconds = "s"
  case milliseconds = "ms"
  case microseconds = "us"

  /// How many of it a second has.
  public var aSecond: Int {
    switch self {
    case .seconds: 1
    case .milliseconds: 1000
    case .microseconds: 1_000_000
    }
  }
}
