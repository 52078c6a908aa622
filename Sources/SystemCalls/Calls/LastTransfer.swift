internal import Glibc

/// The last receive as it was described: in a flood the same call comes thousands of times, with the
/// same answer, and to describe each of them anew would take longer than the call.
final class LastReceive {
  struct Request: Hashable {
    var fd: Int32
    var base: UnsafeMutableRawPointer?
    var count: Int
    var flags: Int32

    init(_ fd: Int32, _ base: UnsafeMutableRawPointer?, _ count: Int, _ flags: Int32) {
      (self.fd, self.base, self.count, self.flags) = (fd, base, count, flags)
    }
  }

  private var request: Request?
  private var entered = Call("", [])
  private var answer: (call: Call, bytes: Bytes)?

  /// The call as it is entered.
  func call(_ request: Request, describe: () -> Call) -> Call {
    if self.request != request {
      (self.request, entered, answer) = (request, describe(), nil)
    }
    return entered
  }

  /// The same call once the kernel has written.
  func filled(by written: UnsafeRawBufferPointer, looksAtAll: Bool, describe: () -> Call) -> Call {
    if let answer, answer.bytes.describes(written, all: looksAtAll) { return answer.call }
    let call = describe()
    if case .buffer(_, let bytes?)? = call["buf"] { answer = (call, bytes) }
    return call
  }
}

/// The last send as it was described: the same.
final class LastSend {
  private var last: (fd: Int32, flags: Int32, bytes: Bytes, call: Call)?

  func call(
    _ fd: Int32, _ data: UnsafeRawBufferPointer, _ flags: Int32, describe: () -> (Bytes, Call)
  ) -> Call {
    if let last, last.fd == fd, last.flags == flags, last.bytes.describes(data, all: true) {
      return last.call
    }
    let (bytes, call) = describe()
    last = (fd, flags, bytes, call)
    return call
  }
}

extension Bytes {
  /// Whether it is what is known of these bytes, where all of them are looked at or are not.
  fileprivate func describes(_ bytes: UnsafeRawBufferPointer, all: Bool) -> Bool {
    guard count == bytes.count, all ? isWhole && !isDiscarded : isDiscarded,
      let base = bytes.baseAddress
    else { return false }
    return kept.withUnsafeBytes { memcmp($0.baseAddress ?? base, base, $0.count) == 0 }
  }
}
