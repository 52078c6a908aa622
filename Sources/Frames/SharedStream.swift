internal import CLinux
internal import Glibc
public import SystemCalls

/// A stream of bytes to another process through memory that both have: as long as the reader is awake,
/// to write takes no system call, and a role that makes thousands of calls is not slowed down by
/// telling of them.
///
/// One process writes, one reads. A pipe beside it wakes the reader, and tells each of them that the
/// other is gone.
public final class SharedStream {
  private let memory: UnsafeMutableRawPointer
  private let room: UnsafeMutableRawPointer
  /// Bytes that were ever written, and ever read. What the two processes write to stands apart, in
  /// lines of the processor's cache of their own.
  private let (written, read): (UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt64>)
  /// Whether the writer sleeps until there is room, and the reader until there is something to read.
  private let (full, asleep): (UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>)

  /// How much is held that was not read yet, in bytes.
  static let capacity = 1 << 18
  /// What one read takes at most, in bytes: thousands of calls, after which the reader looks at its
  /// clock.
  static let portion = 1 << 16
  /// The four numbers have a page of their own.
  private static let size = 4096 + capacity
  /// How often a writer that waits for room looks whether there is still a reader, in nanoseconds.
  private static let patience = 100_000_000

  /// Memory for a stream, as a descriptor that is closed on exec.
  public static func makeMemory() throws(Errno) -> Int32 {
    let descriptor = linux_make_shared(size)
    guard descriptor >= 0 else { throw Errno(errno) }
    return descriptor
  }

  /// Needs the descriptor no longer than this.
  public init(in descriptor: Int32) throws(Errno) {
    guard let memory = linux_map_shared(descriptor, SharedStream.size) else { throw Errno(errno) }
    self.memory = memory
    room = memory + (SharedStream.size - SharedStream.capacity)
    written = memory.assumingMemoryBound(to: UInt64.self)
    full = (memory + 8).assumingMemoryBound(to: UInt32.self)
    read = (memory + 64).assumingMemoryBound(to: UInt64.self)
    asleep = (memory + 72).assumingMemoryBound(to: UInt32.self)
  }

  deinit { munmap(memory, SharedStream.size) }

  /// Whether there is something to read.
  public var isEmpty: Bool { linux_load_long(written) == linux_load_long(read) }

  /// Whether one read does not take all that there is to read.
  public var hasMoreThanOneRead: Bool {
    linux_load_long(written) &- linux_load_long(read) > SharedStream.portion
  }

  /// Whether the reader may be asleep, so that it must be woken when there is something to read: says
  /// the reader, and looks afterwards whether there is.
  public var isReaderAsleep: Bool {
    get { linux_load(asleep) != 0 }
    set { linux_store(asleep, newValue ? 1 : 0) }
  }

  /// Writes all of it. `pipe` is written to where the reader may be asleep, or where it is urgent; the
  /// reader is gone where that fails.
  func write(
    _ bytes: UnsafeRawBufferPointer, waking pipe: Int32, isUrgent: Bool
  ) throws(ChannelClosed) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = put(UnsafeRawBufferPointer(rebasing: rest))
      rest = rest.dropFirst(count)
      if count == 0 { try waitForRoom(pipe) }
    }
    if isUrgent || isReaderAsleep { try wake(pipe) }
  }

  /// Reads what is there, a portion at most, behind what the buffer has.
  func read(into buffer: inout [UInt8]) throws(ChannelClosed) {
    let start = linux_load_long(read)
    let held = linux_load_long(written) &- start
    guard held <= SharedStream.capacity else { throw ChannelClosed() }
    let count = min(held, UInt64(SharedStream.portion))
    forEachPart(from: start, Int(count)) { buffer.append(contentsOf: UnsafeRawBufferPointer($0)) }
    linux_store_long(read, start &+ count)
    if count > 0, linux_load(full) != 0 {
      linux_store(full, 0)
      linux_tell_change(full)
    }
  }

  /// Writes what there is room for, and says how much that was.
  private func put(_ bytes: UnsafeRawBufferPointer) -> Int {
    let end = linux_load_long(written)
    let count = min(bytes.count, SharedStream.capacity - Int(end &- linux_load_long(read)))
    var done = 0
    forEachPart(from: end, count) { part in
      part.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[done..<done + part.count]))
      done += part.count
    }
    linux_store_long(written, end &+ UInt64(count))
    return count
  }

  /// At the end of the memory a part goes on at its beginning.
  private func forEachPart(
    from position: UInt64, _ count: Int, _ body: (UnsafeMutableRawBufferPointer) -> Void
  ) {
    let start = Int(position % UInt64(SharedStream.capacity))
    let first = min(count, SharedStream.capacity - start)
    if first > 0 { body(UnsafeMutableRawBufferPointer(start: room + start, count: first)) }
    if first < count { body(UnsafeMutableRawBufferPointer(start: room, count: count - first)) }
  }

  /// It may have read between the two looks: then it does not know that somebody waits.
  private func waitForRoom(_ pipe: Int32) throws(ChannelClosed) {
    linux_store(full, 1)
    try wake(pipe)
    guard linux_load_long(written) &- linux_load_long(read) == SharedStream.capacity else { return }
    linux_wait_for_change(full, 1, SharedStream.patience)
  }

  private func wake(_ pipe: Int32) throws(ChannelClosed) {
    var byte: UInt8 = 0
    while Glibc.write(pipe, &byte, 1) < 0 {
      guard errno == EINTR else { throw ChannelClosed() }
    }
  }
}
