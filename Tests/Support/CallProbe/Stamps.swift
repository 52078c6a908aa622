import Glibc
import SystemCalls

/// What recvmsg tells of a packet beside its data.
extension Conversation {
  /// With and without room for all of it; the sender's stamps come back through the error queue.
  func stamps() {
    for (family, address) in [
      (AF_INET, SocketAddress.loopback(port: 0)), (AF_INET6, .ipv6(.loopback, port: 0, scope: 0)),
    ] {
      let receiver = socket(family, 2, 0)
      attempt { () throws(Errno) in try calls.bind(receiver, address) }
      let bound = name(receiver)
      let sender = socket(family, 2, 0)
      let told = [
        "SO_TIMESTAMPNS", "SO_RCVMARK", "SO_RXQ_OVFL", "IP_RECVORIGDSTADDR", "IP_RECVOPTS",
        "IP_RETOPTS", "IP_RECVTOS", "IP_RECVFRAGSIZE", "IPV6_RECVORIGDSTADDR", "IPV6_RECVTCLASS",
        "IPV6_FLOWINFO",
      ]
      for name in told { turnOn(name, receiver) }
      for room in [256, 40, 28, 20] {
        sendMessage(sender, ["stamped"], [], 0, to: bound)
        receiveMessage(receiver, [100], control: room, 0)
      }
      // Received, sent and both by the kernel's clock.
      set("SO_TIMESTAMPING", receiver, 1 << 3 | 1 << 4)
      set("SO_TIMESTAMPING", sender, 1 << 1 | 1 << 4 | 1 << 7)
      for room in [256, 48] {
        sendMessage(sender, ["stamped"], [], 0, to: bound)
        receiveMessage(receiver, [100], control: room, 0)
        receiveMessage(sender, [8], control: 256, 0x2000)
      }
      closing(receiver)
      closing(sender)
    }
  }

  /// Families whose addresses nobody types: netlink(7), packet(7).
  func otherFamilies() {
    let kernel = socket(AF_NETLINK, 3, 0)
    _ = name(kernel)
    for (port, groups) in [(0, 5), (.max - 15, 1)] as [(UInt32, UInt32)] {
      attempt { () throws(Errno) in
        try calls.bind(kernel, .other(family: 16, bytes: [0, 0] + bytes(port) + bytes(groups)))
      }
      _ = name(kernel)
    }
    closing(kernel)
    // ETH_P_802_EX1: nobody else's.
    let packets = socket(AF_PACKET, 2, Int32(UInt16(0x88b5).bigEndian))
    _ = name(packets)
    let station: [UInt8] = [0, 0, 0, 6, 1, 2, 0, 0xab, 4, 5, 0, 0]
    let target = SocketAddress.other(
      family: 17, bytes: [0x88, 0xb5] + bytes(UInt32(1)) + station)
    sendTo(packets, "frame", target)
    receiveFrom(packets, 100, MSG.dontWait)
    closing(packets)
  }

  private func bytes(_ number: UInt32) -> [UInt8] {
    withUnsafeBytes(of: number) { Array($0) }
  }

  private func set(_ name: String, _ socket: Int32, _ value: Int32) {
    guard let option = SocketOption.named(name) else { return }
    attempt { () throws(Errno) in try calls.setsockopt(socket, option, .integer(value)) }
  }
}
