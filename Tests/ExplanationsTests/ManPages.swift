/// What the man pages list of one call: every errno, with what comes of it here.
struct Listed: Sendable {
  var call: String
  var errnos: [(String, Verdict)]
}

enum Verdict: Sendable {
  /// A provocation of `provocations` brings it about.
  case provoked
  /// It has an explanation, but cannot be had in a test: why.
  case explained(String)
  /// It cannot come up in a role at all: why.
  case impossible(String)
}

let faulty = Verdict.impossible("roles hand the kernel pointers to memory of their own")
private let memory = Verdict.explained("it takes a machine that is out of memory")
private let fileTable = Verdict.explained("it takes as many open files as the machine allows")
private let noLength = Verdict.impossible("the length handed over is that of the room given")
let lossy = Verdict.explained("a packet must be lost, and loopback loses none")
private let routed = Verdict.explained("it takes a router, or a network whose host does not answer")
let firewall = Verdict.explained("it takes a firewall rule")
private let ephemeral = Verdict.explained("it takes 28,000 sockets, every port of the range")
private let fastOpen = Verdict.impossible("no command asks for TCP Fast Open")

/// socket(2), bind(2), listen(2), accept(2), connect(2), send(2), recv(2), shutdown(2), close(2),
/// fcntl(2) with F_GETFL and F_SETFL, poll(2), select(2), epoll_create(2), epoll_ctl(2), epoll_wait(2),
/// getsockname(2), getpeername(2), setsockopt(2), getsockopt(2), sigaction(2), socketpair(2),
/// sendmsg(2), recvmsg(2), sendmmsg(2), recvmmsg(2), read(2), write(2), readv(2), dup(2), ioctl(2),
/// sockatmark(3), pselect(2), epoll_pwait(2) and unlink(2) of Linux, with what ip(7), ipv6(7), tcp(7), udp(7)
/// and unix(7) add to them.
let manPages = firstPages + descriptorPages

private let firstPages: [Listed] = [
  Listed(
    call: "socket",
    errnos: [
      ("EACCES", .provoked), ("EAFNOSUPPORT", .provoked), ("EINVAL", .provoked),
      ("EMFILE", .provoked), ("ENFILE", fileTable), ("ENOBUFS", memory), ("ENOMEM", memory),
      ("EPROTONOSUPPORT", .provoked), ("ESOCKTNOSUPPORT", .provoked), ("EPERM", .provoked),
    ]),
  Listed(
    call: "bind",
    errnos: [
      ("EACCES", .provoked), ("EADDRINUSE", .provoked), ("EBADF", .provoked), ("EINVAL", .provoked),
      ("ENOTSOCK", .provoked), ("EADDRNOTAVAIL", .provoked), ("EFAULT", faulty),
      ("ELOOP", .provoked), ("ENAMETOOLONG", .provoked), ("ENOENT", .provoked), ("ENOMEM", memory),
      ("ENOTDIR", .provoked), ("EROFS", .provoked), ("EAFNOSUPPORT", .provoked),
      ("ENODEV", .provoked), ("EPERM", .explained("it takes a file system that forbids sockets")),
    ]),
  Listed(
    call: "listen",
    errnos: [
      ("EADDRINUSE", .provoked), ("EBADF", .provoked), ("ENOTSOCK", .provoked),
      ("EOPNOTSUPP", .provoked), ("EINVAL", .provoked),
    ]),
  Listed(
    call: "accept",
    errnos: [
      ("EAGAIN", .provoked), ("EBADF", .provoked),
      ("ECONNABORTED", .explained("Linux hands out a connection that was reset in the queue")),
      ("EFAULT", faulty), ("EINTR", .provoked), ("EINVAL", .provoked), ("EMFILE", .provoked),
      ("ENFILE", fileTable), ("ENOBUFS", memory), ("ENOMEM", memory), ("ENOTSOCK", .provoked),
      ("EOPNOTSUPP", .provoked), ("EPERM", firewall),
      ("EPROTO", .impossible("no protocol of Linux that a role can open says it of accept")),
    ]),
  Listed(
    call: "connect",
    errnos: [
      ("EACCES", .provoked), ("EPERM", .provoked),
      ("EADDRINUSE", .explained("Linux says EADDRNOTAVAIL of a pair of addresses in use")),
      ("EADDRNOTAVAIL", .provoked), ("EAFNOSUPPORT", .provoked), ("EAGAIN", .provoked),
      ("EALREADY", .provoked), ("EBADF", .provoked), ("ECONNREFUSED", .provoked),
      ("EFAULT", faulty), ("EINPROGRESS", .provoked), ("EINTR", .provoked), ("EISCONN", .provoked),
      ("ENETUNREACH", .provoked), ("ENOTSOCK", .provoked), ("EPROTOTYPE", .provoked),
      ("ETIMEDOUT", .provoked), ("EINVAL", .provoked), ("EHOSTUNREACH", routed),
      ("ENOENT", .provoked), ("ENOTDIR", .provoked), ("ELOOP", .provoked),
      ("ENAMETOOLONG", .provoked), ("ENOBUFS", memory), ("ENOMEM", memory),
      ("ECONNRESET", .explained("the peer must reset between its SYN and the end of connect")),
    ]),
  Listed(call: "send", errnos: sending),
  Listed(
    call: "sendto",
    errnos: sending.filter {
      !["EACCES", "EINVAL", "EISCONN", "ENETUNREACH", "EPERM"].contains($0.0)
    } + [
      ("EPERM", .provoked), ("EACCES", .provoked), ("EINVAL", .provoked), ("EISCONN", .provoked),
      ("EAFNOSUPPORT", .provoked), ("ENETUNREACH", .provoked), ("EPROTOTYPE", .provoked),
      ("ENOENT", .provoked), ("ENOTDIR", .provoked), ("ELOOP", .provoked),
      ("ENAMETOOLONG", .provoked), ("EADDRNOTAVAIL", routed),
    ]),
  Listed(
    call: "socketpair",
    errnos: [
      ("EAFNOSUPPORT", .provoked), ("EFAULT", faulty),
      ("EMFILE", .explained("as of socket, which is provoked")), ("ENFILE", fileTable),
      ("EOPNOTSUPP", .provoked), ("EPROTONOSUPPORT", .provoked), ("ESOCKTNOSUPPORT", .provoked),
    ]),
  Listed(call: "sendmsg", errnos: sendingMessages),
  Listed(call: "recvmsg", errnos: receivingMessages),
  Listed(
    call: "unlink",
    errnos: [
      ("EACCES", .provoked), ("EBUSY", .impossible("a socket is no mount point")),
      ("EFAULT", faulty), ("EIO", .impossible("it takes a broken disk")),
      ("EISDIR", .impossible("only sockets are removed")), ("ELOOP", .provoked),
      ("ENAMETOOLONG", .provoked), ("ENOENT", .provoked), ("ENOMEM", memory),
      ("ENOTDIR", .provoked), ("EPERM", .provoked), ("EROFS", .provoked),
    ]),
  Listed(call: "recv", errnos: receiving),
  Listed(call: "recvfrom", errnos: receiving),
  Listed(
    call: "shutdown",
    errnos: [
      ("EBADF", .provoked), ("EINVAL", .provoked), ("ENOTCONN", .provoked), ("ENOTSOCK", .provoked),
    ]),
  Listed(
    call: "close",
    errnos: [
      ("EBADF", .provoked),
      ("EINTR", .impossible("close of a socket does not wait without SO_LINGER")),
      ("EIO", .impossible("a socket has no disk under it")),
      ("ENOSPC", .impossible("a socket has no disk under it")),
      ("EDQUOT", .impossible("a socket has no disk under it")),
    ]),
  Listed(
    call: "getsockname",
    errnos: [
      ("EBADF", .provoked), ("EFAULT", faulty), ("EINVAL", noLength), ("ENOBUFS", memory),
      ("ENOTSOCK", .provoked),
    ]),
  Listed(
    call: "getpeername",
    errnos: [
      ("EBADF", .provoked), ("EFAULT", faulty), ("EINVAL", noLength), ("ENOBUFS", memory),
      ("ENOTCONN", .provoked), ("ENOTSOCK", .provoked),
    ]),
  Listed(
    call: "setsockopt",
    errnos: [
      ("EBADF", .provoked), ("EFAULT", faulty),
      ("EINVAL", .provoked), ("ENOPROTOOPT", .provoked), ("EOPNOTSUPP", .provoked),
      ("ENOTSOCK", .provoked), ("ENOMEM", memory), ("ENOBUFS", .provoked),
      ("EPERM", .provoked), ("EACCES", .provoked), ("EDOM", .provoked), ("ENODEV", .provoked),
      ("EADDRNOTAVAIL", .provoked), ("EADDRINUSE", .provoked), ("EPROTO", .provoked),
      ("ENOENT", .provoked), ("ENOTCONN", .explained("IPV6_ADDRFORM alone needs a connection")),
    ]),
  Listed(
    call: "getsockopt",
    errnos: [
      ("EBADF", .provoked), ("EFAULT", faulty),
      ("EINVAL", .explained("TCP_REPAIR alone brings it")),
      ("ENOPROTOOPT", .provoked), ("ENOTCONN", .provoked),
      ("ENOTSOCK", .provoked), ("EOPNOTSUPP", .provoked),
      ("EACCES", .explained("anybody may ask for the options of the table")),
      ("EPERM", .explained("anybody may ask for the options of the table")),
    ]),
  Listed(call: "signal", errnos: [("EFAULT", faulty), ("EINVAL", .provoked)]),
  Listed(
    call: "fcntl",
    errnos: [
      ("EBADF", .provoked),
      ("EINVAL", .impossible("the command changes no flag but O_NONBLOCK")),
      ("EPERM", .impossible("a socket is no file that only grows")),
    ]),
  Listed(call: "poll", errnos: polling),
  Listed(call: "ppoll", errnos: polling),
  Listed(
    call: "select",
    errnos: [
      ("EBADF", .provoked), ("EINTR", .provoked),
      ("EINVAL", .explained("it takes more descriptors than a process may have")),
      ("ENOMEM", memory),
    ]),
  Listed(
    call: "pselect",
    errnos: [
      ("EBADF", .provoked), ("EINTR", .provoked),
      ("EINVAL", .explained("it takes more descriptors than a process may have")),
      ("ENOMEM", memory),
    ]),
  Listed(
    call: "epoll_pwait",
    errnos: [
      ("EBADF", .explained("as of epoll_wait, which is provoked")), ("EFAULT", faulty),
      ("EINTR", .provoked), ("EINVAL", .explained("as of epoll_wait, which is provoked")),
    ]),
  Listed(
    call: "epoll_create1",
    errnos: [
      ("EINVAL", .provoked), ("EMFILE", .provoked), ("ENFILE", fileTable), ("ENOMEM", memory),
    ]),
  Listed(
    call: "epoll_ctl",
    errnos: [
      ("EBADF", .provoked), ("EEXIST", .provoked), ("EINVAL", .provoked), ("ELOOP", .provoked),
      ("ENOENT", .provoked), ("ENOMEM", memory),
      ("ENOSPC", .explained("it takes some hundred thousand watched descriptors")),
      ("EPERM", .provoked),
    ]),
  Listed(
    call: "epoll_wait",
    errnos: [
      ("EBADF", .provoked), ("EFAULT", faulty), ("EINTR", .provoked), ("EINVAL", .provoked),
    ]),
]

private let polling: [(String, Verdict)] = [
  ("EFAULT", faulty), ("EINTR", .provoked),
  ("EINVAL", .explained("it takes more entries than a process may have descriptors")),
  ("ENOMEM", memory),
]

private let asSendto = Verdict.explained(
  "the kernel's answer is that to sendto, and so is the cause")

/// sendmsg(2), unix(7) and ip(7).
let sendingMessages: [(String, Verdict)] = [
  ("EACCES", asSendto), ("EAGAIN", .provoked), ("EALREADY", fastOpen), ("EBADF", .provoked),
  ("ECONNRESET", asSendto), ("EDESTADDRREQ", .provoked), ("EFAULT", faulty), ("EINTR", asSendto),
  ("EINVAL", .provoked), ("EISCONN", .provoked), ("EMSGSIZE", .provoked), ("ENOBUFS", memory),
  ("ENOMEM", memory), ("ENOTCONN", .provoked), ("ENOTSOCK", .provoked), ("EOPNOTSUPP", asSendto),
  ("EPIPE", .provoked), ("ECONNREFUSED", .provoked), ("EHOSTUNREACH", routed),
  ("ENETUNREACH", .provoked), ("ETIMEDOUT", lossy), ("EPERM", .provoked), ("ESRCH", .provoked),
  ("ETOOMANYREFS", .explained("it takes as many descriptors under way as one may have open")),
  ("EPROTOTYPE", asSendto), ("ENOENT", .provoked), ("ENOTDIR", asSendto), ("ELOOP", asSendto),
  ("ENAMETOOLONG", asSendto), ("EAFNOSUPPORT", asSendto), ("EADDRNOTAVAIL", routed),
]

private let asRecvfrom = Verdict.explained(
  "the kernel's answer is that to recvfrom, and so is the cause")

let receivingMessages: [(String, Verdict)] = [
  ("EAGAIN", .provoked), ("EBADF", .provoked), ("ECONNREFUSED", .provoked), ("EFAULT", faulty),
  ("EINTR", asRecvfrom), ("EINVAL", .provoked), ("ENOMEM", memory), ("ENOTCONN", .provoked),
  ("ENOTSOCK", .provoked), ("ECONNRESET", asRecvfrom), ("EOPNOTSUPP", asRecvfrom),
  ("ETIMEDOUT", lossy), ("EHOSTUNREACH", routed),
  ("EMSGSIZE", .impossible("at most 16 buffers are given")),
]

private let sending: [(String, Verdict)] = [
  ("EACCES", .explained("a socket must have been allowed to broadcast, and forbidden again")),
  ("EAGAIN", .provoked), ("EALREADY", fastOpen), ("EBADF", .provoked), ("ECONNRESET", .provoked),
  ("EDESTADDRREQ", .provoked), ("EFAULT", faulty), ("EINTR", .provoked),
  ("EINVAL", .explained("send names no address, and connect has checked the one it uses")),
  ("EISCONN", .explained("send names no address")), ("EMSGSIZE", .provoked), ("ENOBUFS", memory),
  ("ENOMEM", memory), ("ENOTCONN", .provoked), ("ENOTSOCK", .provoked), ("EOPNOTSUPP", .provoked),
  ("EPIPE", .provoked), ("ECONNREFUSED", .provoked), ("EHOSTUNREACH", routed),
  ("ETIMEDOUT", lossy), ("EPERM", firewall), ("ENETUNREACH", routed),
]

private let receiving: [(String, Verdict)] = [
  ("EAGAIN", .provoked), ("EBADF", .provoked), ("ECONNREFUSED", .provoked), ("EFAULT", faulty),
  ("EINTR", .provoked), ("EINVAL", .provoked), ("ENOMEM", memory), ("ENOTCONN", .provoked),
  ("ENOTSOCK", .provoked), ("ECONNRESET", .provoked), ("EOPNOTSUPP", .provoked),
  ("ETIMEDOUT", lossy), ("EHOSTUNREACH", routed),
  ("EPIPE", .impossible("tcp(7) says so of a read after shutdown; Linux returns 0")),
]
