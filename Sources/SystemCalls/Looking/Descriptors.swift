internal import CLinux
internal import Glibc

/// A descriptor of our own, at 200 or above, so that it never stands where a learner's would.
struct HighDescriptor: ~Copyable {
  let number: Int32

  /// Takes over the descriptor that `open` returns.
  init(_ open: @autoclosure () -> Int32) throws(Errno) {
    let descriptor = open()
    guard descriptor >= 0 else { throw Errno(Glibc.errno) }
    let high = linux_move_high(descriptor)
    guard high >= 0 else {
      let failure = Errno(Glibc.errno)
      Glibc.close(descriptor)
      throw failure
    }
    number = high
  }

  deinit { Glibc.close(number) }

  /// The bytes from the start of a file in /proc, at most as many as the buffer holds.
  func readStart(into buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
    let count = pread(number, buffer.baseAddress, buffer.count, 0)
    guard count >= 0 else { throw Errno(Glibc.errno) }
    return count
  }
}
