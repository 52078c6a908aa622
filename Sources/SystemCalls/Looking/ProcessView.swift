internal import CLinux
internal import Glibc

/// A process seen from outside: whether it sleeps, and its sockets. It needs the rights that ptrace
/// needs, which one has over one's own children; nothing in the process notices.
public final class ProcessView {
  public let pid: Int32
  private let pidfd: HighDescriptor
  private let folder: HighDescriptor
  private let stat: HighDescriptor
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1024, alignment: 8)

  /// Keeps a pidfd, /proc/PID and /proc/PID/stat open. ESRCH or ENOENT: there is no such process.
  public init(pid: Int32) throws(Errno) {
    self.pid = pid
    pidfd = try HighDescriptor(linux_pidfd_open(pid))
    folder = try HighDescriptor(
      Glibc.open("/proc/\(pid)", O_RDONLY | O_DIRECTORY | O_CLOEXEC))
    stat = try HighDescriptor(Glibc.open("/proc/\(pid)/stat", O_RDONLY | O_CLOEXEC))
  }

  deinit { buffer.deallocate() }

  var pidfdNumber: Int32 { pidfd.number }

  /// The letter of proc(5): `S` asleep, `R` running, `Z` a zombie, `T` stopped. ESRCH: it is gone.
  public func runState() throws(Errno) -> UInt8 {
    let count = try stat.readStart(into: buffer)
    // The name before it may hold anything, a parenthesis included.
    let text = buffer[..<count]
    guard let end = text.lastIndex(of: UInt8(ascii: ")")), end + 2 < count else {
      throw Errno(ESRCH)
    }
    return text[end + 2]
  }

  /// One of its sockets, or nil if the descriptor is open but no socket. EBADF: it is not open.
  ///
  /// A duplicate is taken and closed at once, since it would hold back a FIN. What never changes is
  /// not asked again if `earlier` is a look at the same socket.
  public func snapshot(
    of fd: Int32, since earlier: SocketSnapshot? = nil
  ) throws(Errno) -> SocketSnapshot? {
    try withDuplicate(of: fd) { duplicate throws(Errno) in
      try snapshot(ofOwn: duplicate, since: earlier)
    }
  }

  /// A duplicate of one of its descriptors, for a moment. EBADF: it is not open.
  func withDuplicate<Result>(
    of fd: Int32, _ body: (Int32) throws(Errno) -> Result
  ) throws(Errno) -> Result {
    let duplicate = try duplicate(of: fd)
    defer { Glibc.close(duplicate) }
    return try body(duplicate)
  }

  /// A duplicate of one of its descriptors, to keep: the caller closes it. EBADF: it is not open.
  public func duplicate(of fd: Int32) throws(Errno) -> Int32 {
    let duplicate = linux_pidfd_getfd(pidfd.number, fd)
    guard duplicate >= 0 else { throw Errno(Glibc.errno) }
    return duplicate
  }

  private func snapshot(
    ofOwn duplicate: Int32, since earlier: SocketSnapshot?
  ) throws(Errno) -> SocketSnapshot? {
    var status = Glibc.stat()
    guard fstat(duplicate, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
    let inode = UInt64(status.st_ino)
    if let earlier, earlier.inode == inode {
      return try SocketSnapshot(duplicate, earlier.kind, since: earlier)
    }
    guard let kind = SocketSnapshot.Kind(duplicate, inode: inode) else { return nil }
    return try SocketSnapshot(duplicate, kind, since: nil)
  }

  /// Every open descriptor, in order, with the inode of those that are sockets. ENOENT: it is gone.
  public func descriptors() throws(Errno) -> [(fd: Int32, socketInode: UInt64?)] {
    let list = openat(folder.number, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard list >= 0 else { throw Errno(Glibc.errno) }
    guard let stream = fdopendir(list) else {
      let failure = Errno(Glibc.errno)
      Glibc.close(list)
      throw failure
    }
    defer { closedir(stream) }
    var found: [(fd: Int32, socketInode: UInt64?)] = []
    while let entry = readdir(stream) {
      guard let fd = Int32(entryName(entry)) else { continue }
      found.append((fd, socketInode(fd, in: list)))
    }
    return found.sorted { $0.fd < $1.fd }
  }

  private func entryName(_ entry: UnsafeMutablePointer<dirent>) -> String {
    withUnsafeBytes(of: &entry.pointee.d_name) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  /// From a link such as `socket:[4711]`.
  private func socketInode(_ fd: Int32, in list: Int32) -> UInt64? {
    guard let target = link("\(fd)", in: list), target.hasPrefix("socket:[") else { return nil }
    return UInt64(target.dropFirst(8).dropLast())
  }

  func isEpoll(_ fd: Int32) -> Bool {
    link("fd/\(fd)", in: folder.number) == "anon_inode:[eventpoll]"
  }

  private func link(_ name: String, in list: Int32) -> String? {
    guard let base = buffer.assumingMemoryBound(to: CChar.self).baseAddress else { return nil }
    let count = readlinkat(list, name, base, buffer.count)
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }

  /// A file of the process's folder, at most a mebibyte of it.
  func readWhole(_ name: String) throws(Errno) -> String {
    let file = try HighDescriptor(openat(folder.number, name, O_RDONLY | O_CLOEXEC))
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 16 << 10)
    while bytes.count < 1 << 20 {
      let count = read(file.number, &piece, piece.count)
      guard count >= 0 else { throw Errno(Glibc.errno) }
      if count == 0 { break }
      bytes += piece[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
