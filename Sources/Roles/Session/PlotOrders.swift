internal import Language
internal import Log
internal import Views

/// `plot`: what was measured, from the log.
extension Session {
  private static let mostPlots = 3

  func showPlot(_ request: PlotRequest) throws(Diagnostic) {
    if let role = request.role { try refuseUnknown(role) }
    var data = PlotData(request.quantity, of: request.role, request.descriptor)
    stage.visitStory { data.take($0) }
    let series = data.series(last: request.last.map { UInt64($0) * 1_000_000 })
    guard !series.isEmpty else { throw nothingMeasured(request) }
    let text = plotText(
      series.suffix(Session.mostPlots), of: request.quantity, width: outputWidth, utf8: isUTF8)
    let left = series.count - Session.mostPlots
    let more = left > 0 ? "\n(\(left) more: plot \(request.quantity.rawValue) of SOCKET)" : ""
    stage.record(.output(forgotten + text + more))
  }

  /// What is to be said where the beginning is missing.
  var forgotten: String {
    let count = stage.log.forgotten
    return count == 0 ? "" : "(the log no longer holds its first \(count) events)\n"
  }

  private func nothingMeasured(_ request: PlotRequest) -> Diagnostic {
    let whose = (request.role ?? "") + (request.descriptor.map { " @\($0)" } ?? "")
    return Diagnostic(
      "no \(request.quantity.rawValue) was measured" + (whose.isEmpty ? "" : " of \(whose)"),
      advice: request.quantity.nextStep)
  }
}

extension Quantity {
  /// How it comes to be measured.
  fileprivate var nextStep: String {
    switch self {
    case .cwnd, .rtt, .rto, .inflight:
      "`info watch` on a connection of TCP's, then let it send something"
    case .queue: "it is noted whenever bytes wait in a socket: send something that nobody receives"
    case .throughput: "it takes several calls that receive, such as `recv all discard`"
    case .delay: "have one role send, and another one receive it"
    }
  }
}
