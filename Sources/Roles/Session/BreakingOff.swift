internal import CLinux
internal import Glibc
internal import Language
internal import Log

/// ⌃C at a script: the statement under way is ended, and no other is begun.
extension Session {
  /// Takes the SIGINT of this process: to be called once, before a script is run.
  public func watchForSIGINT() {
    let descriptor = linux_note_interrupts()
    guard descriptor >= 0 else { return }
    stage.interruption = Interruption(descriptor: descriptor) { [unowned self] in
      var byte: UInt8 = 0
      if Glibc.read(descriptor, &byte, 1) == 1 { isBrokenOff = true }
      return isBrokenOff
    }
  }

  /// Takes note of a ⌃C. Throws what it interrupted: who waits in which call.
  func checkIfBrokenOff() throws(Diagnostic) {
    guard !hasPrompt else { return }
    stage.noteInterruption()
    if isBrokenOff { throw breakingOff }
  }

  /// What is said instead of why the statement under way failed.
  var breakingOff: Diagnostic {
    let busy = stage.roles.filter(\.isBusy).map { "\($0.name) \(activity(of: $0))" }
    return Diagnostic(
      "interrupted by ⌃C" + (busy.isEmpty ? "" : " while \(busy.joined(separator: ", "))"))
  }
}
