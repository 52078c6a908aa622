/// What a wire has recorded: it outlives the wire, until there is another.
struct WireRecord {
  /// When the wire was made, on the monotonic clock in nanoseconds: its packets are later.
  let began: UInt64
  /// A pcapng file without a name; nil where none could be made.
  let capture: OwnDescriptor?
  /// How many packets of a flood found no room in it; nil if the wire process did not say.
  let missed: Int?
  /// Whether the wire process has ended by itself: its last packets it may have kept to itself.
  let isBrokenOff: Bool
  /// What was lost before the cable saw it.
  let unseenLines: [String]

  /// Up to now.
  init(of hosts: Hosts, limit: UInt64) {
    began = hosts.began
    capture = hosts.capture
    let answer = hosts.flushCapture(limit: limit)
    isBrokenOff = hosts.isGone
    missed = isBrokenOff ? 0 : answer
    unseenLines = hosts.unseenLines
  }
}
