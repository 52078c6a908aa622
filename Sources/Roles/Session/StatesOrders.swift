internal import Language
internal import Log
internal import Views

/// `states`: TCP's state machine with the session's sockets on it, from the log, on the terminal or in a
/// file.
extension Session {
  func showStates(_ request: StatesRequest) throws(Diagnostic) {
    if let role = request.role { try refuseUnknown(role) }
    var paths = StatePaths()
    stage.visitStory { paths.take($0) }
    let shown = try drawn(paths.all, request)
    guard let file = request.file else {
      return stage.record(.output(forgotten + text(of: shown, request)))
    }
    let page = file.hasSuffix(".html") ? page(of: shown, request) : drawing(of: shown, request)
    try writeFile(expandingHome(file), Array(page.utf8))
    let count = ["\(file): \(shown.count) socket\(shown.count == 1 ? "" : "s")"]
    stage.record(.note((count + forgottenEvents).joined(separator: "; ")))
  }

  /// At least one, where a role is named.
  private func drawn(
    _ paths: [StatePath], _ request: StatesRequest
  ) throws(Diagnostic) -> [StatePath] {
    guard let role = request.role else { return paths }
    let own = paths.filter { $0.role == role }
    guard let descriptor = request.descriptor else {
      guard own.isEmpty else { return own }
      throw Diagnostic(
        "\(role) has made no socket of TCP's", advice: "`states` alone shows all")
    }
    let now = own.last { $0.numbers.contains(descriptor) }
    guard let path = now ?? own.last(where: { $0.fd == descriptor }) else {
      throw Diagnostic(
        "\(role) @\(descriptor) is no socket of TCP's", advice: "`states` alone shows all")
    }
    return [path]
  }

  private func text(of paths: [StatePath], _ request: StatesRequest) -> String {
    request.descriptor == nil
      ? statesText(paths, width: outputWidth, utf8: isUTF8)
      : statesText(following: paths[0], width: outputWidth, utf8: isUTF8)
  }

  private func page(of paths: [StatePath], _ request: StatesRequest) -> String {
    request.descriptor == nil ? statesPage(paths) : statesPage(following: paths[0])
  }

  private func drawing(of paths: [StatePath], _ request: StatesRequest) -> String {
    request.descriptor == nil ? statesDrawing(paths) : statesDrawing(following: paths[0])
  }
}
