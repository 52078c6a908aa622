public import SystemCalls

/// One socket of the `queues` command.
public struct QueueRow: Hashable, Sendable {
  public var name: String
  public var socket: SocketSnapshot
  public var memory: SocketMemory?
  /// Handshakes that have begun and are not finished; nil where the socket does not listen, or the
  /// kernel does not tell.
  public var requests: Int?

  public init(name: String, socket: SocketSnapshot, memory: SocketMemory?, requests: Int?) {
    self.name = name
    self.socket = socket
    self.memory = memory
    self.requests = requests
  }
}

/// What waits in each socket, and how much may: lines joined by line breaks.
public func queueLines(_ rows: [QueueRow], width: Int, utf8: Bool) -> String {
  let lines = rows.flatMap { row in
    row.texts.enumerated().map { ($0 == 0 ? row.name : "", $1) }
  }
  return labelledLines(lines, width: width, utf8: utf8)
}

extension QueueRow {
  fileprivate var texts: [String] {
    if socket.tcpState == .listen { return [accepts] + handshakes + dropped("SYN") }
    if socket.isListening { return ["listens: the kernel does not tell who waits for accept"] }
    return [receives, sends] + dropped(socket.tcpState == nil ? "datagram" : "segment")
  }

  private var accepts: String {
    let room = socket.backlog + 1
    let waiting = socket.acceptQueue
    let state =
      waiting >= room
      ? "full: the next SYN is dropped" : waiting == 0 ? "nobody waits" : "room left"
    return "accept queue \(waiting) of \(room), \(state) (backlog \(socket.backlog), and one more)"
  }

  private var handshakes: [String] {
    requests.map { ["SYN queue \($0): \(counted($0, "handshake")) not finished"] } ?? []
  }

  private var receives: String {
    let what =
      socket.errorMemory > 0
      ? "0 bytes, and something in the error queue"
      : socket.type == datagramType && socket.receiveMemory > 0
        ? "first datagram \(counted(socket.receiveQueue, "byte"))"
        : counted(socket.receiveQueue, "byte")
    // The memory of what waits in a Unix socket is its sender's.
    return "receive queue \(what)"
      + (socket.family == unixFamily ? "" : buffer(received, memory?.receiveBuffer))
  }

  /// Of datagrams without those that were taken and whose memory the kernel gives back later.
  private var received: Int? {
    socket.type == datagramType ? socket.receiveMemory : memory?.received
  }

  private var sends: String {
    let queued = socket.sendQueue
    if socket.tcpState == nil, queued > 0 { return sendsMemory }
    let split =
      socket.tcpState != nil && queued > 0
      ? " (\(queued - socket.notSent) not acknowledged, \(socket.notSent) not yet sent)" : ""
    return "send queue \(counted(queued, "byte"))\(split)\(handshakeOrEnd)"
      + buffer(memory?.sent, memory?.sendBuffer)
  }

  /// SYN and FIN take a number like a byte, but are none.
  private var handshakeOrEnd: String {
    switch socket.tcpState {
    case .synSent, .synReceived: "; the SYN is not acknowledged"
    case .finWait1, .closing, .lastAck:
      socket.isFINWaiting ? "; the FIN is not yet sent" : "; the FIN is not acknowledged"
    default: ""
    }
  }

  /// Of other sockets than TCP's the kernel tells the memory alone, not the bytes in it.
  private var sendsMemory: String {
    let size = memory.map { " of \($0.sendBuffer)" } ?? ""
    return "send queue not empty; with overhead \(socket.sendQueue)\(size)"
  }

  private func buffer(_ used: Int?, _ size: Int?) -> String {
    guard let used, let size else { return "" }
    return "; with overhead \(used) of \(size)"
  }

  private func dropped(_ what: String) -> [String] {
    guard let drops = memory?.drops, drops > 0 else { return [] }
    return ["\(counted(drops, what)) dropped for want of room"]
  }
}

private let datagramType: Int32 = 2
private let unixFamily: Int32 = 1
