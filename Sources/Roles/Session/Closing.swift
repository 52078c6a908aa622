internal import Frames
internal import Glibc
internal import Language
internal import Log
internal import SystemCalls

/// Closes the references that a parsed action leaves open: which socket, which address, which file.
extension Session {
  func close(_ action: Action, for role: Role) throws(Diagnostic) -> Action {
    switch action {
    case .socket, .signal, .socketpair: return action
    case .bind(let socket, let address):
      let fd = try descriptor(socket, of: role)
      return .bind(.descriptor(fd), .literal(try resolve(address, from: fd, of: role)))
    case .listen(let socket, let backlog):
      return .listen(.descriptor(try descriptor(socket, of: role)), backlog: backlog)
    case .accept(let socket): return .accept(try listener(socket, of: role))
    case .connect(let socket, let address):
      let fd = try descriptor(socket, of: role)
      return .connect(.descriptor(fd), .literal(try resolve(address, from: fd, of: role)))
    case .send(let socket, let payload, let flags, let all, let address):
      let fd = try descriptor(socket, of: role)
      let target: AddressReference? =
        if let address { .literal(try resolve(address, from: fd, of: role)) } else { nil }
      if !all { try refuseTooLarge(payload) }
      return .send(
        .descriptor(fd), try read(payload), flags: flags, all: all, to: target)
    case .receive(let socket, let extent, let flags, let discard, let sender):
      try refuseEndlessPeek(extent, flags)
      return .receive(
        .descriptor(try descriptor(socket, of: role)), extent, flags: flags, discard: discard,
        sender: sender)
    case .shutdown(let socket, let how):
      return .shutdown(.descriptor(try descriptor(socket, of: role)), how: how)
    case .close(let socket): return .close(.descriptor(try descriptor(socket, of: role)))
    case .getsockname(let socket):
      return .getsockname(.descriptor(try descriptor(socket, of: role)))
    case .getpeername(let socket):
      return .getpeername(.descriptor(try descriptor(socket, of: role)))
    case .setsockopt(let socket, let setting):
      let fd = try descriptor(socket, of: role)
      return .setsockopt(.descriptor(fd), try close(setting, on: role.sockets[fd], of: role))
    case .getsockopt(let socket, let option, let others):
      let fd = try descriptor(socket, of: role)
      let chosen = try choice(option, others, for: role.sockets[fd]) { $0 }
      return .getsockopt(.descriptor(fd), chosen)
    case .sendmsg(let socket, let envelope, let flags):
      let fd = try descriptor(socket, of: role)
      return .sendmsg(
        .descriptor(fd), try close(envelope, from: fd, of: role), flags: flags)
    case .recvmsg(let socket, let buffers, let control, let flags):
      return .recvmsg(
        .descriptor(try descriptor(socket, of: role)), into: buffers, control: control,
        flags: flags)
    case .sendmmsg(let socket, let envelopes, let flags):
      let fd = try descriptor(socket, of: role)
      return .sendmmsg(
        .descriptor(fd),
        try envelopes.map { envelope throws(Diagnostic) in
          try close(envelope, from: fd, of: role)
        }, flags: flags)
    case .recvmmsg(let socket, let count, let buffers, let control, let flags, let time):
      return .recvmmsg(
        .descriptor(try descriptor(socket, of: role)), count: count, into: buffers,
        control: control, flags: flags, milliseconds: time)
    case .descriptor(let call): return .descriptor(try close(call, for: role))
    case .unlink(let path):
      try refuseOtherFile(path)
      return action
    case .multiplex(let multiplexing): return .multiplex(try close(multiplexing, for: role))
    }
  }

  // MARK: Sockets

  /// Of those that listen the newest, if none is named.
  func listener(
    _ reference: SocketReference, of role: Role
  ) throws(Diagnostic) -> SocketReference {
    let listening = role.sockets.newestListening().map(SocketReference.descriptor)
    let named = reference == .unnamed ? listening ?? reference : reference
    return .descriptor(try descriptor(named, of: role))
  }

  func descriptor(
    _ reference: SocketReference, of role: Role
  ) throws(Diagnostic) -> Int32 {
    if case .descriptor(let fd) = reference { return try checked(fd) }
    if let chosen = role.chosen, role.sockets[chosen] != nil { return chosen }
    guard let newest = role.sockets.newest() else {
      let former = stage.ended.contains { $0.name == role.name }
      throw Diagnostic(
        "\(has(role.name)) no socket" + (former ? ": the process that had some has ended" : ""),
        advice: "`\(role.name)> socket tcp` makes one")
    }
    return newest
  }

  func checked(_ fd: Int32) throws(Diagnostic) -> Int32 {
    guard !RoleDescriptor.own.contains(fd) else {
      throw Diagnostic("descriptor \(fd) of every role is Sockratic's own line to it")
    }
    return fd
  }

  private func refuseEndlessPeek(_ extent: Extent, _ flags: Int32) throws(Diagnostic) {
    guard flags & Int32(MSG_PEEK) != 0 else { return }
    if case .once = extent { return }
    throw Diagnostic(
      "MSG_PEEK takes nothing away, so that the same bytes would be received for ever",
      advice: "peek with a plain `recv peek`")
  }

  /// What no role makes in one piece.
  private func refuseTooLarge(_ payload: Payload) throws(Diagnostic) {
    guard let count = payload.count, count > Player.largestBuffer else { return }
    let form =
      switch payload {
      case .zeros: "zeros"
      case .random: "random"
      default: "repeat"
      }
    throw Diagnostic(
      "one send handles at most 64M at once", advice: "`send all` sends more, in pieces", at: form)
  }

  // MARK: Files

  func read(_ payload: Payload) throws(Diagnostic) -> Payload {
    guard case .file(let path) = payload else { return payload }
    return .bytes(try readFile(path, atMost: Player.largestBuffer))
  }
}
