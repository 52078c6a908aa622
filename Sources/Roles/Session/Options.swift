internal import Glibc
internal import Language
internal import Log
internal import SystemCalls
internal import Views

/// Socket options: their interfaces looked up, and the list of a socket's.
extension Session {
  /// With the interface that was named as the number that the kernel wants.
  func close(
    _ open: OptionSetting, on socket: SocketSnapshot?, of role: Role
  ) throws(Diagnostic) -> OptionSetting {
    var setting = try choice(open, open.others, for: socket, \.option)
    setting.others = []
    guard let name = setting.interface else { return setting }
    let index = try index(ofInterface: name, on: role.host)
    return OptionSetting(option: setting.option, value: setting.value.on(index))
  }

  func showOptions(_ reference: SocketReference, all: Bool) throws(Diagnostic) {
    let (role, fd) = try observedSocket(reference)
    let readings = try readOptions(of: fd, role)
    let fresh = freshOptions(like: role.look(at: fd), on: role)
    let interfaces = role.interfaces
    let rows = readings.compactMap { reading -> OptionRow? in
      let option = reading.option
      let made = fresh[option].flatMap {
        $0 == reading.value ? nil : option.words(for: $0, on: interfaces)
      }
      guard all || !option.isRare || made != nil else { return nil }
      return OptionRow(
        name: option.name, value: option.words(for: reading.value, on: interfaces), fresh: made,
        origin: made == nil ? nil : origin(of: option, fd, role).rawValue)
    }
    let groups = groupLines(
      memberships(of: fd, role), interfaces, width: outputWidth, utf8: isUTF8)
    let hidden = readings.count - rows.count
    let more =
      hidden == 0
      ? []
      : wrapped("options all shows \(hidden) more, which few programs need", width: outputWidth)
    stage.record(
      .output(
        ([optionsTable(rows, width: outputWidth, utf8: isUTF8)] + (groups.isEmpty ? [] : [groups])
          + more).joined(separator: "\n")),
      of: role)
  }

  /// None where the kernel does not tell.
  private func memberships(of fd: Int32, _ role: Role) -> [GroupMembership] {
    do throws(Errno) { return try role.view.memberships(of: fd) } catch { return [] }
  }

  /// The groups that a socket is a member of, as facts name them.
  func groups(of key: SocketKey) -> [String] {
    guard let role = stage.role(named: key.role) else { return [] }
    let groups = memberships(of: key.fd, role).map(\.group.address.groupText)
    return groups.isEmpty ? ["none"] : groups
  }

  /// Who has changed it: a call on this descriptor, or on another one of the same socket.
  private func origin(of option: SocketOption, _ fd: Int32, _ role: Role) -> Settings.Origin {
    let own = role.settings.origin(of: option, fd)
    guard own == .kernel, let inode = role.sockets[fd]?.inode else { return own }
    return stage.network.holders(of: inode).lazy.compactMap { key in
      self.stage.role(named: key.role)?.settings.origin(of: option, key.fd)
    }.first { $0 != .kernel } ?? .kernel
  }

  /// The names of the options that are not as they were when the socket was made.
  func changedOptions(of key: SocketKey) -> [String] {
    guard let role = stage.role(named: key.role) else { return [] }
    let readings: [OptionReading]
    do throws(Errno) { readings = try role.view.options(of: key.fd) } catch { return [] }
    let fresh = freshOptions(like: role.look(at: key.fd), on: role)
    return readings.filter { reading in
      fresh[reading.option].map { $0 != reading.value } ?? false
    }.map(\.option.name)
  }

  /// What an option is: a number where it is one, `on` or `off`, else as `options` shows it; none
  /// where the socket does not have it.
  func value(of option: SocketOption, _ key: SocketKey) -> [String] {
    guard let role = stage.role(named: key.role) else { return [] }
    return reading(of: option, key).map { value in
      if option.type != .flag, case .integer(let number) = value { return String(number) }
      return option.words(for: value, on: role.interfaces)
    }
  }

  /// As the kernel has it; empty where there is none.
  func reading(of option: SocketOption, _ key: SocketKey) -> [OptionValue] {
    guard let role = stage.role(named: key.role) else { return [] }
    do throws(Errno) {
      return try role.view.options(of: key.fd).filter { $0.option == option }.map(\.value)
    } catch {
      return []
    }
  }

  /// The socket that a command looks at, of the current role, and the role.
  func observedSocket(_ reference: SocketReference) throws(Diagnostic) -> (Role, Int32) {
    let role = try existing(currentRole)
    return (role, try descriptor(reference, of: role))
  }

  private func readOptions(of fd: Int32, _ role: Role) throws(Diagnostic) -> [OptionReading] {
    do throws(Errno) {
      return try role.view.options(of: fd)
    } catch {
      throw Diagnostic(
        "@\(fd) of \(role.name) has no options: \(error)", advice: "`sockets` lists the sockets")
    }
  }

  /// Of a socket made for the comparison, where the role is; empty where none may be made.
  private func freshOptions(
    like socket: SocketSnapshot?, on role: Role
  ) -> [SocketOption: OptionValue] {
    guard let socket else { return [:] }
    let kind = FreshSocket(
      family: socket.family, type: socket.type, protocolNumber: socket.protocolNumber)
    return role.host == 0 ? kind.options ?? [:] : optionsOnHost(kind, role)
  }

  /// A host's network has settings of its own: a helper makes the socket there. The hosts' settings stay
  /// as they are, and so what it says is kept.
  private func optionsOnHost(_ kind: FreshSocket, _ role: Role) -> [SocketOption: OptionValue] {
    let key = FreshSocket.OnHost(kind: kind, host: role.host)
    if let known = freshOnHosts[key] { return known }
    do throws(Diagnostic) {
      let answer: FreshSocket.Answer = try Resolver.ask(
        kind.words, about: "new sockets on \(stage.hostName(of: role) ?? "a host")",
        on: stage.place(ofRole: role.name), executable: stage.executable, limit: deadline,
        interruption: stage.interruption)
      freshOnHosts[key] = answer.options
      return answer.options
    } catch {
      return [:]
    }
  }
}

/// Of those that were written alike, the one whose option is of a level that the socket has. Where the
/// socket is not known, or there is no choice, the first.
func choice<Option>(
  _ first: Option, _ others: [Option], for socket: SocketSnapshot?,
  _ option: (Option) -> SocketOption
) throws(Diagnostic) -> Option {
  guard let socket, !others.isEmpty else { return first }
  let all = [first] + others
  if let fitting = all.first(where: { option($0).belongs(to: socket) }) { return fitting }
  let names = all.map { option($0).name }.joined(separator: " or ")
  throw Diagnostic(
    "that could be \(names), and this socket is none that has one of them",
    advice: "with its name in full it is sent to the kernel all the same")
}

extension SocketOption {
  /// Whether such a socket has options of this one's level; an IPv6 socket speaks IPv6 first.
  fileprivate func belongs(to socket: SocketSnapshot) -> Bool {
    let isInternet = socket.family == AF_INET || socket.family == AF_INET6
    switch level {
    case Int32(IPPROTO_IP): return socket.family == AF_INET
    case Int32(IPPROTO_IPV6): return socket.family == AF_INET6
    case Int32(IPPROTO_TCP):
      return isInternet && socket.type == Int32(SOCK_STREAM.rawValue)
    case Int32(IPPROTO_UDP):
      return isInternet && socket.type == Int32(SOCK_DGRAM.rawValue)
    default: return level == SOL_SOCKET
    }
  }
}

extension OptionValue {
  /// The same on the interface of that number.
  fileprivate func on(_ index: Int32) -> OptionValue {
    switch self {
    case .interface: .interface(index)
    case .networkInterface: .networkInterface(index)
    case .outgoing(let local, _): .outgoing(local: local, interface: index)
    case .membership(let group, let local, _):
      .membership(group: group, local: local, interface: index)
    case .membership6(let group, _): .membership6(group: group, interface: index)
    default: self
    }
  }
}
