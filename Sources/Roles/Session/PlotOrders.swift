internal import Language
internal import Log
internal import Views

/// `plot`: what was measured, from the log.
extension Session {
  private static let mostPlots = 3

  func showPlot(_ request: PlotRequest) throws(Diagnostic) {
    if let role = request.role { try refuseUnknown(role) }
    let span = request.last.map { UInt64($0) * 1_000_000 }
    var data = PlotData(request.quantity, of: request.role, request.descriptor)
    stage.visitStory { data.take($0) }
    let (series, tooLittle) = (data.series(last: span), data.tooLittle(last: span))
    guard !series.isEmpty else { throw nothingMeasured(request, tooLittle) }
    if let path = request.file {
      try write(series, tooLittle, of: request.quantity, to: path)
    } else {
      show(series, tooLittle, of: request.quantity)
    }
  }

  private func show(_ series: [PlotSeries], _ tooLittle: [String], of quantity: Quantity) {
    let text = plotText(
      series.suffix(Session.mostPlots), of: quantity, width: outputWidth, utf8: isUTF8)
    let more = (leftOut(of: series, Session.mostPlots, quantity) + tooLittle).map { "\n(\($0))" }
    stage.record(.output(forgotten + text + more.joined()))
  }

  private func write(
    _ series: [PlotSeries], _ tooLittle: [String], of quantity: Quantity, to path: String
  ) throws(Diagnostic) {
    let drawn = Array(series.suffix(mostDrawnSeries))
    let isPage = path.hasSuffix(".html")
    let text = isPage ? plotPage(drawn, of: quantity) : plotDrawing(drawn, of: quantity)
    try writeFile(expandingHome(path), Array(text.utf8))
    let values = drawn.reduce(0) { $0 + $1.points.count }
    let count = "\(path): \(values) value\(values == 1 ? "" : "s") of \(quantity.rawValue)"
    let more = leftOut(of: series, mostDrawnSeries, quantity) + tooLittle + forgottenEvents
    stage.record(.note(([count] + more).joined(separator: "; ")))
  }

  private func leftOut(
    of series: [PlotSeries], _ most: Int, _ quantity: Quantity
  ) -> [String] {
    let left = series.count - most
    return left > 0 ? ["\(left) more: plot \(quantity.rawValue) of SOCKET"] : []
  }

  /// What is to be said where the beginning is missing.
  var forgotten: String { forgottenEvents.map { "(\($0))\n" }.joined() }

  var forgottenEvents: [String] {
    let count = stage.log.forgotten
    return count == 0 ? [] : ["the log no longer holds its first \(count) events"]
  }

  private func nothingMeasured(_ request: PlotRequest, _ tooLittle: [String]) -> Diagnostic {
    guard tooLittle.isEmpty else {
      return Diagnostic(tooLittle.joined(separator: "; "), advice: request.quantity.nextStep)
    }
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
