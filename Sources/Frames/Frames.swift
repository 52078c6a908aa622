internal import Glibc
public import Log

/// Descriptors of Sockratic's own in a role, out of the way of the learner's: see `Spawn`.
public enum RoleDescriptor {
  public static let actions: Int32 = 200
  public static let messages: Int32 = 201
  /// Both, which a learner may not name. What else a process is given at its start comes behind them.
  public static let own: ClosedRange<Int32> = 200...201
  public static let others: Int32 = 202
}

/// The other end is gone.
public struct ChannelClosed: Error {
  public init() {}
}

/// Writes framed values: four bytes of length, little endian, then the value.
public struct FrameWriter {
  private var writer = ByteWriter()
  /// How much of `pending` `flushPart` has written.
  private var taken = 0
  /// In bytes.
  private static let mostTaken = 4 << 20
  private var pending: [UInt8] {
    get { writer.bytes }
    _modify { yield &writer.bytes }
  }

  public init() {}

  public mutating func add(_ value: some Coded) {
    let start = writer.bytes.count
    writer.bytes += [0, 0, 0, 0]
    writer.put(value)
    let length = UInt32(writer.bytes.count - start - 4)
    for place in 0..<4 {
      writer.bytes[start + place] = UInt8(truncatingIfNeeded: length >> (8 * UInt32(place)))
    }
  }

  /// Writes all that was added, and waits for room if it must. `pipe` wakes a reader that is asleep,
  /// or any where it is urgent.
  public mutating func flush(
    to stream: SharedStream, waking pipe: Int32, isUrgent: Bool = false
  ) throws(ChannelClosed) {
    defer { pending.removeAll(keepingCapacity: true) }
    try writer.bytes.span.bytes.withUnsafeBytes { bytes throws(ChannelClosed) in
      try stream.write(bytes, waking: pipe, isUrgent: isUrgent)
    }
  }

  /// Writes all that was added, blocking if it must.
  public mutating func flush(to descriptor: Int32) throws(ChannelClosed) {
    defer {
      pending.removeAll(keepingCapacity: true)
      taken = 0
    }
    while pendingCount > 0 {
      let count = pending[taken...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        taken += count
      } else if errno != EINTR {
        throw ChannelClosed()
      }
    }
  }
}

extension FrameWriter {
  /// Bytes that were added and are not written.
  public var pendingCount: Int { pending.count - taken }

  /// Writes what a descriptor that does not block takes now.
  public mutating func flushPart(to descriptor: Int32) throws(ChannelClosed) {
    defer { forgetTaken() }
    while pendingCount > 0 {
      let count = pending[taken...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        taken += count
      } else if errno == EAGAIN {
        return
      } else if errno != EINTR {
        throw ChannelClosed()
      }
    }
  }

  /// What waits behind what was taken is moved up seldom: a pipe takes little at a time.
  private mutating func forgetTaken() {
    guard taken == pending.count || taken > FrameWriter.mostTaken else { return }
    pending.removeFirst(taken)
    taken = 0
  }
}

/// Takes framed values out of what a descriptor delivers.
public struct FrameReader {
  private var buffer: [UInt8] = []
  private var position = 0
  private var recentCalls = RecentCalls()
  /// What one read fills, in bytes: a role that is not read for a moment need not stop for that.
  public static let roomSize = 1 << 18
  private lazy var room = [UInt8](repeating: 0, count: FrameReader.roomSize)
  /// No frame is longer: a longer one means that the other side is not ours.
  public static let longest = 80 << 20

  public init() {}

  /// True when no byte of an unread frame is held.
  public var isEmpty: Bool { position == buffer.count }

  /// Reads once what is there (blocking if the descriptor does). False at the end of the file.
  public mutating func fill(from descriptor: Int32) throws(ChannelClosed) -> Bool {
    compact()
    let old = buffer.count
    var count = 0
    repeat {
      count = read(descriptor, &room, room.count)
    } while count < 0 && errno == EINTR
    if count > 0 { buffer += room[..<count] }
    if count < 0 && errno != EAGAIN { throw ChannelClosed() }
    return count != 0 || buffer.count != old
  }

  /// Takes what is there, a portion at most.
  public mutating func fill(from stream: SharedStream) throws(ChannelClosed) {
    compact()
    try stream.read(into: &buffer)
  }

  /// The next whole frame, or nil if more bytes must come first.
  public mutating func next<T: Coded>(_ type: T.Type) throws(Malformed) -> T? {
    var next: T?
    try drain(T.self) { message in
      next = message
      return false
    }
    return next
  }

  /// Hands over each whole frame, as long as `body` gives true.
  public mutating func drain<T: Coded>(
    _ type: T.Type, _ body: (T) -> Bool
  ) throws(Malformed) {
    guard buffer.count - position >= FrameReader.head else { return }
    // Moved there and back: a copy would be made anew for each frame.
    let calls = recentCalls
    recentCalls = RecentCalls()
    var reader = ByteReader(buffer, recentCalls: consume calls)
    defer { recentCalls = reader.takeRecentCalls() }
    var goesOn = true
    while goesOn, let range = try nextRange() {
      reader.move(to: range)
      goesOn = body(try T(from: &reader))
      position = range.upperBound
    }
  }

  /// Where the next frame stands without its length; nil if it is not there yet.
  private func nextRange() throws(Malformed) -> Range<Int>? {
    let start = position + FrameReader.head
    guard buffer.count >= start else { return nil }
    let length = (0..<FrameReader.head).reduce(0) { $0 | Int(buffer[position + $1]) << (8 * $1) }
    guard length <= FrameReader.longest else { throw Malformed() }
    return buffer.count >= start + length ? start..<start + length : nil
  }

  /// Of its length, in bytes.
  private static let head = 4

  private mutating func compact() {
    guard position > 0 else { return }
    buffer.removeFirst(position)
    position = 0
  }
}
