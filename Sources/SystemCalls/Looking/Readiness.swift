internal import CLinux
internal import Glibc

/// What poll(2) would say of a process's descriptors now, asked from outside it.
extension ProcessView {
  /// The events of a descriptor, of those asked for and the ones that poll always tells; POLLNVAL where
  /// it is not open. Of an epoll set POLLIN says that epoll_wait would not wait.
  public func readiness(of fd: Int32, events: Int) -> Int {
    let duplicate = linux_pidfd_getfd(pidfdNumber, fd)
    guard duplicate >= 0 else { return fd < 0 ? 0 : PollBit.invalid }
    defer { Glibc.close(duplicate) }
    var entry = pollfd(fd: duplicate, events: Int16(truncatingIfNeeded: events), revents: 0)
    return Glibc.poll(&entry, 1, 0) > 0 ? Int(UInt16(bitPattern: entry.revents)) : 0
  }

  /// What an epoll set of the process watches, in the order of the descriptors; nil if the
  /// descriptor is no such set. `data` is the number that comes back with an event.
  public func watched(by fd: Int32) -> [(fd: Int32, event: EpollEvent)]? {
    guard let text = try? readWhole("fdinfo/\(fd)") else { return nil }
    // A set that watches nothing has no line of its own: the link tells it from other files.
    guard isEpoll(fd) else { return nil }
    return text.split(separator: "\n").compactMap(watchedEntry).sorted { $0.fd < $1.fd }
  }

  /// From a line such as `tfd:        4 events:       19 data:                4  pos:0 ino:61 sdev:9`.
  private func watchedEntry(_ line: Substring) -> (fd: Int32, event: EpollEvent)? {
    let words = line.split(separator: " ")
    guard words.count >= 6, words[0] == "tfd:", let fd = Int32(words[1]),
      let events = Int(words[3], radix: 16), let data = UInt64(words[5], radix: 16)
    else { return nil }
    // The kernel adds these two to every watch: they say nothing.
    let asked = events & ~(PollBit.error | PollBit.hangUp)
    return (fd, EpollEvent(events: asked, data: data))
  }
}
