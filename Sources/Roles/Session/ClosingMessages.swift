internal import Glibc
internal import Language
internal import Log
internal import SystemCalls

/// What sendmsg and unlink leave open.
extension Session {
  func close(
    _ envelope: Envelope, from fd: Int32, of role: Role
  ) throws(Diagnostic) -> Envelope {
    var closed = envelope
    if let address = envelope.address {
      closed.address = .literal(try resolve(address, from: fd, of: role))
    }
    closed.buffers = try envelope.buffers.map { buffer throws(Diagnostic) in try read(buffer) }
    closed.ancillary = try envelope.ancillary.map { item throws(Diagnostic) in
      try close(item, of: role)
    }
    return closed
  }

  private func close(_ item: Ancillary, of role: Role) throws(Diagnostic) -> Ancillary {
    switch item {
    case .descriptors(let descriptors):
      return .descriptors(
        try descriptors.map { descriptor throws(Diagnostic) in try checked(descriptor) })
    case .credentials(let pid, let uid, let gid):
      return .credentials(pid: pid ?? role.pid, uid: uid ?? geteuid(), gid: gid ?? getegid())
    case .source, .source6, .header: return item
    }
  }

  func close(_ call: DescriptorCall, for role: Role) throws(Diagnostic) -> DescriptorCall {
    let closed = { (socket: SocketReference) throws(Diagnostic) -> SocketReference in
      .descriptor(try self.descriptor(socket, of: role))
    }
    switch call {
    case .read(let socket, let size): return .read(try closed(socket), size)
    case .write(let socket, let payload): return .write(try closed(socket), try read(payload))
    case .readv(let socket, let sizes): return .readv(try closed(socket), sizes)
    case .writev(let socket, let buffers):
      return .writev(
        try closed(socket), try buffers.map { buffer throws(Diagnostic) in try read(buffer) })
    case .dup(let socket): return .dup(try closed(socket))
    case .dup2(let socket, let new): return .dup2(try closed(socket), try checked(new))
    case .ioctl(let socket, let request, let number):
      return .ioctl(try closed(socket), request: request, number)
    case .sockatmark(let socket): return .sockatmark(try closed(socket))
    }
  }

  /// A slip must not cost anybody a file: what is there and is no socket stays.
  func refuseOtherFile(_ path: [UInt8]) throws(Diagnostic) {
    var status = Glibc.stat()
    let name = stage.located(path).map { CChar(bitPattern: $0) } + [0]
    guard lstat(name, &status) == 0, status.st_mode & S_IFMT != S_IFSOCK else { return }
    throw Diagnostic(
      "\(SocketAddress.unixPath(path)) is no socket, and only sockets are removed here",
      advice: "a file of another kind is removed with rm, outside",
      at: String(decoding: path, as: UTF8.self))
  }
}
