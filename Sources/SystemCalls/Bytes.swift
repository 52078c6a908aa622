/// Data as the log holds it: at most 4 KiB of it, its full length, and a hash of the whole.
public struct Bytes: Hashable, Sendable {
  public static let keptAtMost = 4096

  /// The first bytes, at most `keptAtMost`.
  public var kept: [UInt8]
  /// The length of the whole, in bytes.
  public var count: Int
  /// FNV-1a, 64 bits, of the whole; nil where nobody looked at all of it.
  public var hash: UInt64?

  public init(kept: [UInt8], count: Int, hash: UInt64?) {
    self.kept = kept
    self.count = count
    self.hash = hash
  }

  public init(_ whole: some Collection<UInt8>) {
    self.init(kept: Array(whole.prefix(Bytes.keptAtMost)), count: whole.count, hash: fnv1a(whole))
  }

  /// Data in memory; the hash runs over all of it.
  public init(_ whole: UnsafeRawBufferPointer) {
    self.init(
      kept: Array(whole.prefix(Bytes.keptAtMost)), count: whole.count, hash: fnv1a(whole))
  }

  /// Data in memory that is thrown away: no more of it is looked at than strace shows.
  public init(discarded whole: UnsafeRawBufferPointer) {
    self.init(kept: Array(whole.prefix(Bytes.shownByStrace)), count: whole.count, hash: nil)
  }

  private static let shownByStrace = 32

  public var isWhole: Bool { kept.count == count }

  /// Whether there was something, and nobody wants to see it.
  public var isDiscarded: Bool { hash == nil && count > 0 }
}

/// The Fowler-Noll-Vo hash, variant 1a, 64 bits.
public func fnv1a(_ bytes: some Sequence<UInt8>) -> UInt64 {
  bytes.withContiguousStorageIfAvailable { fnv1a(UnsafeRawBufferPointer($0)) }
    ?? bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}

/// The same, for data in memory: a plain loop, since it may run over gigabytes.
public func fnv1a(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  guard var next = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return hash }
  let end = next + bytes.count
  while next < end {
    hash = (hash ^ UInt64(next.pointee)) &* 0x100_0000_01b3
    next += 1
  }
  return hash
}
