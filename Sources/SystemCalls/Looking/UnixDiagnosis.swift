internal import CLinux
internal import Glibc

extension SocketDiagnosis {
  /// What only the kernel's table of Unix sockets tells of one (sock_diag(7)).
  public struct UnixEntry: Hashable, Sendable {
    /// The socket at the other end; 0 where there is none, or where nobody has accepted it yet.
    public var peerInode: UInt64 = 0
    public var isListening = false
    /// A listener's connections that wait for accept, or the bytes that recv can return.
    public var receiveQueue = 0
    /// A listener's backlog, or the memory of what the peer has not yet taken.
    public var sendQueue = 0
    /// 1 for no more receiving, 2 for no more sending.
    public var shutdown: UInt8 = 0
  }

  /// The Unix socket with that inode. ENOENT: there is none. EAFNOSUPPORT and others: the kernel has
  /// no unix_diag.
  public func lookUpUnix(inode: UInt64) throws(Errno) -> UnixEntry? {
    var entry: UnixEntry?
    let request = { (sequence: UInt32) in UnixRequest.bytes(inode: inode, sequence: sequence) }
    try exchange(isDump: false, request) { entry = UnixEntry($0) }
    return entry
  }
}

/// A struct nlmsghdr and a struct unix_diag_req.
private enum UnixRequest {
  static func bytes(inode: UInt64, sequence: UInt32) -> [UInt8] {
    var header = nlmsghdr()
    header.nlmsg_len = UInt32(MemoryLayout<nlmsghdr>.size + MemoryLayout<unix_diag_req>.size)
    header.nlmsg_type = UInt16(SOCK_DIAG_BY_FAMILY)
    header.nlmsg_flags = UInt16(NLM_F_REQUEST)
    header.nlmsg_seq = sequence
    var request = unix_diag_req()
    request.sdiag_family = UInt8(AF_UNIX)
    request.udiag_states = .max
    request.udiag_ino = UInt32(truncatingIfNeeded: inode)
    request.udiag_show = UInt32(UDIAG_SHOW_PEER | UDIAG_SHOW_RQLEN)
    request.udiag_cookie = (.max, .max)
    return withUnsafeBytes(of: header) { Array($0) } + withUnsafeBytes(of: request) { Array($0) }
  }
}

extension SocketDiagnosis.UnixEntry {
  /// From a struct unix_diag_msg and the attributes behind it.
  fileprivate init?(_ message: UnsafeRawBufferPointer) {
    let size = MemoryLayout<unix_diag_msg>.size
    guard message.count >= size else { return nil }
    isListening = message.loadUnaligned(as: unix_diag_msg.self).udiag_state == 10
    var rest = message[size...]
    while rest.count >= 4 {
      let attribute = UnsafeRawBufferPointer(rebasing: rest)
      let length = Int(attribute.loadUnaligned(as: UInt16.self))
      guard length >= 4, length <= rest.count else { return }
      take(attribute.loadUnaligned(fromByteOffset: 2, as: UInt16.self), attribute[4..<length])
      rest = rest.dropFirst((length + 3) & ~3)
    }
  }

  private mutating func take(_ type: UInt16, _ data: Slice<UnsafeRawBufferPointer>) {
    let data = UnsafeRawBufferPointer(rebasing: data)
    switch Int(type) {
    case UNIX_DIAG_PEER where data.count >= 4:
      peerInode = UInt64(data.loadUnaligned(as: UInt32.self))
    case UNIX_DIAG_RQLEN where data.count >= 8:
      receiveQueue = Int(data.loadUnaligned(as: UInt32.self))
      sendQueue = Int(data.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
    case UNIX_DIAG_SHUTDOWN where !data.isEmpty: shutdown = data[0]
    default: break
    }
  }
}
