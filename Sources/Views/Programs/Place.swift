internal import SystemCalls

/// An address that a program hands to the kernel, and where it has each part of it from.
struct Place: Hashable, Sendable {
  enum Part: Hashable, Sendable {
    /// As it was in the session.
    case literal
    /// From the command line.
    case argument(String)
    /// It is asked for when it is needed: nobody could know it when the program began.
    case asked(String)
    /// From a variable that an earlier call has filled.
    case variable(String)
  }

  var address: SocketAddress
  var host = Part.literal
  var port = Part.literal
  /// The variable that holds all of it.
  var whole: String?

  /// Whether its port is one that the role's program prints.
  func isToldBy(_ role: String) -> Bool {
    guard case .argument(let name) = port else { return false }
    return name.hasPrefix("\(identifier(role))_port")
  }
}

extension Place {
  /// The host as C and Swift write it: a variable, or the text of the address.
  var hostExpression: String {
    if case .argument(let name) = host { return name }
    return "\"\(address.hostText ?? "")\""
  }

  /// The port likewise; `asked` is the variable of one that was asked for.
  func portExpression(asked: String?) -> String {
    switch port {
    case .argument(let name), .variable(let name): name
    case .asked: asked ?? "\"\(address.port ?? 0)\""
    case .literal: "\"\(address.port ?? 0)\""
    }
  }
}
