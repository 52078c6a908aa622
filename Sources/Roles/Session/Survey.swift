public import Language
public import Log
internal import SystemCalls

/// What can be seen of a role at one moment.
public struct RoleSurvey: Hashable, Sendable {
  public var name: String
  /// The call in which it waits.
  public var waiting: String?
  public var sockets: [SocketSurvey]

  public init(name: String, waiting: String? = nil, sockets: [SocketSurvey] = []) {
    self.name = name
    self.waiting = waiting
    self.sockets = sockets
  }
}

public struct SocketSurvey: Hashable, Sendable {
  public var fd: Int32
  public var family: Int32
  public var type: Int32
  public var state: String
  /// 0 where it has none.
  public var localPort: UInt16
  /// Bound to every address.
  public var isOnAny: Bool
  public var remotePort: UInt16
  public var acceptQueue: Int
  /// Bytes.
  public var readable: Int

  public init(
    fd: Int32, family: Int32, type: Int32, state: String, localPort: UInt16 = 0,
    isOnAny: Bool = false, remotePort: UInt16 = 0, acceptQueue: Int = 0, readable: Int = 0
  ) {
    self.fd = fd
    self.family = family
    self.type = type
    self.state = state
    self.localPort = localPort
    self.isOnAny = isOnAny
    self.remotePort = remotePort
    self.acceptQueue = acceptQueue
    self.readable = readable
  }
}

/// A fact, and what was found.
public struct FactLook: Hashable, Sendable {
  public var fact: Fact
  public var holds: Bool
  /// One value for each socket that is spoken of, or one for the role; none where there is nothing.
  public var observed: [String]

  public init(fact: Fact, holds: Bool, observed: [String]) {
    self.fact = fact
    self.holds = holds
    self.observed = observed
  }
}

extension Session {
  /// Every role and its sockets, looked at from outside.
  public func survey() -> [RoleSurvey] {
    stage.roles.map { role in
      let isWaiting = role.isBusy && stage.isAsleep(role)
      return RoleSurvey(
        name: role.name, waiting: isWaiting ? role.currentCall?.name : nil,
        sockets: role.sockets.descriptors.compactMap { fd in
          role.look(at: fd).map { socket in
            SocketSurvey(
              fd: fd, family: socket.family, type: socket.type, state: socket.stateName,
              localPort: socket.local?.port ?? 0, isOnAny: socket.local?.isWildcard ?? false,
              remotePort: socket.remote?.port ?? 0,
              acceptQueue: socket.acceptQueue, readable: socket.receiveQueue)
          }
        })
    }
  }

  /// A fact as it is now. Throws where the text is no fact.
  public func look(at text: String) throws(Diagnostic) -> FactLook {
    // Without roles in the context none is doubted: one that is not there yet has no sockets.
    let fact = try parseFact(text, in: Context(currentRole: currentRole, values: values))
    return FactLook(
      fact: fact, holds: holds(fact),
      observed: observed(fact.role, fact.descriptor, fact.subject))
  }
}
