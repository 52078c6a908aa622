import SystemCalls

/// The calls with their errors dropped: strace and the probe both have seen them.
extension Conversation {
  func attempt(_ call: () throws(Errno) -> Void) {
    do { try call() } catch {}
  }

  func value<Value>(_ call: () throws(Errno) -> Value) -> Value? {
    do { return try call() } catch { return nil }
  }

  func socket(_ family: Int32, _ type: Int32, _ number: Int32) -> Int32 {
    value { () throws(Errno) in
      try calls.socket(family: family, type: type, protocolNumber: number)
    } ?? -7
  }

  func closing(_ socket: Int32) { attempt { () throws(Errno) in try calls.close(socket) } }

  @discardableResult
  func accept(_ listener: Int32) -> Int32 {
    value { () throws(Errno) in try calls.accept(listener).0 } ?? -8
  }

  @discardableResult
  func name(_ socket: Int32) -> SocketAddress {
    value { () throws(Errno) in try calls.getsockname(socket) } ?? .any(port: 0)
  }

  func peer(_ socket: Int32) { _ = value { () throws(Errno) in try calls.getpeername(socket) } }

  func send(_ socket: Int32, text: String, _ flags: Int32) { send(socket, Array(text.utf8), flags) }

  func send(_ socket: Int32, _ data: [UInt8], _ flags: Int32) {
    data.withUnsafeBytes { data in
      _ = value { () throws(Errno) in try calls.send(socket, data, flags: flags) }
    }
  }

  func sendTo(_ socket: Int32, _ text: String, _ address: SocketAddress) {
    Array(text.utf8).withUnsafeBytes { data in
      _ = value { () throws(Errno) in try calls.sendto(socket, data, flags: 0, to: address) }
    }
  }

  func receive(_ socket: Int32, _ size: Int, _ flags: Int32) {
    withRoom(size) { room in
      _ = value { () throws(Errno) in try calls.recv(socket, into: room, flags: flags) }
    }
  }

  func receiveFrom(_ socket: Int32, _ size: Int, _ flags: Int32) {
    withRoom(size) { room in
      _ = value { () throws(Errno) in try calls.recvfrom(socket, into: room, flags: flags) }
    }
  }

  private func withRoom(_ size: Int, _ body: (UnsafeMutableRawBufferPointer) -> Void) {
    var bytes = [UInt8](repeating: 0, count: size)
    bytes.withUnsafeMutableBytes(body)
  }
}
