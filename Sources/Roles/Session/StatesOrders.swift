internal import Language
internal import Log
internal import Views

/// `states`: TCP's state machine with the session's sockets on it, from the log.
extension Session {
  func showStates(_ role: String?, _ descriptor: Int32?) throws(Diagnostic) {
    if let role { try refuseUnknown(role) }
    var paths = StatePaths()
    stage.visitStory { paths.take($0) }
    stage.record(.output(forgotten + (try statesText(paths.all, role, descriptor))))
  }

  private func statesText(
    _ paths: [StatePath], _ role: String?, _ descriptor: Int32?
  ) throws(Diagnostic) -> String {
    guard let role, let descriptor else {
      guard !paths.isEmpty else {
        throw Diagnostic("no socket of TCP's has been made", advice: "`socket tcp` makes one")
      }
      return Views.statesText(paths, width: outputWidth, utf8: isUTF8)
    }
    guard let path = paths.last(where: { $0.role == role && $0.fd == descriptor }) else {
      throw Diagnostic(
        "\(role) @\(descriptor) is no socket of TCP's", advice: "`states` alone shows all")
    }
    return Views.statesText(following: path, width: outputWidth, utf8: isUTF8)
  }
}
