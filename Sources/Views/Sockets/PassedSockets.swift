internal import SystemCalls

/// Sockets on their way from one process to another (SCM_RIGHTS, unix(7)).
///
/// Which message a receiver has got is not in the log: what was passed is known again only where it is
/// all that is on its way.
struct PassedSockets: Sendable {
  private var sent: [[SocketBook.Socket?]] = []
  private static let most = 64

  mutating func send(_ sockets: [SocketBook.Socket?]) {
    guard !sockets.isEmpty else { return }
    sent.append(sockets)
    if sent.count > PassedSockets.most { sent.removeFirst() }
  }

  /// So many have come.
  mutating func receive(_ count: Int) -> [SocketBook.Socket?] {
    guard count > 0, !sent.isEmpty else { return [] }
    let isClear = sent.count == 1
    let first = sent.removeFirst()
    return isClear && first.count == count ? first : []
  }
}

extension Call {
  /// The descriptors that sendmsg hands over.
  var passedDescriptors: [Int32] {
    let headers = message.map { [$0] } ?? manyMessages.map(\.header)
    return headers.flatMap(\.control).flatMap { control -> [Int32] in
      if case .rights(let descriptors) = control.content { descriptors } else { [] }
    }
  }
}
