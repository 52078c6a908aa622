import SystemCalls
import Testing

private func bytes(_ numbers: Int64...) -> [UInt8] {
  numbers.flatMap { number in withUnsafeBytes(of: number) { Array($0) } }
}

private func bytes(_ number: Int32) -> [UInt8] { withUnsafeBytes(of: number) { Array($0) } }

/// What recvmsg tells of a packet is said in words, by C's names.
struct ControlMessageTests {
  @Test(
    arguments: [
      (1, 35, bytes(1_764_129_211, 17), "SO_TIMESTAMPNS 1764129211.000000017"),
      (1, 37, bytes(5, 6, 0, 0, 0, 0), "SO_TIMESTAMPING software 5.000000006"),
      (
        1, 37, bytes(5, 6, 0, 0, 7, 80),
        "SO_TIMESTAMPING software 5.000000006 hardware 7.000000080"
      ),
      (1, 36, bytes(7), "SO_MARK 7"), (1, 40, bytes(3), "SO_RXQ_OVFL 3"),
      (
        0, 20, [2, 0, 0x23, 0x28, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0],
        "IP_ORIGDSTADDR 127.0.0.1:9000"
      ),
      (0, 25, bytes(1480), "IP_RECVFRAGSIZE 1480"), (0, 23, bytes(0x1f), "IP_CHECKSUM 0x1f"),
      (0, 6, [7, 7, 8, 127, 0, 0, 1, 0], "IP_RECVOPTS 07 07 08 7f 00 00 01 00"),
      (41, 11, [0, 1, 2, 3], "IPV6_FLOWINFO 0x10203"),
      (
        41, 61,
        [10, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 15) + [1, 0, 0, 0, 0]
          + bytes(1280),
        "IPV6_PATHMTU 1280 to ::1"
      ),
      (6, 36, bytes(12), "TCP_INQ 12"), (17, 104, bytes(100), "UDP_GRO 100"),
      // Cut short, or unknown.
      (1, 35, bytes(5), "SO_TIMESTAMPNS, 4 bytes"), (1, 99, [1], "level 1 type 99, 1 bytes"),
    ] as [(Int32, Int32, [UInt8], String)])
  func `a control message is told in its own terms`(
    level: Int32, type: Int32, data: [UInt8], text: String
  ) {
    #expect(ControlMessage(level: level, type: type, data: data).description == text)
  }

  @Test func `a stamp in the error queue says of what it is, and that it is no error`() {
    let stamp = bytes(42) + [4, 0, 0, 0] + bytes(2) + bytes(0) + [UInt8](repeating: 0, count: 16)
    let message = ControlMessage(level: 0, type: 11, data: stamp)
    #expect(message.description == "IP_RECVERR ENOMSG: the time when all was acknowledged")
  }

  @Test func `addresses of families that nobody types are told by what is in them`() {
    let kernel = SocketAddress.other(family: 16, bytes: [0, 0, 5, 0, 0, 0, 3, 0, 0, 0])
    #expect(kernel.description == "AF_NETLINK port 5 groups 0x3")
    let link: [UInt8] = [8, 0, 1, 0, 0, 0, 4, 3, 4, 6, 0, 0, 0, 0, 0, 0xab, 0, 0]
    let address = SocketAddress.other(family: 17, bytes: link)
    #expect(address.description == "AF_PACKET interface 1 ETH_P_IP outgoing 00:00:00:00:00:ab")
    #expect(
      address.text(on: InterfaceNames([1: "lo"]))
        == "AF_PACKET lo ETH_P_IP outgoing 00:00:00:00:00:ab")
    #expect(
      SocketAddress.other(family: 17, bytes: [0, 3, 0, 0, 0, 0, 0, 0, 0, 0]).description
        == "AF_PACKET any ETH_P_ALL")
    // Too short to be one.
    #expect(SocketAddress.other(family: 17, bytes: [0, 3]).description == "AF_PACKET 00 03")
  }
}
