import CLinux
import Glibc
import SystemCalls

@testable import Explanations

extension Bench {
  /// A call whose arguments beside the descriptor do not matter to its explanation.
  func tryPlain(
    _ name: String, _ fd: Int32, _ arguments: [Argument] = [], mentions: [String],
    _ body: () -> Int
  ) -> Attempt {
    attempt(
      Call(name, [Argument("fd", .descriptor(fd))] + arguments), mentions: mentions, body)
  }

  func tryRead(_ fd: Int32, mentions: [String]) -> Attempt {
    var room = [UInt8](repeating: 0, count: 8)
    return tryPlain("read", fd, mentions: mentions) { read(fd, &room, 8) }
  }

  func tryWrite(_ fd: Int32, mentions: [String]) -> Attempt {
    let data = Argument("buf", .bytes(Bytes([1])))
    return tryPlain("write", fd, [data], mentions: mentions) { write(fd, [1], 1) }
  }

  func tryIoctl(_ fd: Int32, _ request: Int32, mentions: [String]) -> Attempt {
    let argument = Argument("request", .constant(Int(request), table: .ioctlRequest))
    var number: Int32 = 0
    return tryPlain("ioctl", fd, [argument], mentions: mentions) {
      Int(linux_ioctl(fd, UInt(request), &number))
    }
  }

  func trySockatmark(_ fd: Int32, mentions: [String]) -> Attempt {
    let argument = Argument("request", .constant(0x8905, table: .ioctlRequest))
    return tryPlain("sockatmark", fd, [argument], mentions: mentions) { Int(sockatmark(fd)) }
  }

  func tryDup2(_ fd: Int32, _ new: Int32, mentions: [String]) -> Attempt {
    tryPlain("dup2", fd, [Argument("newfd", .descriptor(new))], mentions: mentions) {
      Int(dup2(fd, new))
    }
  }

  /// sendmmsg(2) with one message, which has no address.
  func trySendSeveral(_ fd: Int32, mentions: [String]) -> Attempt {
    let header = MessageHeader(
      name: nil, nameLength: 0, buffers: [MessageBuffer(data: Bytes([1]), length: 1)], control: [],
      controlLength: 0, flags: 0)
    let messages = Argument("msgvec", .messages([CountedMessage(header: header, length: nil)]))
    return tryPlain("sendmmsg", fd, [messages], mentions: mentions) {
      withCountedMessage { Int(linux_sendmmsg(fd, $0, 1, 0)) }
    }
  }

  func tryReceiveSeveral(_ fd: Int32, mentions: [String]) -> Attempt {
    let flags = Argument("flags", .constant(Number.dontWait, table: .messageFlags))
    return tryPlain("recvmmsg", fd, [flags], mentions: mentions) {
      withCountedMessage { Int(linux_recvmmsg(fd, $0, 1, Int32(Number.dontWait), nil)) }
    }
  }
}

/// A struct mmsghdr with one byte in it.
private func withCountedMessage(_ body: (UnsafeMutableRawPointer) -> Int) -> Int {
  var byte: UInt8 = 1
  return withUnsafeMutablePointer(to: &byte) { byte in
    var vector = iovec(iov_base: byte, iov_len: 1)
    return withUnsafeMutablePointer(to: &vector) { vector in
      let array = UnsafeMutableRawPointer.allocate(
        byteCount: Int(linux_counted_message_size), alignment: 16)
      defer { array.deallocate() }
      array.storeBytes(
        of: msghdr(
          msg_name: nil, msg_namelen: 0, msg_iov: vector, msg_iovlen: 1, msg_control: nil,
          msg_controllen: 0, msg_flags: 0), as: msghdr.self)
      return body(array)
    }
  }
}

/// A number that was never a descriptor.
private let never: Int32 = 1_000_000

let requestProvocations = [
  Provocation("read", "EBADF", "a descriptor that was never opened") { bench in
    bench.tryRead(never, mentions: ["no descriptor \(never)"])
  },
  Provocation("read", "EAGAIN", "nothing to read, and no wish to wait") { bench in
    let fd = try bench.udp()
    try prepare(fcntl(fd, F_SETFL, O_NONBLOCK) == 0, "fcntl")
    return bench.tryRead(fd, mentions: ["No datagram has arrived", "`recv`"])
  },
  Provocation("readv", "EBADF", "a descriptor that was never opened") { bench in
    bench.tryPlain("readv", never, mentions: ["no descriptor"]) { readv(never, nil, 0) }
  },
  Provocation("write", "EBADF", "a descriptor that was never opened") { bench in
    bench.tryWrite(never, mentions: ["no descriptor \(never)"])
  },
  Provocation("write", "EDESTADDRREQ", "no peer") { bench in
    bench.tryWrite(try bench.udp(), mentions: ["without a peer", "`sendto"])
  },
  Provocation("write", "EPIPE", "the other end is closed") { bench in
    let (client, server) = try bench.pair()
    bench.close(server)
    let old = signal(SIGPIPE, SIG_IGN)
    bench.undo.append { signal(SIGPIPE, old) }
    return bench.tryWrite(client, mentions: ["`close`"])
  },
  Provocation("writev", "EBADF", "a descriptor that was never opened") { bench in
    bench.tryPlain("writev", never, mentions: ["no descriptor"]) { writev(never, nil, 0) }
  },
  Provocation("sendmmsg", "EDESTADDRREQ", "no peer") { bench in
    bench.trySendSeveral(try bench.udp(), mentions: ["without a peer"])
  },
  Provocation("sendmmsg", "EBADF", "a descriptor that was never opened") { bench in
    bench.trySendSeveral(never, mentions: ["no descriptor"])
  },
  Provocation("recvmmsg", "EAGAIN", "nothing has come") { bench in
    bench.tryReceiveSeveral(
      try bench.udp(), mentions: ["No datagram has arrived", "MSG_DONTWAIT"])
  },
  Provocation("dup", "EBADF", "a descriptor that was never opened") { bench in
    bench.tryPlain("dup", never, mentions: ["no descriptor"]) { Int(dup(never)) }
  },
  Provocation("dup", "EMFILE", "every descriptor taken") { bench in
    guard try fillDescriptors() != nil else { return nil }
    return bench.tryPlain("dup", 1, mentions: ["RLIMIT_NOFILE", "`close`"]) { Int(dup(1)) }
  },
  Provocation("dup2", "EBADF", "a descriptor that was never opened") { bench in
    bench.tryDup2(never, 900, mentions: ["no descriptor"])
  },
  Provocation("dup2", "EBADF", "a number that no descriptor has") { bench in
    let fd = try bench.udp()
    return bench.tryDup2(fd, .max, mentions: ["\(Int32.max) is no number", "`dup @\(fd)`"])
  },
  Provocation("ioctl", "EBADF", "a descriptor that was never opened") { bench in
    bench.tryIoctl(never, 0x541b, mentions: ["no descriptor"])
  },
  Provocation("ioctl", "EINVAL", "a listener holds no data") { bench in
    bench.tryIoctl(try bench.listener().0, 0x541b, mentions: ["only listens", "`accept`"])
  },
  Provocation("ioctl", "ENOTTY", "urgent data of a UDP socket") { bench in
    bench.tryIoctl(try bench.udp(), 0x8905, mentions: ["UDP socket", "SIOCATMARK", "`socket tcp`"])
  },
  Provocation("sockatmark", "EBADF", "a descriptor that was never opened") { bench in
    bench.trySockatmark(never, mentions: ["no descriptor"])
  },
  Provocation("sockatmark", "ENOTTY", "urgent data of a UDP socket") { bench in
    bench.trySockatmark(try bench.udp(), mentions: ["UDP socket", "`socket tcp`"])
  },
  Provocation("pselect", "EBADF", "a descriptor that is not open") { bench in
    let fd = fcntl(try bench.udp(), F_DUPFD, 700)
    try prepare((700..<1024).contains(fd), "dup")
    close(fd)
    return bench.tryMaskedSelect(fd, mentions: ["@\(fd) is not open", "pselect fail"])
  },
  Provocation("pselect", "EINTR", "a signal that its mask does not have") { bench in
    let fd = try bench.udp()
    return try interrupted { bench.tryMaskedSelect(fd, mentions: ["in pselect", "`pselect`"]) }
  },
  Provocation("epoll_pwait", "EINTR", "a signal that its mask does not have") { bench in
    let set = try bench.epollSet()
    let call = Call(
      "epoll_pwait",
      [Argument("epfd", .descriptor(set)), Argument("sigmask", .signalMask([2], pointer: 0))])
    var room = [UInt8](repeating: 0, count: 64)
    var mask: UInt64 = 2
    return try interrupted {
      bench.attempt(call, mentions: ["epoll_pwait", "`epoll wait`"]) {
        Int(linux_epoll_pwait(set, &room, 4, -1, &mask))
      }
    }
  },
]

extension Bench {
  func tryMaskedSelect(_ fd: Int32, mentions: [String]) -> Attempt {
    let set = Argument("readfds", .descriptorSet(DescriptorSet(given: [fd])))
    var words = [UInt](repeating: 0, count: 16)
    words[Int(fd) / 64] = 1 << UInt(fd % 64)
    var mask: UInt64 = 2
    let call = Call(
      "pselect",
      [
        Argument("nfds", .integer(Int(fd) + 1)), set,
        Argument("sigmask", .signalMask([2], pointer: 0)),
      ])
    return attempt(call, mentions: mentions) {
      Int(linux_select(fd + 1, &words, nil, nil, nil, &mask))
    }
  }
}
