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

  /// Packets that were received and not yet processed; 0 where the kernel (before 5.10) does not say.
  public func packetsWaiting() throws(Errno) -> Int { try sum(ofColumn: 11) }

  /// True if packets were ever steered to another CPU (RPS): then they can be in flight while all
  /// processes sleep.
  public func everSteered() throws(Errno) -> Bool { try sum(ofColumn: 9) > 0 }

  /// A column summed over the CPUs: one line for each, eight hexadecimal digits and a space a column.
  private func sum(ofColumn column: Int) throws(Errno) -> Int {
    let count = try file.readStart(into: buffer)
    var sum = 0
    for line in buffer[..<count].split(separator: UInt8(ascii: "\n"))
    where line.count >= 9 * column + 8 {
      sum += hexadecimal(line.dropFirst(9 * column).prefix(8))
    }
    return sum
  }
}

private func hexadecimal(_ digits: some Sequence<UInt8>) -> Int {
  digits.reduce(0) { $0 << 4 | Int($1 < 0x3a ? $1 - 0x30 : ($1 | 0x20) - 0x57) }
}
