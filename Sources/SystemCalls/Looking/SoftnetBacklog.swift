internal import Glibc

/// The packets that wait between two sockets of this machine, per CPU: /proc/net/softnet_stat.
///
/// They are the machine's, whatever the network namespace.
public final class SoftnetBacklog {
  private let file: HighDescriptor
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 8)

  /// Throws what open(2) does where /proc is not mounted.
  public init() throws(Errno) {
    file = try HighDescriptor(Glibc.open("/proc/net/softnet_stat", O_RDONLY | O_CLOEXEC))
  }

  deinit { buffer.deallocate() }

  /// Sums over the CPUs.
  public struct Counts: Hashable, Sendable {
    /// Packets that were received and not yet processed; 0 where the kernel (before 5.10) does not
    /// say.
    public var waiting = 0
    /// Packets that were ever steered to another CPU (RPS): where there are any, packets can be in
    /// flight while all processes sleep.
    public var steered = 0
  }

  /// One line for each CPU, eight hexadecimal digits and a space a column.
  public func counts() throws(Errno) -> Counts {
    let count = try file.readStart(into: buffer)
    var counts = Counts()
    for line in buffer[..<count].split(separator: UInt8(ascii: "\n")) {
      counts.steered += number(inColumn: 9, of: line)
      counts.waiting += number(inColumn: 11, of: line)
    }
    return counts
  }

  private func number(inColumn column: Int, of line: Slice<UnsafeMutableRawBufferPointer>) -> Int {
    guard line.count >= 9 * column + 8 else { return 0 }
    return hexadecimal(line.dropFirst(9 * column).prefix(8))
  }
}

private func hexadecimal(_ digits: some Sequence<UInt8>) -> Int {
  digits.reduce(0) { $0 << 4 | Int($1 < 0x3a ? $1 - 0x30 : ($1 | 0x20) - 0x57) }
}
