internal import CLinux
internal import Glibc

/// A socket as it was at one moment, seen from outside its process.
public struct SocketSnapshot: Hashable, Sendable {
  /// The number in `socket:[…]`: the same as long as the socket lives, whatever its descriptors.
  public var inode: UInt64
  /// AF_INET, SOCK_STREAM, IPPROTO_TCP, …: the numbers of <sys/socket.h>.
  public var family: Int32
  public var type: Int32
  public var protocolNumber: Int32
  public var local: SocketAddress?
  /// nil where it is not connected.
  public var remote: SocketAddress?
  /// nil for everything but TCP.
  public var tcpState: TCPState?
  /// True for a socket that listens, a Unix one included.
  public var isListening = false
  /// Bytes that the next calls of recv can return; for datagrams, the bytes of the first.
  public var receiveQueue = 0
  /// Bytes of the kernel's memory that queued input holds: above 0 even for an empty datagram; not
  /// asked for TCP. Of UDP's, what was read may still count while more is queued.
  public var receiveMemory = 0
  /// Whether something waits although it has no bytes: an empty datagram. What is kept in the error
  /// queue also takes memory, but no recv wakes from it.
  public var hasEmptyInput = false
  /// Bytes of the kernel's memory that the error queue holds, where it holds all of the above: an error
  /// that came back for what was sent, or the time it left at (MSG_ERRQUEUE of recv(2)).
  public var errorMemory: Int { isErrorQueued ? receiveMemory : 0 }
  /// Whether something is in the error queue, and nothing else waits.
  var isErrorQueued = false
  /// Bytes of data written and not yet acknowledged (TCP) or not yet taken (the others, as memory).
  public var sendQueue = 0
  /// Of the send queue, the bytes that were never sent.
  public var notSent = 0
  /// Whether a FIN stands behind them that was never sent.
  public var isFINWaiting = false
  /// A listener's connections that wait for accept, and its backlog.
  public var acceptQueue = 0
  public var backlog = 0
  /// Bytes of the stream that left at least once, and that arrived in order.
  public var bytesSent: UInt64 = 0
  public var bytesReceived: UInt64 = 0
  /// The receive window that the peer last offered, in bytes.
  public var peerWindow = 0
  /// How often the segment at the front was sent again, and how many segments were in all.
  public var retransmits = 0
  public var totalRetransmits = 0
  /// Datagrams dropped because the receive queue was full.
  public var drops = 0
  /// Of a Unix socket, from the kernel's table: the socket at its other end, 0 where none is known,
  /// and what it may do no more, 1 for receiving and 2 for sending.
  public var peerInode: UInt64 = 0
  public var shutdown: UInt8 = 0
  /// O_NONBLOCK: calls that would wait fail with EAGAIN instead.
  public var isNonblocking = false
  /// The number of the host whose network it is in, from 1; 0 for the machine's own network. Whoever
  /// looks says so.
  public var host = 0

  /// What `socket` was asked for; it never changes.
  struct Kind {
    var inode: UInt64
    var family: Int32
    var type: Int32
    var protocolNumber: Int32

    var isTCP: Bool { protocolNumber == IPPROTO_TCP && type == SOCK_STREAM.rawValue }
  }

  var kind: Kind {
    Kind(inode: inode, family: family, type: type, protocolNumber: protocolNumber)
  }

  /// `earlier` is the last look at the same socket, if there was one.
  init(_ fd: Int32, _ kind: Kind, since earlier: SocketSnapshot?) throws(Errno) {
    inode = kind.inode
    family = kind.family
    type = kind.type
    protocolNumber = kind.protocolNumber
    isNonblocking = Glibc.fcntl(fd, F_GETFL) & O_NONBLOCK != 0
    if kind.isTCP {
      try lookAtTCP(fd, earlier)
    } else {
      lookAtOthers(fd)
    }
  }

  private mutating func lookAtTCP(_ fd: Int32, _ earlier: SocketSnapshot?) throws(Errno) {
    var info = linux_tcp_info()
    guard linux_tcp_info(fd, &info) == 0 else { throw Errno(Glibc.errno) }
    tcpState = TCPState(kernel: info.state)
    guard tcpState != .listen else {
      local = localAddress(of: fd)
      isListening = true
      acceptQueue = Int(info.unacked)
      backlog = Int(info.sacked)
      return
    }
    lookAtAddresses(fd, earlier)
    receiveQueue = Int(linux_unread(fd))
    let queue = SendQueue(tcpState, queued: Int(linux_unsent(fd)), notSent: Int(info.not_sent))
    (notSent, isFINWaiting) = (queue.notSent, queue.isFINWaiting)
    sendQueue = queue.unacknowledged + queue.notSent
    bytesSent = info.bytes_sent - min(info.bytes_sent, info.bytes_retransmitted)
    bytesReceived = info.bytes_received
    peerWindow = Int(info.peer_window)
    retransmits = Int(info.retransmits)
    totalRetransmits = Int(info.total_retransmits)
  }

  /// Those of a connection stay the same as long as it lasts.
  private mutating func lookAtAddresses(_ fd: Int32, _ earlier: SocketSnapshot?) {
    if tcpState != .closed, let earlier, earlier.tcpState != .closed, earlier.remote != nil {
      (local, remote) = (earlier.local, earlier.remote)
      return
    }
    local = localAddress(of: fd)
    if tcpState != .closed { remote = addressRoom { Glibc.getpeername(fd, $0, $1) } }
  }

  private func localAddress(of fd: Int32) -> SocketAddress? {
    addressRoom { Glibc.getsockname(fd, $0, $1) }
  }

  private mutating func lookAtOthers(_ fd: Int32) {
    local = localAddress(of: fd)
    remote = addressRoom { Glibc.getpeername(fd, $0, $1) }
    isListening = family == AF_UNIX && option(SO_ACCEPTCONN, of: fd) == 1
    receiveQueue = Int(linux_unread(fd))
    sendQueue = Int(linux_unsent(fd))
    var memory: UInt32 = 0
    var dropped: UInt32 = 0
    if linux_socket_memory(fd, &memory, &dropped) == 0 {
      receiveMemory = Int(memory)
      drops = Int(dropped)
    }
    guard receiveQueue == 0, receiveMemory > 0 else { return }
    let events = readiness(fd)
    hasEmptyInput = events & Int16(POLLIN) != 0
    isErrorQueued = !hasEmptyInput && events & Int16(POLLERR) != 0
  }
}

extension SocketSnapshot.Kind {
  /// nil for a descriptor that is no socket.
  init?(_ fd: Int32, inode: UInt64) {
    guard let domain = option(SO_DOMAIN, of: fd), let type = option(SO_TYPE, of: fd),
      let number = option(SO_PROTOCOL, of: fd)
    else { return nil }
    self.init(inode: inode, family: domain, type: type, protocolNumber: number)
  }
}

private func readiness(_ fd: Int32) -> Int16 {
  var entry = pollfd(fd: fd, events: Int16(POLLIN), revents: 0)
  return poll(&entry, 1, 0) > 0 ? entry.revents : 0
}

private func option(_ name: Int32, of fd: Int32) -> Int32? {
  var value: Int32 = 0
  var length = socklen_t(MemoryLayout<Int32>.size)
  return getsockopt(fd, SOL_SOCKET, name, &value, &length) == 0 ? value : nil
}

/// The address that a call writes, or nil if it fails.
private func addressRoom(
  _ call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
) -> SocketAddress? {
  withUnsafeTemporaryAllocation(byteCount: AddressRoom.size, alignment: 8) { room in
    guard let base = room.baseAddress else { return nil }
    var length = socklen_t(room.count)
    guard call(base.assumingMemoryBound(to: sockaddr.self), &length) == 0 else { return nil }
    let count = min(Int(length), room.count)
    return SocketAddress(raw: UnsafeRawBufferPointer(rebasing: room[..<count]))
  }
}
