/// Why a stream's recv returned 0: the peer's FIN, as a rule, but not always.
func endOfFile(_ success: Success, _ socket: SocketView) -> Remark {
  let ending = socket.ending
  if let reset = ending.reset, !ending.hasPeerFinished {
    return Remark(
      id: "recv.after-reset",
      text:
        "This is no end of file: RST from \(reset.sender) ended the connection, an error that is"
        + " reported once; after that recv returns 0 each time.", once: false)
  }
  if ending.hasShutReading, !ending.hasPeerFinished {
    return Remark(
      id: "recv.shut-down",
      text:
        "\(success.here) has shut down its own receiving side: these 0 bytes say nothing of"
        + " \(success.peer)." + (socket.isTCP ? " What it sends can still be received." : ""),
      once: false)
  }
  return Remark(
    id: "recv.end-of-file",
    text:
      "\(finished(success)): 0 bytes mean end of file, and recv on \(success.here) will say so each"
      + " time.", once: false)
}

/// What the peer did to end its stream.
private func finished(_ success: Success) -> String {
  if let peer = success.peerView, peer.orphaned {
    return sentence("\(possessive(peer.role)) @\(peer.fd) is closed")
  }
  return sentence("\(success.peer) has closed its sending side")
}
