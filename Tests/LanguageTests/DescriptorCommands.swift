import SystemCalls

@testable import Language

/// Calls that every descriptor takes, and those of several messages.
let descriptorCalls: [(String, Action)] = [
  (
    #"sendmmsg @4 to server "and" and x + hex 01 ttl 0x10 source ::1 oob"#,
    .sendmmsg(
      .descriptor(4),
      [
        Envelope(
          address: .role("server"), buffers: [.bytes(Array("and".utf8))], ancillary: []),
        Envelope(
          address: .role("server"), buffers: [.bytes([0x78]), .bytes([1])],
          ancillary: [.header(.ttl, 16), .source6(.loopback)]),
      ], flags: 1)
  ),
  (
    "recvmmsg @4 3 of 2 + 1K control 0 for 2s waitforone",
    .recvmmsg(
      .descriptor(4), count: 3, into: [2, 1024], control: 0, flags: 0x10000, milliseconds: 2000)
  ),
  (
    "recvmmsg",
    .recvmmsg(.unnamed, count: 8, into: [4096], control: 256, flags: 0, milliseconds: nil)
  ),
  ("read", .descriptor(.read(.unnamed, 4096))),
  ("read @4 1K", .descriptor(.read(.descriptor(4), 1024))),
  ("write @4 hi", .descriptor(.write(.descriptor(4), .bytes(Array("hi".utf8))))),
  ("readv 2 + 0", .descriptor(.readv(.unnamed, [2, 0]))),
  ("writev zeros 2 + x", .descriptor(.writev(.unnamed, [.zeros(2), .bytes([0x78])]))),
  ("dup @4", .descriptor(.dup(.descriptor(4)))),
  ("dup2 @4 @0", .descriptor(.dup2(.descriptor(4), 0))),
  ("ioctl SIOCINQ", .descriptor(.ioctl(.unnamed, request: 0x541b, nil))),
  ("ioctl @4 FIONBIO off", .descriptor(.ioctl(.descriptor(4), request: 0x5421, 0))),
  ("sockatmark", .descriptor(.sockatmark(.unnamed))),
  ("socket raw 89", .socket(family: 2, type: 3, protocolNumber: 89)),
  ("socket raw6 IPPROTO_UDP nonblocking", .socket(family: 10, type: 0x803, protocolNumber: 17)),
]

let wrongDescriptorArguments: [(String, Int, String)] = [
  ("sendmmsg x and", 15, "data"), ("sendmmsg x ttl", 15, "a number"),
  ("sendmmsg x tos many", 16, "a number"), ("recvmmsg 0", 10, "1 to 16"),
  ("recvmmsg 2 of", 14, "a size"), ("recvmmsg 2 of 5M", 15, "too large"),
  ("dup2 @3", 8, "a descriptor"),
  ("dup2 @3 4", 9, "a descriptor"), ("ioctl FIONBIO", 14, "on or off"),
  ("ioctl SIOCGIFADDR", 7, "a request"), ("socket raw", 11, "a protocol"),
  ("socket raw nosuch", 12, "a protocol"), ("pselect read @3 mask", 21, "a signal"),
  ("pselect read @3 mask SIGNONE", 22, "a signal"), ("socketpair raw 1", 12, "found “raw”"),
  ("write", 6, "data"), ("read x", 6, "a size"), ("writev x +", 11, "data"),
]
