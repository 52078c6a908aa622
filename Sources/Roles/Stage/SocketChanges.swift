internal import Log
internal import SystemCalls

extension SocketSnapshot {
  /// What differs from an earlier look; a new socket is compared with one that is just made, and one
  /// that was accepted with a connection that was just established.
  func changes(
    since old: SocketSnapshot?, fd: Int32, isAccepted: Bool = false
  ) -> [StateChange] {
    var changes: [StateChange] = []
    func note(_ property: StateChange.Property, _ from: String, _ to: String) {
      guard from != to else { return }
      changes.append(
        StateChange(
          fd: fd, property: property, from: from, to: to, local: local, remote: remote,
          orphaned: false))
    }
    if let old {
      note(.state, old.stateName, stateName)
      if old.local != local { note(.local, old.boundText, boundText) }
    } else if isAccepted, isTCP {
      note(.state, TCPState.established.name, stateName)
    }
    // Of thousands of sockets most figures stay: only those that differ are worth a text.
    func noteFigure(_ property: StateChange.Property, _ from: Int?, _ to: Int) {
      if from ?? 0 != to { note(property, String(from ?? 0), String(to)) }
    }
    noteFigure(.acceptQueue, old?.acceptQueue, acceptQueue)
    noteFigure(.receiveQueue, old?.receiveQueue, receiveQueue)
    if receiveQueue == old?.receiveQueue ?? 0 {
      noteFigure(.receiveMemory, old?.queuedMemory, queuedMemory)
    }
    noteFigure(.errorMemory, old?.errorMemory, errorMemory)
    noteFigure(.sendQueue, old?.heldBack, heldBack)
    if old?.shutdown ?? 0 != shutdown {
      note(.shutdown, shutdownText(old?.shutdown ?? 0), shutdownText(shutdown))
    }
    noteFigure(.drops, old?.drops, drops)
    // What came before a FIN is told before it.
    if hasHeardEnd, receiveQueue > old?.receiveQueue ?? 0, changes.first?.property == .state {
      changes.append(changes.removeFirst())
    }
    return changes
  }

  private var hasHeardEnd: Bool {
    switch tcpState {
    case .closeWait, .lastAck, .closing, .timeWait: true
    default: false
    }
  }

  private func shutdownText(_ sides: UInt8) -> String {
    ["none", "receiving", "sending", "both"][Int(sides & 3)]
  }

  /// Bytes that wait for the peer to have room; before there is a connection the kernel's figure
  /// means nothing.
  private var heldBack: Int {
    switch tcpState {
    case .established, .closeWait, .finWait1, .closing, .lastAck: notSent
    default: 0
    }
  }

  /// What datagrams take that recv can return.
  private var queuedMemory: Int { receiveMemory - errorMemory }

  private var boundText: String {
    guard let local, local.port != 0 else { return "" }
    return local.description
  }
}
