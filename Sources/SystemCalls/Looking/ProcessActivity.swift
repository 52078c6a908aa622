internal import Glibc

/// Whether a process sleeps, and whether it has run in between: two looks that are alike show one that
/// has slept all the time.
public final class ProcessActivity {
  public struct Look: Hashable, Sendable {
    /// State `S` or `T` of proc(5): asleep, or stopped.
    public var isAsleep: Bool
    /// How often it has gone to sleep, and how often it was made to give way.
    public var turns: [Int]
  }

  private let status: HighDescriptor
  /// nil where the kernel does not count (CONFIG_SCHED_INFO).
  private let schedule: HighDescriptor?
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 8)

  /// Keeps /proc/PID/status and schedstat open. ENOENT: there is no such process.
  public init(pid: Int32) throws(Errno) {
    status = try HighDescriptor(Glibc.open("/proc/\(pid)/status", O_RDONLY | O_CLOEXEC))
    schedule = try? HighDescriptor(Glibc.open("/proc/\(pid)/schedstat", O_RDONLY | O_CLOEXEC))
  }

  deinit { buffer.deallocate() }

  /// How often it was given a processor so far; nil where the kernel does not say.
  ///
  /// A tenth of what `look` costs: as long as this stays the same, the process has done nothing.
  public func timesRun() -> Int? {
    guard let count = try? schedule?.readStart(into: buffer) else { return nil }
    let columns = buffer[..<count].split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
    guard columns.count == 3 else { return nil }
    let times = number(in: columns[2])
    return times > 0 ? times : nil
  }

  /// ESRCH: it is gone.
  public func look() throws(Errno) -> Look {
    let count = try status.readStart(into: buffer)
    let lines = buffer[..<count].split(separator: UInt8(ascii: "\n"))
    let state = lines.first { $0.starts(with: "State:\t".utf8) }?.dropFirst(7).first
    let turns = lines.filter {
      $0.starts(with: "voluntary_ctxt".utf8) || $0.starts(with: "nonvoluntary_ctxt".utf8)
    }
    return Look(
      isAsleep: state == UInt8(ascii: "S") || state == UInt8(ascii: "T"),
      turns: turns.map(number))
  }

  private func number(in line: Slice<UnsafeMutableRawBufferPointer>) -> Int {
    line.reduce(0) { (0x30...0x39).contains($1) ? 10 &* $0 &+ Int($1 - 0x30) : $0 }
  }
}
