internal import Log

/// What may be the name of a host on the wire. It stands for the host's address, so it must be nobody
/// else's.
enum HostName {
  /// Why it may not; nil if it may.
  static func problem(with name: String, in context: Context) -> String? {
    if let owner = owner(of: name, in: context) {
      return "\(quoted(name)) is \(owner), and cannot be a host's name"
    }
    guard !RoleName.isWellFormed(name) else { return nil }
    return "\(quoted(name)) cannot be a host's name: that is a letter a to z, then letters, digits,"
      + " _ or -; at most \(RoleName.longest) in all"
  }

  private static func owner(of name: String, in context: Context) -> String? {
    if command(named: name) != nil { return "a command" }
    if context.roles.contains(name) || context.currentRole == name { return "a role" }
    if PartnerKind(rawValue: name) != nil { return "a partner" }
    return switch name {
    case "you": "the role that you begin as"
    case "localhost": "each host's own loopback"
    case PacketSeen.router: "the router that stands in the cable"
    default: nil
    }
  }
}
