import Testing

@testable import Wire

@Suite struct DeviceQueueTests {
  private static let table = """
    Inter-|   Receive                                                |  Transmit
     face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls
        lo:     560       7    1    2    3     4          5         6      560       7    8    9   10    11
     wire0:99999999   20384    1    2    3     4          5         6 23068672   16384    0 3616    0     0
    """

  @Test func `what a device has dropped of what was sent is read from the kernel's table`() {
    #expect(droppedPackets(in: DeviceQueueTests.table) == 3616)
  }

  @Test(arguments: ["", "wire0:", "wire0: 1 2 3", "lo: 1 2 3 4 5 6 7 8 9 10 11 12 13"])
  func `where the table does not say, nothing was dropped`(table: String) {
    #expect(droppedPackets(in: table) == 0)
  }
}
