internal import Roles

/// What the roles and the wire look like at a place of the lesson, apart from what differs every time.
///
/// A port that the kernel chose is known by the lesson's name for it, if it has one.
struct Scene: Hashable {
  private var roles: [String: RolePicture] = [:]
  /// nil without a wire.
  let wire: WireSurvey?

  fileprivate struct RolePicture: Hashable {
    var waiting: String?
    var sockets: [Int32: SocketPicture]
  }

  fileprivate struct SocketPicture: Hashable {
    var family: Int32
    var type: Int32
    var state: String
    var local: Port
    var isOnAny: Bool
    var remote: Port
    var acceptQueue: Int
    var readable: Int
  }

  fileprivate enum Port: Hashable {
    case none, ephemeral
    case fixed(UInt16)
    case named(String)
  }

  /// The least port that the kernel chooses by itself, as Linux is set up.
  private static let leastEphemeral: UInt16 = 32768
  /// How full a buffer is after a flood is never the same.
  private static let muchData = 4096

  init(_ survey: [RoleSurvey], _ wire: WireSurvey?, values: [String: String]) {
    self.wire = wire
    let names = Dictionary(values.map { ($1, $0) }) { min($0, $1) }
    for role in survey {
      roles[role.name] = RolePicture(
        waiting: role.waiting,
        sockets: Dictionary(
          role.sockets.map { ($0.fd, Scene.picture($0, names)) }
        ) { first, _ in first })
    }
  }

  /// The roles that hold or do anything.
  var roleNames: Set<String> { Set(roles.filter { !$1.isBlank }.keys) }

  /// Whether the roles that the lesson plays with are the same in both; others may do what they
  /// like.
  func agrees(with other: Scene, on names: Set<String>) -> Bool {
    names.allSatisfy { name in
      let (left, right) = (roles[name], other.roles[name])
      return left == right || (left?.isBlank ?? true) && (right?.isBlank ?? true)
    }
  }

  private static func picture(_ socket: SocketSurvey, _ names: [String: String]) -> SocketPicture {
    SocketPicture(
      family: socket.family, type: socket.type, state: socket.state,
      local: port(socket.localPort, names), isOnAny: socket.isOnAny,
      remote: port(socket.remotePort, names),
      acceptQueue: socket.acceptQueue, readable: min(socket.readable, muchData))
  }

  private static func port(_ number: UInt16, _ names: [String: String]) -> Port {
    if number == 0 { return .none }
    if let name = names[String(number)] { return .named(name) }
    return number < leastEphemeral ? .fixed(number) : .ephemeral
  }
}

extension Scene.RolePicture {
  fileprivate var isBlank: Bool { waiting == nil && sockets.isEmpty }
}
