/// What has no counterpart in a socket.
private let notOfSockets = Verdict.impossible("it is said of files, and a role has sockets")
private let fewBuffers = Verdict.impossible("at most 16 buffers are given")

private func like(_ call: String) -> Verdict {
  .explained("the kernel's answer is that to \(call), and so is the cause")
}

/// read(2), write(2), readv(2), sendmmsg(2), recvmmsg(2), dup(2), ioctl(2) and sockatmark(3).
let descriptorPages: [Listed] = [
  Listed(
    call: "read",
    errnos: [
      ("EAGAIN", .provoked), ("EBADF", .provoked), ("EFAULT", faulty), ("EINTR", like("recv")),
      ("EINVAL", like("recv")), ("EIO", notOfSockets), ("EISDIR", notOfSockets),
      ("ECONNRESET", like("recv")), ("ENOTCONN", like("recv")), ("ETIMEDOUT", lossy),
      ("ECONNREFUSED", like("recv")),
    ]),
  Listed(
    call: "readv",
    errnos: [
      ("EAGAIN", like("recv")), ("EBADF", .provoked), ("EFAULT", faulty), ("EINTR", like("recv")),
      ("EINVAL", fewBuffers), ("EIO", notOfSockets), ("EISDIR", notOfSockets),
      ("ECONNRESET", like("recv")), ("ENOTCONN", like("recv")),
    ]),
  Listed(
    call: "write",
    errnos: [
      ("EAGAIN", like("send")), ("EBADF", .provoked), ("EDESTADDRREQ", .provoked),
      ("EDQUOT", notOfSockets), ("EFAULT", faulty), ("EFBIG", notOfSockets),
      ("EINTR", like("send")), ("EINVAL", like("send")), ("EIO", notOfSockets),
      ("ENOSPC", notOfSockets), ("EPERM", firewall), ("EPIPE", .provoked),
      ("EMSGSIZE", like("send")), ("ECONNRESET", like("send")),
    ]),
  Listed(
    call: "writev",
    errnos: [
      ("EAGAIN", like("send")), ("EBADF", .provoked), ("EDESTADDRREQ", like("send")),
      ("EFAULT", faulty), ("EINTR", like("send")), ("EINVAL", fewBuffers), ("EPIPE", like("send")),
      ("EMSGSIZE", like("send")), ("ECONNRESET", like("send")),
    ]),
  Listed(
    call: "sendmmsg",
    errnos: sendingMessages.map { name, verdict in
      if ["EDESTADDRREQ", "EBADF"].contains(name) { return (name, .provoked) }
      if case .provoked = verdict { return (name, like("sendmsg")) }
      return (name, verdict)
    }),
  Listed(
    call: "recvmmsg",
    errnos: receivingMessages.map { name, verdict in
      if name == "EAGAIN" { return (name, .provoked) }
      if case .provoked = verdict { return (name, like("recvmsg")) }
      return (name, verdict)
    }),
  Listed(call: "dup", errnos: [("EBADF", .provoked), ("EMFILE", .provoked)]),
  Listed(
    call: "dup2",
    errnos: [
      ("EBADF", .provoked), ("EBUSY", .impossible("a role has one thread")),
      ("EINTR", .explained("dup2 must be closing a socket that lingers")),
      ("EMFILE", .impossible("Linux says EBADF of a number that is out of range")),
    ]),
  Listed(
    call: "ioctl",
    errnos: [
      ("EBADF", .provoked), ("EFAULT", faulty), ("EINVAL", .provoked), ("ENOTTY", .provoked),
    ]),
  Listed(
    call: "sockatmark",
    errnos: [
      ("EBADF", .provoked), ("EINVAL", .explained("Linux says ENOTTY in its place")),
      ("ENOTTY", .provoked),
    ]),
]
