internal import SystemCalls

/// Which options a role's calls have set, by descriptor: what tells them from what the kernel changed.
struct Settings {
  private var set: [Int32: Set<SocketOption>] = [:]
  /// What the listening socket had been asked for when a connection was accepted from it.
  private var inherited: [Int32: Set<SocketOption>] = [:]

  /// Who has changed an option that is not as it was when made.
  enum Origin: String { case set, inherited, kernel }

  /// The C names of those that its calls have set.
  func options(of fd: Int32) -> Set<String> { Set((set[fd] ?? []).map(\.name)) }

  func origin(of option: SocketOption, _ fd: Int32) -> Origin {
    if set[fd]?.contains(option) == true { return .set }
    return inherited[fd]?.contains(option) == true ? .inherited : .kernel
  }

  /// To be told of every call that succeeded.
  mutating func add(_ call: Call, _ outcome: Outcome) {
    switch call.name {
    case "setsockopt":
      guard let fd = call.descriptor, case .option(let name)? = call["optname"],
        let option = SocketOption.named(name)
      else { return }
      set[fd, default: []].insert(option)
    case "accept", "accept4": accept(Int32(outcome.result), from: call.descriptor)
    case "socket": begin(Int32(outcome.result))
    case "socketpair", "recvmsg": for fd in call.newDescriptors { begin(fd) }
    case "close": if let fd = call.descriptor { begin(fd) }
    default: break
    }
  }

  private mutating func accept(_ fd: Int32, from listener: Int32?) {
    begin(fd)
    guard let listener else { return }
    let own = (set[listener] ?? []).union(inherited[listener] ?? [])
    if !own.isEmpty { inherited[fd] = own }
  }

  /// Another socket has the number, or none.
  private mutating func begin(_ fd: Int32) {
    set[fd] = nil
    inherited[fd] = nil
  }
}
