internal import CLinux
internal import Frames
internal import Glibc
internal import Log

/// The wire's line to the stage. It never waits for the stage to listen: what has no room is counted.
final class WireLine {
  private var outgoing = FrameWriter()
  private var incoming = FrameReader()
  private var lost = 0
  /// Set once the stage has let go, or sent what is no order.
  private(set) var isDeserted = false

  /// How much may wait to be read, in bytes, besides what the pipe holds.
  private static let room = 8 << 20

  init() { _ = fcntl(RoleDescriptor.messages, F_SETFL, O_NONBLOCK) }

  var isWaiting: Bool { outgoing.pendingCount > 0 }

  /// Waits for an order; nil once the stage is gone.
  func waitForOrder() -> WireOrder? {
    while true {
      do {
        if let order = try incoming.next(WireOrder.self) { return order }
        guard try incoming.fill(from: RoleDescriptor.actions) else { return nil }
      } catch {
        return nil
      }
    }
  }

  /// Reads what has come: call it when there is something.
  func takeOrders(_ body: (WireOrder) -> Void) {
    do {
      if try !incoming.fill(from: RoleDescriptor.actions) { isDeserted = true }
      while let order = try incoming.next(WireOrder.self) { body(order) }
    } catch {
      isDeserted = true
    }
  }

  func say(_ message: WireMessage) {
    outgoing.add(message)
  }

  /// As `say`, if there is room.
  func tell(of packet: @autoclosure () -> WireMessage) {
    guard outgoing.pendingCount < WireLine.room else {
      lost += 1
      return
    }
    if lost > 0 { outgoing.add(WireMessage.lost(lost)) }
    lost = 0
    outgoing.add(packet())
  }

  /// Writes what the pipe takes now.
  func flush() {
    do { try outgoing.flushPart(to: RoleDescriptor.messages) } catch { isDeserted = true }
  }

  /// Writes all of it, waiting at most a second.
  func finish() {
    for _ in 0..<100 where isWaiting && !isDeserted {
      flush()
      var entry = pollfd(fd: RoleDescriptor.messages, events: Int16(POLLOUT), revents: 0)
      if isWaiting { poll(&entry, 1, 10) }
    }
  }
}
