internal import Log
internal import SystemCalls

extension FuzzReport {
  /// Why nothing was tried; nil where something was. `queue`: where it is full.
  func refusal(_ queue: FullQueue?) -> Diagnostic? {
    switch reaction {
    case .refused: job.isDatagram ? nobody : closed
    case .unconnected: unconnected(queue)
    case .silent where job.isAnswered: silent
    default: nil
    }
  }

  private var closed: Diagnostic {
    Diagnostic(
      "nobody answers there: the template was refused by \(job.address)",
      advice: "`probe` shows which ports are open")
  }

  private var nobody: Diagnostic {
    Diagnostic(
      "nobody is there: no socket is bound to \(job.address) over UDP, which ICMP said (port unreachable)",
      advice: "`ss -lun` in a shell lists this machine's; `peer echo udp` starts a service to try")
  }

  private func unconnected(_ queue: FullQueue?) -> Diagnostic {
    let what = "nobody answers there: \(job.address) gave no answer to the connect within 1 s"
    guard let queue else {
      return Diagnostic(what, advice: "`probe` shows which ports are open")
    }
    return Diagnostic(
      "\(what); \(queue.words)",
      advice: "the service does not call accept: it is busy, or hangs; start it again")
  }

  private var silent: Diagnostic {
    Diagnostic(
      "\(job.address) does not answer the template, which it did when this was saved: it hangs, or"
        + " another service is there", advice: "start it again, or take the word answered out")
  }
}

extension Reaction {
  /// Whether there was a connection at all.
  var isConnected: Bool { self != .refused && self != .unconnected }
}
