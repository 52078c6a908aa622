public import SystemCalls

/// What `info` shows of a connection: words and figures, lines joined by line breaks.
public func infoLines(_ info: TCPInfo, name: String, width: Int, utf8: Bool) -> String {
  let rows = [("socket", name), ("state", stateText(info))]
  return labelledLines(
    hasFigures(info) ? rows + figures(info) : rows, width: width, utf8: utf8)
}

/// In these states the kernel's figures are of no connection.
private func hasFigures(_ info: TCPInfo) -> Bool { ![.closed, .listen].contains(info.state) }

private func stateText(_ info: TCPInfo) -> String {
  switch info.state {
  case .listen: "LISTEN: it has no connection; queues tells who waits for accept"
  case .closed: "CLOSED: there is no connection to tell of"
  default: info.state.name
  }
}

private func figures(_ info: TCPInfo) -> [(label: String, text: String)] {
  [
    ("round trip", roundTrip(info)),
    ("timeout", timeout(info)),
    ("congestion", congestion(info)),
    ("segments", segments(info)),
    ("on their way", onTheirWay(info)),
    ("sent again", sentAgain(info)),
    ("sent", "\(counted(info.dataSent, "byte")), \(info.dataAcknowledged) acknowledged"),
    ("received", counted(info[.bytesReceived], "byte") + outOfOrder(info)),
    (
      "peer's window",
      "\(counted(info[.peerWindow], "byte")) may be on their way at once" + probes(info)
    ),
  ] + heldUp(info)
}

private func roundTrip(_ info: TCPInfo) -> String {
  guard info[.rtt] > 0 else { return "not measured yet" }
  let best = info[.minRTT] == 0 ? "" : "; \(durationText(microseconds: info[.minRTT])) at best"
  return "\(durationText(microseconds: info[.rtt])) on average (rtt), give or take"
    + " \(durationText(microseconds: info[.rttVariation]))\(best)"
}

private func timeout(_ info: TCPInfo) -> String {
  let times = info[.backoff]
  return "sent again after \(durationText(microseconds: info[.rto])) without an answer (rto)"
    + (times == 0 ? "" : ", \(doubled(info)) \(times == 1 ? "once" : "\(times) times")")
}

/// With nothing on its way, what was put off is the question after the peer's window.
private func doubled(_ info: TCPInfo) -> String {
  info[.unacked] == 0
    ? "and the wait before the next window probe was doubled" : "which was doubled"
}

private func congestion(_ info: TCPInfo) -> String {
  let threshold = info.threshold.map { "\($0)" } ?? "none yet"
  return
    "\(info.congestionControl): at most \(counted(info[.cwnd], "segment")) on their way (cwnd),"
    + " threshold (ssthresh) \(threshold); \(meaning(of: info.congestionState))"
}

private func meaning(of state: TCPInfo.CongestionState) -> String {
  switch state {
  case .open: "open: nothing is missing at the moment"
  case .disorder: "disorder: something may be lost, or late"
  case .reduced: "reduced: the network said that it is full"
  case .recovery: "recovery: what was lost is being sent again"
  case .loss: "loss: the timeout has passed, and it starts slowly again"
  }
}

private func segments(_ info: TCPInfo) -> String {
  "at most \(info[.mss]) bytes each (mss); \(info[.segmentsOut]) went out,"
    + " \(info[.segmentsIn]) came in"
}

private func onTheirWay(_ info: TCPInfo) -> String {
  let lost = info[.lost] == 0 ? "" : ", of which \(info[.lost]) taken to be lost"
  return "\(counted(info[.unacked], "segment")) not acknowledged (unacked)" + handshakeOrEnd(info)
    + lost + waiting(info)
}

/// SYN and FIN are segments, and no data.
private func handshakeOrEnd(_ info: TCPInfo) -> String {
  switch info.state {
  case .synSent, .synReceived: ", the SYN"
  case .finWait1, .closing, .lastAck:
    info.isFINWaiting
      ? "" : info.dataSent == info.dataAcknowledged ? ", the FIN" : ", the last with the FIN"
  default: ""
  }
}

private func waiting(_ info: TCPInfo) -> String {
  let bytes = info.dataNotSent
  let waits = bytes == 0 ? [] : ["\(counted(bytes, "byte"))"]
  let all = waits + (info.isFINWaiting ? ["the FIN"] : [])
  guard !all.isEmpty else { return "" }
  let verb = all.count == 1 && bytes <= 1 ? "waits" : "wait"
  return "; \(all.joined(separator: " and ")) \(verb) to be sent"
}

private func sentAgain(_ info: TCPInfo) -> String {
  let row = info[.retransmits]
  return "\(counted(info[.totalRetransmits], "segment")) in all" + dataSentAgain(info)
    + (row == 0 ? "" : "; the first on its way \(row == 1 ? "once" : "\(row) times in a row")")
    + twice(info) + overtaken(info)
}

/// The peer's own account: it does not say which of the two came first.
private func twice(_ info: TCPInfo) -> String {
  let count = info[.cameTwice]
  guard count > 0 else { return "" }
  let they = count == 1 ? "it was" : "they were"
  return "; the peer got \(counted(count, "segment")) twice, it says (D-SACK): \(they) sent again"
    + " needlessly, or doubled on the way"
}

/// Why a sender takes for lost what is not.
private func overtaken(_ info: TCPInfo) -> String {
  let count = info[.reorderings]
  guard count > 0 else { return "" }
  return "; \(count == 1 ? "once" : "\(count) times") a segment came late that others had"
    + " overtaken,"
    + " which looks like a loss"
}

/// A SYN or a FIN that is sent again has no data.
private func dataSentAgain(_ info: TCPInfo) -> String {
  let bytes = info[.bytesRetransmitted]
  guard info[.totalRetransmits] > 0 else { return "" }
  return bytes == 0 ? ", without data" : ", \(counted(bytes, "byte")) of data"
}

private func outOfOrder(_ info: TCPInfo) -> String {
  info[.outOfOrder] == 0 ? "" : "; \(counted(info[.outOfOrder], "segment")) out of order"
}

private func probes(_ info: TCPInfo) -> String {
  info[.probes] == 0 ? "" : "; asked \(info[.probes]) times without an answer"
}

/// What kept a sender that had something to send from sending.
private func heldUp(_ info: TCPInfo) -> [(label: String, text: String)] {
  let causes = [
    (info[.windowLimited], "by the peer's window"), (info[.bufferLimited], "by the send buffer"),
  ]
  let texts = causes.compactMap { time, what in
    time == 0 ? nil : "\(durationText(microseconds: time)) \(what)"
  }
  return texts.isEmpty ? [] : [("held up", texts.joined(separator: ", "))]
}

/// The figures of two looks that differ: `cwnd 10 → 11, unacked 0 → 1`; nil where none does.
public func infoChanges(from old: TCPInfo, to new: TCPInfo) -> String? {
  guard hasFigures(new) else { return nil }
  let changes = watched.compactMap { label, text in
    text(old) == text(new) ? nil : "\(label) \(text(old)) → \(text(new))"
  }
  return changes.isEmpty ? nil : changes.joined(separator: ", ")
}

/// What a watch tells of.
private let watched: [(label: String, text: @Sendable (TCPInfo) -> String)] = [
  ("rtt", { durationText(microseconds: $0[.rtt]) }),
  ("rto", { durationText(microseconds: $0[.rto]) }),
  ("backoff", { "\($0[.backoff])" }),
  ("cwnd", { "\($0[.cwnd])" }),
  ("ssthresh", { $0.threshold.map { "\($0)" } ?? "none" }),
  ("congestion", { "\($0.congestionState)" }),
  ("mss", { "\($0[.mss])" }),
  ("unacked", { "\($0[.unacked])" }),
  ("lost", { "\($0[.lost])" }),
  ("sent again", { "\($0[.totalRetransmits])" }),
  ("came twice", { "\($0[.cameTwice])" }),
  ("overtaken", { "\($0[.reorderings])" }),
  ("not sent", { "\($0.dataNotSent)" }),
  ("peer's window", { "\($0[.peerWindow])" }),
  ("probes", { "\($0[.probes])" }),
]
