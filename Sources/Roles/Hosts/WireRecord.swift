/// What a wire has recorded: it outlives the wire, until there is another.
struct WireRecord {
  /// When the wire was made, on the monotonic clock in nanoseconds: its packets are later.
  let began: UInt64
  /// A pcapng file without a name; nil where none could be made.
  let capture: OwnDescriptor?
  /// How many packets of a flood found no room in it; nil if the wire process did not say.
  let missed: Int?
  /// What was lost before the cable saw it.
  let unseenLines: [String]

  /// Up to now; a process that has ended by itself may have kept its last packets to itself.
  init(of hosts: Hosts, limit: UInt64) {
    began = hosts.began
    capture = hosts.capture
    missed = hosts.isGone ? 0 : hosts.flushCapture(limit: limit) ?? (hosts.isGone ? 0 : nil)
    unseenLines = hosts.unseenLines
  }
}
