internal import CLinux
internal import Glibc

/// What a socket's queues take of the kernel's memory, in bytes, and what they may (SO_MEMINFO). It is
/// more than the data: each packet has its bookkeeping.
public struct SocketMemory: Hashable, Sendable {
  public var received: Int
  public var receiveBuffer: Int
  public var sent: Int
  public var sendBuffer: Int
  /// Datagrams, or a listener's SYNs, for which there was no room.
  public var drops: Int

  public init(received: Int, receiveBuffer: Int, sent: Int, sendBuffer: Int, drops: Int) {
    self.received = received
    self.receiveBuffer = receiveBuffer
    self.sent = sent
    self.sendBuffer = sendBuffer
    self.drops = drops
  }
}

extension ProcessView {
  /// Of one of its sockets; nil where the kernel does not tell. EBADF: the descriptor is not open.
  public func memory(of fd: Int32) throws(Errno) -> SocketMemory? {
    try withDuplicate(of: fd) { duplicate in
      var memory = linux_socket_memory()
      guard linux_memory_details(duplicate, &memory) == 0 else { return nil }
      return SocketMemory(
        received: Int(memory.received), receiveBuffer: Int(memory.receive_buffer),
        sent: Int(memory.sent), sendBuffer: Int(memory.send_buffer), drops: Int(memory.drops))
    }
  }
}
