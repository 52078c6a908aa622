internal import CLinux
internal import Glibc

/// Keeps what crosses the wire, as a pcapng file without a name, until somebody wants it.
///
/// Whole packets at first; of a flood only the headers, and nothing any more once the file is full.
final class Recorder {
  /// The file; nil where there is no room for one.
  let descriptor: Int32?
  private var pending = Capture.opening
  private var size = 0
  /// What is to be added to the monotonic clock for the time of day, in nanoseconds.
  private let epoch: UInt64
  /// Packets that found no room.
  private(set) var missed = 0

  /// In bytes.
  private static let wholeUntil = 64 << 20
  private static let headersUntil = 256 << 20
  private static let headerBytes = 128
  private static let batch = 256 << 10

  init(now: UInt64) {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    epoch = UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec) - now
    let file = linux_open_unnamed()
    descriptor = file >= 0 ? file : nil
  }

  /// Whether no more is kept.
  var isFull: Bool { descriptor == nil || size + pending.count >= Recorder.headersUntil }

  func miss(_ count: Int) { missed += count }

  func add(
    _ bytes: UnsafeRawBufferPointer, on interface: Capture.Interface, at time: UInt64,
    comment: String?
  ) {
    guard !isFull else { return miss(1) }
    let isFlood = size + pending.count > Recorder.wholeUntil
    let kept = isFlood ? bytes.prefix(Recorder.headerBytes) : bytes[...]
    Capture.add(
      UnsafeRawBufferPointer(rebasing: kept), length: bytes.count, on: interface, at: epoch + time,
      comment: comment, to: &pending)
    if pending.count >= Recorder.batch { flush() }
  }

  /// Writes what was added; what does not fit on the disk is missed.
  func flush() {
    guard let descriptor else { return pending.removeAll() }
    var written = 0
    while written < pending.count {
      let count = pending[written...].withUnsafeBytes {
        pwrite(descriptor, $0.baseAddress, $0.count, off_t(size + written))
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        ftruncate(descriptor, off_t(size))
        missed += 1
        break
      }
      written += count
    }
    if written == pending.count { size += written }
    pending.removeAll(keepingCapacity: true)
  }
}
